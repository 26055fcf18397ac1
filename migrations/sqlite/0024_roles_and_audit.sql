-- The roles are listed where they are made: `domain::access::Role`. Whoever was on the staff could do
-- everything, and goes on doing so until somebody says otherwise.
ALTER TABLE user_roles RENAME TO old_user_roles;
CREATE TABLE user_roles (
    user_id      BLOB NOT NULL REFERENCES users (id),
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    role         TEXT NOT NULL,
    granted_at   TEXT NOT NULL,
    PRIMARY KEY (user_id, practice_id)
) STRICT;
INSERT INTO user_roles (user_id, practice_id, role, granted_at) SELECT user_id, practice_id, 'administrator', granted_at FROM old_user_roles;
DROP TABLE old_user_roles;
CREATE INDEX user_roles_of_practice ON user_roles (practice_id);

-- Who of the staff looked at or changed what (45 CFR 164.312(b)): ids only, each row sealed with the one
-- before it.
CREATE TABLE audit_events (
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    seq          INTEGER NOT NULL,
    at           TEXT NOT NULL,
    user_id      BLOB NOT NULL REFERENCES users (id),
    role         TEXT NOT NULL,
    -- `domain::access::Permission`, and whether the role had it.
    permission   TEXT NOT NULL,
    allowed      INTEGER NOT NULL CHECK (allowed IN (0, 1)),
    -- The route as the server declares it, and the ids that stood in it, in order.
    method       TEXT NOT NULL,
    route        TEXT NOT NULL,
    subjects     TEXT NOT NULL,
    -- Over the seal before it and everything above, in hexadecimal digits.
    seal         TEXT NOT NULL,
    PRIMARY KEY (practice_id, seq)
) STRICT;
CREATE INDEX audit_events_of_user ON audit_events (practice_id, user_id, seq);
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;
CREATE TRIGGER audit_events_once BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE practice_id = NEW.practice_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;
