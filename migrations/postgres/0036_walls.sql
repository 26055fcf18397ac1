-- What a session was proved with: more than the password, which is a code or a passkey. Whoever is in
-- as this is carried out is asked once more where that is asked for.
ALTER TABLE sessions ADD COLUMN beyond_password BOOLEAN NOT NULL DEFAULT FALSE;

-- That it was ended, and who has looked, is said once.
DROP TRIGGER emergencies_no_update ON emergencies;
CREATE TRIGGER emergencies_no_update BEFORE UPDATE ON emergencies FOR EACH ROW
WHEN (NOT (NEW.practice_id = OLD.practice_id AND NEW.id = OLD.id AND NEW.user_id = OLD.user_id
      AND NEW.reason = OLD.reason AND NEW.taken_at = OLD.taken_at AND NEW.ends_at = OLD.ends_at
      AND (OLD.ended_at IS NULL OR NEW.ended_at IS NOT DISTINCT FROM OLD.ended_at)
      AND (NEW.ended_at IS NULL OR NEW.ended_at <= NEW.ends_at)
      AND (OLD.seen_at IS NULL
           OR (NEW.seen_at IS NOT DISTINCT FROM OLD.seen_at AND NEW.seen_by IS NOT DISTINCT FROM OLD.seen_by))
      AND (NEW.seen_at IS NULL) = (NEW.seen_by IS NULL)))
EXECUTE FUNCTION audit_append_only();

-- What lasts is asked for with every request of staff, wherever it was taken.
DROP INDEX emergencies_of_user;
CREATE INDEX emergencies_of_user ON emergencies (user_id, ends_at);
CREATE INDEX emergencies_taken ON emergencies (practice_id, taken_at, id);
DROP INDEX emergencies_unseen;
CREATE INDEX emergencies_unseen ON emergencies (practice_id, taken_at, id) WHERE seen_at IS NULL;
CREATE INDEX audit_events_in_emergency ON audit_events (practice_id, seq) WHERE emergency IS NOT NULL;
