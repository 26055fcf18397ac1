-- A case of the visit waits for a federal reviewer: nothing of the visit is asked for
-- (45 CFR 149.620(c)(5)-(6)). A cache, kept with the balance and recomputed by `openbalance verify`.
ALTER TABLE visit_balances ADD COLUMN federal BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE visit_balances b SET federal = TRUE
WHERE EXISTS (SELECT 1 FROM disputes d WHERE d.practice_id = b.practice_id
                AND d.visit_id = b.visit_id AND d.state = 'waiting_federal');

-- A visit is before one reviewer at a time.
CREATE UNIQUE INDEX disputes_federal ON disputes (practice_id, visit_id) WHERE state = 'waiting_federal';

-- How a case ended there, and what was said to be paid in all, with the step that says so.
CREATE TABLE federal_answers (
    practice_id   UUID NOT NULL,
    dispute_id    UUID NOT NULL,
    seq           BIGINT NOT NULL,
    how           TEXT NOT NULL CHECK (how IN ('determined', 'settled')),
    to_pay_cents  BIGINT NOT NULL CHECK (to_pay_cents >= 0),
    PRIMARY KEY (practice_id, dispute_id, seq),
    FOREIGN KEY (practice_id, dispute_id, seq) REFERENCES dispute_steps (practice_id, dispute_id, seq)
);
CREATE TRIGGER federal_answers_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON federal_answers
    FOR EACH STATEMENT EXECUTE FUNCTION disputes_append_only();

-- A link to a visit is a bill of it.
CREATE INDEX pay_links_of_visit ON pay_links (practice_id, visit_id) WHERE visit_id IS NOT NULL;
