-- Records that somebody looks at in an emergency without a role that shows them
-- (45 CFR 164.312(a)(2)(ii)): for an hour, with a reason, and seen by an administrator afterwards.
CREATE TABLE emergencies (
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    id           BLOB NOT NULL,
    user_id      BLOB NOT NULL REFERENCES users (id),
    reason       TEXT NOT NULL,
    taken_at     TEXT NOT NULL,
    ends_at      TEXT NOT NULL,
    -- By hand, before its time.
    ended_at     TEXT,
    seen_by      BLOB REFERENCES users (id),
    seen_at      TEXT,
    PRIMARY KEY (practice_id, id)
) STRICT;
CREATE INDEX emergencies_of_user ON emergencies (practice_id, user_id, ends_at);
CREATE INDEX emergencies_unseen ON emergencies (practice_id) WHERE seen_at IS NULL;
CREATE TRIGGER emergencies_no_update BEFORE UPDATE OF practice_id, id, user_id, reason, taken_at, ends_at ON emergencies
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;
CREATE TRIGGER emergencies_no_delete BEFORE DELETE ON emergencies
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;
CREATE TRIGGER emergencies_once BEFORE INSERT ON emergencies
WHEN EXISTS (SELECT 1 FROM emergencies WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;

-- Under which emergency access it was; it is sealed with the rest where there is one.
ALTER TABLE audit_events ADD COLUMN emergency BLOB;
