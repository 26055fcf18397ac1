-- Interest and late fees of plans. What of them is booked is kept beside the plan; each booking
-- names the ledger's transaction that it is.
ALTER TABLE plans ADD COLUMN interest_cents INTEGER NOT NULL DEFAULT 0 CHECK (interest_cents >= 0);
ALTER TABLE plans ADD COLUMN fee_cents INTEGER NOT NULL DEFAULT 0 CHECK (fee_cents >= 0);
ALTER TABLE plans ADD COLUMN bookings INTEGER NOT NULL DEFAULT 0;

CREATE TABLE plan_charges (
    practice_id     BLOB NOT NULL,
    plan_id         BLOB NOT NULL,
    number          INTEGER NOT NULL CHECK (number > 0),
    transaction_id  BLOB NOT NULL,
    -- Negative: not asked any more.
    interest_cents  INTEGER NOT NULL,
    fee_cents       INTEGER NOT NULL,
    PRIMARY KEY (practice_id, plan_id, number),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id),
    FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id)
) STRICT;

CREATE TRIGGER plan_charges_no_update BEFORE UPDATE ON plan_charges
BEGIN SELECT RAISE(ABORT, 'plan_charges: append only'); END;
CREATE TRIGGER plan_charges_no_delete BEFORE DELETE ON plan_charges
BEGIN SELECT RAISE(ABORT, 'plan_charges: append only'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER plan_charges_once BEFORE INSERT ON plan_charges
WHEN EXISTS (SELECT 1 FROM plan_charges WHERE practice_id = NEW.practice_id AND plan_id = NEW.plan_id AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'plan_charges: append only'); END;
