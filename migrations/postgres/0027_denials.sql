-- How many days the practice's payers take appeals: its own setting, counted from the remittance.
ALTER TABLE practices ADD COLUMN appeal_days BIGINT NOT NULL DEFAULT 90 CHECK (appeal_days BETWEEN 1 AND 730);

-- What insurers refused of a visit, and what is done about it: one for each visit that anything was
-- ever refused of. `domain::denial` says what can happen to it; the ledger opens and closes it.
CREATE TABLE denials (
    practice_id      UUID NOT NULL,
    id               UUID NOT NULL,
    visit_id         UUID NOT NULL,
    guarantor_id     UUID NOT NULL,
    -- The decision that refused last; it is written after the ledger has posted it.
    claim_id         UUID,
    -- The reason of most of it, and the usual way to go about it.
    group_code       TEXT NOT NULL,
    carc             TEXT NOT NULL,
    route            TEXT NOT NULL,
    state            TEXT NOT NULL,
    proposed         BOOLEAN NOT NULL,
    -- The day of the remittance that refused last.
    refused_on       DATE NOT NULL,
    deadline         DATE NOT NULL,
    act_by           DATE,
    -- Refused now: what is in the books.
    amount_cents     BIGINT NOT NULL CHECK (amount_cents >= 0),
    -- With the insurer again, which took its decision back.
    waits_cents      BIGINT NOT NULL CHECK (waits_cents >= 0),
    -- What came of what was refused.
    recovered_cents  BIGINT NOT NULL CHECK (recovered_cents >= 0),
    patient_cents    BIGINT NOT NULL CHECK (patient_cents >= 0),
    given_up_cents   BIGINT NOT NULL CHECK (given_up_cents >= 0),
    assigned_to      UUID REFERENCES users (id),
    opened_at        TIMESTAMPTZ NOT NULL,
    changed_at       TIMESTAMPTZ NOT NULL,
    -- The number of its last step: who acts says which one they saw.
    seq              BIGINT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, visit_id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    CHECK ((amount_cents > 0) = (state IN ('open', 'sent_again', 'appealed'))),
    CHECK ((amount_cents > 0) = (act_by IS NOT NULL))
);

-- The desk's queue: what is open by deadline, by amount and by age, and what is over, newest first.
CREATE INDEX denials_open_by_deadline ON denials (practice_id, act_by, id, route, state, assigned_to) WHERE amount_cents > 0;
CREATE INDEX denials_open_by_amount ON denials (practice_id, amount_cents, id, route, state, assigned_to) WHERE amount_cents > 0;
CREATE INDEX denials_open_by_age ON denials (practice_id, refused_on, id, route, state, assigned_to) WHERE amount_cents > 0;
CREATE INDEX denials_over ON denials (practice_id, id, route, state) WHERE amount_cents = 0;
CREATE INDEX denials_of_guarantor ON denials (practice_id, guarantor_id);

CREATE TABLE denial_steps (
    practice_id      UUID NOT NULL,
    denial_id        UUID NOT NULL,
    seq              BIGINT NOT NULL CHECK (seq > 0),
    -- `opened`, or the word of a `domain::denial::Step`.
    step             TEXT NOT NULL,
    -- The practice's day, or the one that staff or the remittance gave.
    on_day           DATE NOT NULL,
    at               TIMESTAMPTZ NOT NULL,
    -- None: by itself.
    by_user          UUID REFERENCES users (id),
    note             TEXT,
    -- The insurer's number for what was sent.
    reference        TEXT,
    -- Refused after it.
    left_cents       BIGINT NOT NULL,
    -- What it added to what came of it.
    recovered_cents  BIGINT NOT NULL,
    patient_cents    BIGINT NOT NULL,
    given_up_cents   BIGINT NOT NULL,
    transaction_id   UUID,
    PRIMARY KEY (practice_id, denial_id, seq),
    FOREIGN KEY (practice_id, denial_id) REFERENCES denials (practice_id, id)
);

-- Books from before look for what nobody works on yet.
CREATE INDEX visit_balances_refused ON visit_balances (practice_id, visit_id) WHERE denied_cents > 0;

CREATE FUNCTION denials_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'denials: what was done does not change';
END $$;
CREATE TRIGGER denial_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON denial_steps
    FOR EACH STATEMENT EXECUTE FUNCTION denials_append_only();
