-- "I cannot afford this": how many live on how much, and how it ended. What is owed rests meanwhile
-- (a hold on the account, and its plans pause); a counsellor answers.
CREATE TABLE hardship_requests (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    press         BLOB NOT NULL,
    household     INTEGER NOT NULL CHECK (household BETWEEN 1 AND 12),
    -- `domain::hardship::Income`
    income        TEXT NOT NULL,
    answer_by     TEXT NOT NULL,
    asked_by      BLOB NOT NULL REFERENCES users (id),
    asked_at      TEXT NOT NULL,
    -- `domain::hardship::Answer`, in which words, by whom and when.
    answer        TEXT,
    message       TEXT,
    answered_by   BLOB REFERENCES users (id),
    answered_at   TEXT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX hardship_requests_press ON hardship_requests (practice_id, guarantor_id, press);
-- One at a time.
CREATE UNIQUE INDEX hardship_requests_open ON hardship_requests (practice_id, guarantor_id) WHERE answer IS NULL;
CREATE INDEX hardship_requests_of_guarantor ON hardship_requests (practice_id, guarantor_id, asked_at);
CREATE TRIGGER hardship_requests_no_update BEFORE UPDATE ON hardship_requests
WHEN OLD.answer IS NOT NULL OR OLD.practice_id <> NEW.practice_id OR OLD.id <> NEW.id OR OLD.guarantor_id <> NEW.guarantor_id
  OR OLD.household <> NEW.household OR OLD.income <> NEW.income OR OLD.asked_by <> NEW.asked_by OR OLD.asked_at <> NEW.asked_at
BEGIN SELECT RAISE(ABORT, 'hardship: what was asked and answered does not change'); END;
CREATE TRIGGER hardship_requests_no_delete BEFORE DELETE ON hardship_requests
BEGIN SELECT RAISE(ABORT, 'hardship: what was asked and answered does not change'); END;
CREATE TRIGGER hardship_requests_once BEFORE INSERT ON hardship_requests
WHEN EXISTS (SELECT 1 FROM hardship_requests WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'hardship: what was asked and answered does not change'); END;
