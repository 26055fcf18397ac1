-- What a session was proved with: more than the password, which is a code or a passkey. Whoever is in
-- as this is carried out is asked once more where that is asked for.
ALTER TABLE sessions ADD COLUMN beyond_password INTEGER NOT NULL DEFAULT 0 CHECK (beyond_password IN (0, 1));

-- That it was ended, and who has looked, is said once.
DROP TRIGGER emergencies_no_update;
CREATE TRIGGER emergencies_no_update BEFORE UPDATE ON emergencies
WHEN NOT (NEW.practice_id = OLD.practice_id AND NEW.id = OLD.id AND NEW.user_id = OLD.user_id
      AND NEW.reason = OLD.reason AND NEW.taken_at = OLD.taken_at AND NEW.ends_at = OLD.ends_at
      AND (OLD.ended_at IS NULL OR NEW.ended_at IS OLD.ended_at)
      AND (NEW.ended_at IS NULL OR NEW.ended_at <= NEW.ends_at)
      AND (OLD.seen_at IS NULL OR (NEW.seen_at IS OLD.seen_at AND NEW.seen_by IS OLD.seen_by))
      AND (NEW.seen_at IS NULL) = (NEW.seen_by IS NULL))
BEGIN SELECT RAISE(ABORT, 'audit: what was seen and done does not change'); END;

-- What lasts is asked for with every request of staff, wherever it was taken.
DROP INDEX emergencies_of_user;
CREATE INDEX emergencies_of_user ON emergencies (user_id, ends_at);
CREATE INDEX emergencies_taken ON emergencies (practice_id, taken_at, id);
DROP INDEX emergencies_unseen;
CREATE INDEX emergencies_unseen ON emergencies (practice_id, taken_at, id) WHERE seen_at IS NULL;
CREATE INDEX audit_events_in_emergency ON audit_events (practice_id, seq) WHERE emergency IS NOT NULL;
