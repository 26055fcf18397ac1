-- What a patient without insurance was told beforehand that a visit would cost (45 CFR 149.610): the
-- newest stands, what was written before stays.
CREATE TABLE visit_estimates (
    practice_id   BLOB NOT NULL,
    visit_id      BLOB NOT NULL,
    seq           INTEGER NOT NULL CHECK (seq > 0),
    amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),
    given_on      TEXT NOT NULL,
    -- None: a file or another program said so.
    by_user       BLOB REFERENCES users (id),
    at            TEXT NOT NULL,
    PRIMARY KEY (practice_id, visit_id, seq),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

-- What a patient has taken to a federal reviewer (45 CFR 149.620), with the step that says so.
CREATE TABLE federal_disputes (
    practice_id  BLOB NOT NULL,
    dispute_id   BLOB NOT NULL,
    seq          INTEGER NOT NULL,
    started_on   TEXT NOT NULL,
    -- The number that the federal portal gave it.
    reference    TEXT NOT NULL,
    PRIMARY KEY (practice_id, dispute_id, seq),
    FOREIGN KEY (practice_id, dispute_id, seq) REFERENCES dispute_steps (practice_id, dispute_id, seq)
) STRICT;

CREATE TRIGGER visit_estimates_no_update BEFORE UPDATE ON visit_estimates
BEGIN SELECT RAISE(ABORT, 'estimates: what somebody was told does not change'); END;
CREATE TRIGGER visit_estimates_no_delete BEFORE DELETE ON visit_estimates
BEGIN SELECT RAISE(ABORT, 'estimates: what somebody was told does not change'); END;
CREATE TRIGGER visit_estimates_once BEFORE INSERT ON visit_estimates
WHEN EXISTS (SELECT 1 FROM visit_estimates WHERE practice_id = NEW.practice_id AND visit_id = NEW.visit_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'estimates: what somebody was told does not change'); END;
CREATE TRIGGER federal_disputes_no_update BEFORE UPDATE ON federal_disputes
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
CREATE TRIGGER federal_disputes_no_delete BEFORE DELETE ON federal_disputes
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
CREATE TRIGGER federal_disputes_once BEFORE INSERT ON federal_disputes
WHEN EXISTS (SELECT 1 FROM federal_disputes WHERE practice_id = NEW.practice_id AND dispute_id = NEW.dispute_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
