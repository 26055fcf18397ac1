-- What patients say is wrong, or ask. `domain::dispute` says what can happen to it; its steps are
-- kept in `dispute_steps`, and what stands here is what they make of it.
CREATE TABLE disputes (
    practice_id      UUID NOT NULL,
    id               UUID NOT NULL,
    guarantor_id     UUID NOT NULL,
    visit_id         UUID NOT NULL,
    -- Digits that can be said on the telephone.
    reference        TEXT NOT NULL,
    press            UUID NOT NULL,
    reason           TEXT NOT NULL,
    state            TEXT NOT NULL,
    outcome          TEXT,
    appealed         BOOLEAN NOT NULL,
    proposed         BOOLEAN NOT NULL,
    opened_on        DATE NOT NULL,
    decide_by        DATE NOT NULL,
    act_by           DATE,
    waits_since      DATE,
    -- What was in question when it was opened, or appealed.
    amount_cents     BIGINT NOT NULL CHECK (amount_cents >= 0),
    -- What rests now.
    frozen_cents     BIGINT NOT NULL CHECK (frozen_cents >= 0),
    -- The plan that a part of it was taken out of, and how much.
    plan_id          UUID,
    plan_held_cents  BIGINT NOT NULL CHECK (plan_held_cents >= 0),
    opened_by        UUID NOT NULL REFERENCES users (id),
    opened_at        TIMESTAMPTZ NOT NULL,
    changed_at       TIMESTAMPTZ NOT NULL,
    assigned_to      UUID REFERENCES users (id),
    -- The number of its last step: who acts says which one they saw.
    seq              BIGINT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, reference),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id),
    CHECK (frozen_cents = 0 OR state NOT IN ('decided', 'closed'))
);

CREATE INDEX disputes_by_state ON disputes (practice_id, state, act_by);
CREATE INDEX disputes_of_guarantor ON disputes (practice_id, guarantor_id, opened_at);
CREATE INDEX disputes_of_visit ON disputes (practice_id, visit_id);

-- The charge lines it is about; none: the whole visit.
CREATE TABLE dispute_charges (
    practice_id  UUID NOT NULL,
    dispute_id   UUID NOT NULL,
    charge_id    UUID NOT NULL,
    PRIMARY KEY (practice_id, dispute_id, charge_id),
    FOREIGN KEY (practice_id, dispute_id) REFERENCES disputes (practice_id, id),
    FOREIGN KEY (practice_id, charge_id) REFERENCES charges (practice_id, id)
);

CREATE TABLE dispute_steps (
    practice_id     UUID NOT NULL,
    dispute_id      UUID NOT NULL,
    seq             BIGINT NOT NULL CHECK (seq > 0),
    -- `opened`, or the word of a `domain::dispute::Step`.
    step            TEXT NOT NULL,
    outcome         TEXT,
    -- The practice's day.
    on_day          DATE NOT NULL,
    at              TIMESTAMPTZ NOT NULL,
    -- None: by itself.
    by_user         UUID REFERENCES users (id),
    -- By the patient's side, and not by staff.
    by_patient      BOOLEAN NOT NULL,
    -- What patient and practice say to each other.
    message         TEXT,
    -- What stays among staff.
    note            TEXT,
    -- What is decided, as JSON.
    details         TEXT,
    transaction_id  UUID,
    PRIMARY KEY (practice_id, dispute_id, seq),
    FOREIGN KEY (practice_id, dispute_id) REFERENCES disputes (practice_id, id)
);

-- What was handed in, encrypted.
CREATE TABLE dispute_documents (
    practice_id  UUID NOT NULL,
    id           UUID NOT NULL,
    dispute_id   UUID NOT NULL,
    -- With which step.
    seq          BIGINT NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('jpeg', 'png', 'heic', 'pdf')),
    bytes        BIGINT NOT NULL CHECK (bytes > 0),
    -- Of what was handed in, in hexadecimal digits.
    sha256       TEXT NOT NULL,
    nonce        BYTEA NOT NULL,
    sealed       BYTEA NOT NULL,
    by_user      UUID NOT NULL REFERENCES users (id),
    at           TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, dispute_id) REFERENCES disputes (practice_id, id)
);

CREATE INDEX dispute_documents_of_dispute ON dispute_documents (practice_id, dispute_id);

-- Caches, kept with the balance and recomputed by `openbalance verify`: what of a visit is in
-- question and not asked for; what decisions took off it or gave back to the insurer.
ALTER TABLE visit_balances ADD COLUMN disputed_cents BIGINT NOT NULL DEFAULT 0 CHECK (disputed_cents >= 0);
ALTER TABLE visit_balances ADD COLUMN relief_cents BIGINT NOT NULL DEFAULT 0;
-- What was forgiven and waits for the share that an insurer is about to decide anew.
ALTER TABLE visit_balances ADD COLUMN forgiven_cents BIGINT NOT NULL DEFAULT 0 CHECK (forgiven_cents >= 0);

CREATE FUNCTION disputes_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'disputes: what was said and handed in does not change';
END $$;
CREATE TRIGGER dispute_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_steps
    FOR EACH STATEMENT EXECUTE FUNCTION disputes_append_only();
CREATE TRIGGER dispute_charges_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_charges
    FOR EACH STATEMENT EXECUTE FUNCTION disputes_append_only();
CREATE TRIGGER dispute_documents_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON dispute_documents
    FOR EACH STATEMENT EXECUTE FUNCTION disputes_append_only();
