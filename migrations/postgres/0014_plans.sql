-- Payment plans. What a practice offers: the policy that took effect last holds; of two for
-- one day, the one that was set last.
CREATE TABLE plan_policies (
    practice_id  UUID NOT NULL REFERENCES practices (id),
    id           UUID NOT NULL,
    effective    DATE NOT NULL,
    -- The policy as JSON.
    policy       TEXT NOT NULL,
    set_by       UUID NOT NULL REFERENCES users (id),
    set_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id)
);

-- A plan is the replay of its steps on the offer of its document. What stands here beside is a
-- cache of that, kept in the same transaction, and what the scheduler goes by.
CREATE TABLE plans (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    -- Who signed it.
    user_id       UUID NOT NULL REFERENCES users (id),
    -- Chosen by the page before it is sent: a double click is one plan.
    press         UUID NOT NULL,
    state         TEXT NOT NULL
        CHECK (state IN ('proposed', 'active', 'at_risk', 'paused', 'defaulted', 'finished', 'cancelled')),
    -- Why it is paused or was ended.
    reason        TEXT,
    version       BIGINT NOT NULL,
    last_seq      BIGINT NOT NULL,
    -- The plan as JSON.
    snapshot      TEXT NOT NULL,
    -- The most autopay may take at once, authorised and waiting for a method.
    cap_cents     BIGINT,
    saved_id      UUID,
    -- What of it is with an insurer again, and not asked until that has decided.
    review_cents  BIGINT NOT NULL DEFAULT 0 CHECK (review_cents >= 0),
    -- Why autopay does not take what is due.
    waits         TEXT CHECK (waits IN ('over_cap', 'confirm', 'method', 'told', 'look')),
    -- The next day on which autopay has something to take.
    next_due      DATE,
    -- The next day on which somebody is to be told something, or an instalment is missed.
    next_sweep    DATE,
    swept_on      DATE NOT NULL,
    claimed_at    TIMESTAMPTZ,
    created_at    TIMESTAMPTZ NOT NULL,
    changed_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, saved_id) REFERENCES saved_methods (practice_id, id)
);

CREATE INDEX plans_due ON plans (practice_id, next_due) WHERE next_due IS NOT NULL;
CREATE INDEX plans_to_sweep ON plans (practice_id, next_sweep) WHERE next_sweep IS NOT NULL;
CREATE INDEX plans_by_state ON plans (practice_id, state, changed_at);

-- The plan that a visit is paid by, if any: locked with the balance, so that what is posted and
-- what is signed at one moment know of each other.
ALTER TABLE visit_balances ADD COLUMN plan_id UUID;
CREATE INDEX visit_balances_of_plan ON visit_balances (practice_id, plan_id) WHERE plan_id IS NOT NULL;

-- What joined a plan, and with how much.
CREATE TABLE plan_visits (
    practice_id   UUID NOT NULL,
    plan_id       UUID NOT NULL,
    visit_id      UUID NOT NULL,
    amount_cents  BIGINT NOT NULL CHECK (amount_cents > 0),
    joined_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, plan_id, visit_id),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
);

CREATE TABLE plan_steps (
    practice_id     UUID NOT NULL,
    plan_id         UUID NOT NULL,
    seq             BIGINT NOT NULL CHECK (seq > 0),
    kind            TEXT NOT NULL,
    -- The step and what it did, as JSON.
    step            TEXT NOT NULL,
    notes           TEXT NOT NULL,
    -- None: by itself.
    by_user         UUID REFERENCES users (id),
    -- Where in the books it comes from.
    transaction_id  UUID,
    payment_id      UUID,
    -- How much more counts as paid on the plan; less where money went back.
    paid_cents      BIGINT NOT NULL,
    at              TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, plan_id, seq),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
);

CREATE INDEX plan_steps_of_payment ON plan_steps (practice_id, payment_id) WHERE payment_id IS NOT NULL;

