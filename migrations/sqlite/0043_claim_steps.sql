-- What staff did with a decision of an insurer's that met no visit, or did not fit the books.
CREATE TABLE claim_steps (
    practice_id  BLOB NOT NULL,
    claim_id     BLOB NOT NULL,
    seq          INTEGER NOT NULL CHECK (seq > 0),
    step         TEXT NOT NULL CHECK (step IN ('noted', 'matched', 'returned')),
    -- The visit it was matched to.
    visit_id     BLOB,
    words        TEXT,
    by_user      BLOB NOT NULL REFERENCES users (id),
    at           TEXT NOT NULL,
    PRIMARY KEY (practice_id, claim_id, seq),
    FOREIGN KEY (practice_id, claim_id) REFERENCES claims (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id),
    CHECK ((visit_id IS NOT NULL) = (step = 'matched')),
    CHECK ((words IS NULL) = (step = 'matched'))
) STRICT;

CREATE TRIGGER claim_steps_no_update BEFORE UPDATE ON claim_steps
BEGIN SELECT RAISE(ABORT, 'claim steps: append only'); END;
CREATE TRIGGER claim_steps_no_delete BEFORE DELETE ON claim_steps
BEGIN SELECT RAISE(ABORT, 'claim steps: append only'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER claim_steps_once BEFORE INSERT ON claim_steps
WHEN EXISTS (SELECT 1 FROM claim_steps WHERE practice_id = NEW.practice_id AND claim_id = NEW.claim_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'claim steps: append only'); END;
