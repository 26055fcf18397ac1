-- Records that somebody looks at in an emergency without a role that shows them
-- (45 CFR 164.312(a)(2)(ii)): for an hour, with a reason, and seen by an administrator afterwards.
CREATE TABLE emergencies (
    practice_id  UUID NOT NULL REFERENCES practices (id),
    id           UUID NOT NULL,
    user_id      UUID NOT NULL REFERENCES users (id),
    reason       TEXT NOT NULL,
    taken_at     TIMESTAMPTZ NOT NULL,
    ends_at      TIMESTAMPTZ NOT NULL,
    -- By hand, before its time.
    ended_at     TIMESTAMPTZ,
    seen_by      UUID REFERENCES users (id),
    seen_at      TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id)
);
CREATE INDEX emergencies_of_user ON emergencies (practice_id, user_id, ends_at);
CREATE INDEX emergencies_unseen ON emergencies (practice_id) WHERE seen_at IS NULL;
CREATE TRIGGER emergencies_no_update BEFORE UPDATE OF practice_id, id, user_id, reason, taken_at, ends_at ON emergencies
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
CREATE TRIGGER emergencies_no_delete BEFORE DELETE OR TRUNCATE ON emergencies
    FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();

-- Under which emergency access it was; it is sealed with the rest where there is one.
ALTER TABLE audit_events ADD COLUMN emergency UUID;
