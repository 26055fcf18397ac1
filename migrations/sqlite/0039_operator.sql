-- What the operator changes at the command line is in the audit too: nobody's login did it. A column
-- learns to be empty with its table, which is the same otherwise.
CREATE TABLE audit_events_new (
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    seq          INTEGER NOT NULL,
    at           TEXT NOT NULL,
    user_id      BLOB REFERENCES users (id),
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
    emergency    BLOB,
    PRIMARY KEY (practice_id, seq)
) STRICT;
INSERT INTO audit_events_new
    (practice_id, seq, at, user_id, role, permission, allowed, method, route, subjects, seal, emergency)
SELECT practice_id, seq, at, user_id, role, permission, allowed, method, route, subjects, seal, emergency
FROM audit_events;
DROP TABLE audit_events;
ALTER TABLE audit_events_new RENAME TO audit_events;
CREATE INDEX audit_events_of_user ON audit_events (practice_id, user_id, seq);
CREATE INDEX audit_events_in_emergency ON audit_events (practice_id, seq) WHERE emergency IS NOT NULL;
CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;
CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;
CREATE TRIGGER audit_events_once BEFORE INSERT ON audit_events
WHEN EXISTS (SELECT 1 FROM audit_events WHERE practice_id = NEW.practice_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;
