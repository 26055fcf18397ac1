-- The roles are listed where they are made: `domain::access::Role`. Whoever was on the staff could do
-- everything, and goes on doing so until somebody says otherwise.
ALTER TABLE user_roles DROP CONSTRAINT user_roles_role_check;
UPDATE user_roles SET role = 'administrator';
CREATE INDEX user_roles_of_practice ON user_roles (practice_id);

-- Who of the staff looked at or changed what (45 CFR 164.312(b)): ids only, each row sealed with the one
-- before it.
CREATE TABLE audit_events (
    practice_id  UUID NOT NULL REFERENCES practices (id),
    seq          BIGINT NOT NULL,
    at           TIMESTAMPTZ NOT NULL,
    user_id      UUID NOT NULL REFERENCES users (id),
    role         TEXT NOT NULL,
    -- `domain::access::Permission`, and whether the role had it.
    permission   TEXT NOT NULL,
    allowed      BOOLEAN NOT NULL,
    -- The route as the server declares it, and the ids that stood in it, in order.
    method       TEXT NOT NULL,
    route        TEXT NOT NULL,
    subjects     TEXT NOT NULL,
    -- Over the seal before it and everything above, in hexadecimal digits.
    seal         TEXT NOT NULL,
    PRIMARY KEY (practice_id, seq)
);
CREATE INDEX audit_events_of_user ON audit_events (practice_id, user_id, seq);
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit: what was seen and done does not change';
END $$;
CREATE TRIGGER audit_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_events
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