-- What somebody agreed to, word by word.
CREATE TABLE plan_documents (
    practice_id    UUID NOT NULL,
    id             UUID NOT NULL,
    plan_id        UUID NOT NULL,
    guarantor_id   UUID NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('agreement', 'autopay')),
    language       TEXT NOT NULL,
    terms_version  TEXT NOT NULL,
    -- Terms, schedule, disclosure and balances, as JSON; none of an autopay authorisation alone.
    offer          TEXT,
    -- The text as it was shown.
    agreement      TEXT NOT NULL,
    -- The authorisation of automatic payments as it was shown, when it was given.
    autopay        TEXT,
    cap_cents      BIGINT,
    -- Over everything above, in hexadecimal digits.
    sha256         TEXT NOT NULL,
    signed_by      UUID NOT NULL REFERENCES users (id),
    signed_at      TIMESTAMPTZ NOT NULL,
    -- From which network address.
    address        TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
);

CREATE INDEX plan_documents_of_plan ON plan_documents (practice_id, plan_id);

-- What autopay tried. Written in the transaction that commits the payment: the same
-- instalment is never tried twice under one number.
CREATE TABLE plan_attempts (
    practice_id  UUID NOT NULL,
    plan_id      UUID NOT NULL,
    number       BIGINT NOT NULL,
    due_on       DATE NOT NULL,
    attempt      BIGINT NOT NULL,
    payment_id   UUID NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'paid', 'declined')),
    decline      TEXT,
    tried_on     DATE NOT NULL,
    -- When it is tried again.
    next_on      DATE,
    PRIMARY KEY (practice_id, plan_id, number, due_on, attempt),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id),
    FOREIGN KEY (practice_id, payment_id) REFERENCES payments (practice_id, id)
);

CREATE INDEX plan_attempts_open ON plan_attempts (practice_id, payment_id) WHERE state = 'open';
CREATE INDEX plan_attempts_of_payment ON plan_attempts (practice_id, payment_id);

-- What the patient said a payment is for, before it is made.
CREATE TABLE plan_words (
    practice_id   UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    press         UUID NOT NULL,
    plan_id       UUID NOT NULL,
    word          TEXT NOT NULL CHECK (word IN ('instalment', 'fewer', 'smaller', 'payoff')),
    PRIMARY KEY (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
);

-- What somebody is to be told, once.
CREATE TABLE plan_notices (
    practice_id  UUID NOT NULL,
    plan_id      UUID NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('coming', 'missed', 'declined', 'over_cap', 'method', 'broken', 'finished')),
    number       BIGINT NOT NULL,
    due_on       DATE NOT NULL,
    attempt      BIGINT NOT NULL,
    made_at      TIMESTAMPTZ NOT NULL,
    told_at      TIMESTAMPTZ,
    PRIMARY KEY (practice_id, plan_id, kind, number, due_on, attempt),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
);

CREATE INDEX plan_notices_waiting ON plan_notices (made_at) WHERE told_at IS NULL;

-- A promise to pay, without a plan.
CREATE TABLE promises (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    amount_cents  BIGINT NOT NULL CHECK (amount_cents > 0),
    due_on        DATE NOT NULL,
    note          TEXT,
    made_by       UUID NOT NULL REFERENCES users (id),
    made_at       TIMESTAMPTZ NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'withdrawn')),
    closed_at     TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX promises_open ON promises (practice_id, due_on) WHERE state = 'open';

CREATE FUNCTION plans_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'plans: what happened and what was signed do not change';
END $$;
CREATE TRIGGER plan_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_steps
    FOR EACH STATEMENT EXECUTE FUNCTION plans_append_only();
CREATE TRIGGER plan_documents_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_documents
    FOR EACH STATEMENT EXECUTE FUNCTION plans_append_only();
CREATE TRIGGER plan_policies_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_policies
    FOR EACH STATEMENT EXECUTE FUNCTION plans_append_only();
