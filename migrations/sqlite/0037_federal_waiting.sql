-- A case of the visit waits for a federal reviewer: nothing of the visit is asked for
-- (45 CFR 149.620(c)(5)-(6)). A cache, kept with the balance and recomputed by `openbalance verify`.
ALTER TABLE visit_balances ADD COLUMN federal INTEGER NOT NULL DEFAULT 0 CHECK (federal IN (0, 1));
UPDATE visit_balances SET federal = 1
WHERE EXISTS (SELECT 1 FROM disputes d WHERE d.practice_id = visit_balances.practice_id
                AND d.visit_id = visit_balances.visit_id AND d.state = 'waiting_federal');

-- A visit is before one reviewer at a time.
CREATE UNIQUE INDEX disputes_federal ON disputes (practice_id, visit_id) WHERE state = 'waiting_federal';

-- How a case ended there, and what was said to be paid in all, with the step that says so.
CREATE TABLE federal_answers (
    practice_id   BLOB NOT NULL,
    dispute_id    BLOB NOT NULL,
    seq           INTEGER NOT NULL,
    how           TEXT NOT NULL CHECK (how IN ('determined', 'settled')),
    to_pay_cents  INTEGER NOT NULL CHECK (to_pay_cents >= 0),
    PRIMARY KEY (practice_id, dispute_id, seq),
    FOREIGN KEY (practice_id, dispute_id, seq) REFERENCES dispute_steps (practice_id, dispute_id, seq)
) STRICT;
CREATE TRIGGER federal_answers_no_update BEFORE UPDATE ON federal_answers
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
CREATE TRIGGER federal_answers_no_delete BEFORE DELETE ON federal_answers
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
CREATE TRIGGER federal_answers_once BEFORE INSERT ON federal_answers
WHEN EXISTS (SELECT 1 FROM federal_answers WHERE practice_id = NEW.practice_id AND dispute_id = NEW.dispute_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;

-- A link to a visit is a bill of it.
CREATE INDEX pay_links_of_visit ON pay_links (practice_id, visit_id) WHERE visit_id IS NOT NULL;
