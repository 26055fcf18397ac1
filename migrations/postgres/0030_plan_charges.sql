-- Interest and late fees of plans. What of them is booked is kept beside the plan; each booking
-- names the ledger's transaction that it is.
ALTER TABLE plans ADD COLUMN interest_cents BIGINT NOT NULL DEFAULT 0 CHECK (interest_cents >= 0);
ALTER TABLE plans ADD COLUMN fee_cents BIGINT NOT NULL DEFAULT 0 CHECK (fee_cents >= 0);
ALTER TABLE plans ADD COLUMN bookings BIGINT NOT NULL DEFAULT 0;

CREATE TABLE plan_charges (
    practice_id     UUID NOT NULL,
    plan_id         UUID NOT NULL,
    number          BIGINT NOT NULL CHECK (number > 0),
    transaction_id  UUID NOT NULL,
    -- Negative: not asked any more.
    interest_cents  BIGINT NOT NULL,
    fee_cents       BIGINT NOT NULL,
    PRIMARY KEY (practice_id, plan_id, number),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id),
    FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id)
);

CREATE TRIGGER plan_charges_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_charges
    FOR EACH STATEMENT EXECUTE FUNCTION plans_append_only();
