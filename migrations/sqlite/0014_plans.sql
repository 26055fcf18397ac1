-- Payment plans. What a practice offers: the policy that took effect last holds; of two for
-- one day, the one that was set last.
CREATE TABLE plan_policies (
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    id           BLOB NOT NULL,
    effective    TEXT NOT NULL,
    -- The policy as JSON.
    policy       TEXT NOT NULL,
    set_by       BLOB NOT NULL REFERENCES users (id),
    set_at       TEXT NOT NULL,
    PRIMARY KEY (practice_id, id)
) STRICT;

-- A plan is the replay of its steps on the offer of its document. What stands here beside is a
-- cache of that, kept in the same transaction, and what the scheduler goes by.
CREATE TABLE plans (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    -- Who signed it.
    user_id       BLOB NOT NULL REFERENCES users (id),
    -- Chosen by the page before it is sent: a double click is one plan.
    press         BLOB NOT NULL,
    state         TEXT NOT NULL
        CHECK (state IN ('proposed', 'active', 'at_risk', 'paused', 'defaulted', 'finished', 'cancelled')),
    -- Why it is paused or was ended.
    reason        TEXT,
    version       INTEGER NOT NULL,
    last_seq      INTEGER NOT NULL,
    -- The plan as JSON.
    snapshot      TEXT NOT NULL,
    -- The most autopay may take at once, authorised and waiting for a method.
    cap_cents     INTEGER,
    saved_id      BLOB,
    -- What of it is with an insurer again, and not asked until that has decided.
    review_cents  INTEGER NOT NULL DEFAULT 0 CHECK (review_cents >= 0),
    -- Why autopay does not take what is due.
    waits         TEXT CHECK (waits IN ('over_cap', 'confirm', 'method', 'told', 'look')),
    -- The next day on which autopay has something to take.
    next_due      TEXT,
    -- The next day on which somebody is to be told something, or an instalment is missed.
    next_sweep    TEXT,
    swept_on      TEXT NOT NULL,
    claimed_at    TEXT,
    created_at    TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, saved_id) REFERENCES saved_methods (practice_id, id)
) STRICT;

CREATE INDEX plans_due ON plans (practice_id, next_due) WHERE next_due IS NOT NULL;
CREATE INDEX plans_to_sweep ON plans (practice_id, next_sweep) WHERE next_sweep IS NOT NULL;
CREATE INDEX plans_by_state ON plans (practice_id, state, changed_at);

-- The plan that a visit is paid by, if any: locked with the balance, so that what is posted and
-- what is signed at one moment know of each other.
ALTER TABLE visit_balances ADD COLUMN plan_id BLOB;
CREATE INDEX visit_balances_of_plan ON visit_balances (practice_id, plan_id) WHERE plan_id IS NOT NULL;

-- What joined a plan, and with how much.
CREATE TABLE plan_visits (
    practice_id   BLOB NOT NULL,
    plan_id       BLOB NOT NULL,
    visit_id      BLOB NOT NULL,
    amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),
    joined_at     TEXT NOT NULL,
    PRIMARY KEY (practice_id, plan_id, visit_id),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

CREATE TABLE plan_steps (
    practice_id     BLOB NOT NULL,
    plan_id         BLOB NOT NULL,
    seq             INTEGER NOT NULL CHECK (seq > 0),
    kind            TEXT NOT NULL,
    -- The step and what it did, as JSON.
    step            TEXT NOT NULL,
    notes           TEXT NOT NULL,
    -- None: by itself.
    by_user         BLOB REFERENCES users (id),
    -- Where in the books it comes from.
    transaction_id  BLOB,
    payment_id      BLOB,
    -- How much more counts as paid on the plan; less where money went back.
    paid_cents      INTEGER NOT NULL,
    at              TEXT NOT NULL,
    PRIMARY KEY (practice_id, plan_id, seq),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
) STRICT;

CREATE INDEX plan_steps_of_payment ON plan_steps (practice_id, payment_id) WHERE payment_id IS NOT NULL;

-- What somebody agreed to, word by word.
CREATE TABLE plan_documents (
    practice_id    BLOB NOT NULL,
    id             BLOB NOT NULL,
    plan_id        BLOB NOT NULL,
    guarantor_id   BLOB NOT NULL,
    kind           TEXT NOT NULL CHECK (kind IN ('agreement', 'autopay')),
    language       TEXT NOT NULL,
    terms_version  TEXT NOT NULL,
    -- Terms, schedule, disclosure and balances, as JSON; none of an autopay authorisation alone.
    offer          TEXT,
    -- The text as it was shown.
    agreement      TEXT NOT NULL,
    -- The authorisation of automatic payments as it was shown, when it was given.
    autopay        TEXT,
    cap_cents      INTEGER,
    -- Over everything above, in hexadecimal digits.
    sha256         TEXT NOT NULL,
    signed_by      BLOB NOT NULL REFERENCES users (id),
    signed_at      TEXT NOT NULL,
    -- From which network address.
    address        TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
) STRICT;

CREATE INDEX plan_documents_of_plan ON plan_documents (practice_id, plan_id);

-- What autopay tried. Written in the transaction that commits the payment: the same
-- instalment is never tried twice under one number.
CREATE TABLE plan_attempts (
    practice_id  BLOB NOT NULL,
    plan_id      BLOB NOT NULL,
    number       INTEGER NOT NULL,
    due_on       TEXT NOT NULL,
    attempt      INTEGER NOT NULL,
    payment_id   BLOB NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('open', 'paid', 'declined')),
    decline      TEXT,
    tried_on     TEXT NOT NULL,
    -- When it is tried again.
    next_on      TEXT,
    PRIMARY KEY (practice_id, plan_id, number, due_on, attempt),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id),
    FOREIGN KEY (practice_id, payment_id) REFERENCES payments (practice_id, id)
) STRICT;

CREATE INDEX plan_attempts_open ON plan_attempts (practice_id, payment_id) WHERE state = 'open';
CREATE INDEX plan_attempts_of_payment ON plan_attempts (practice_id, payment_id);

-- What the patient said a payment is for, before it is made.
CREATE TABLE plan_words (
    practice_id   BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    press         BLOB NOT NULL,
    plan_id       BLOB NOT NULL,
    word          TEXT NOT NULL CHECK (word IN ('instalment', 'fewer', 'smaller', 'payoff')),
    PRIMARY KEY (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
) STRICT;

-- What somebody is to be told, once.
CREATE TABLE plan_notices (
    practice_id  BLOB NOT NULL,
    plan_id      BLOB NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('coming', 'missed', 'declined', 'over_cap', 'method', 'broken', 'finished')),
    number       INTEGER NOT NULL,
    due_on       TEXT NOT NULL,
    attempt      INTEGER NOT NULL,
    made_at      TEXT NOT NULL,
    told_at      TEXT,
    PRIMARY KEY (practice_id, plan_id, kind, number, due_on, attempt),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
) STRICT;

CREATE INDEX plan_notices_waiting ON plan_notices (made_at) WHERE told_at IS NULL;

-- A promise to pay, without a plan.
CREATE TABLE promises (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),
    due_on        TEXT NOT NULL,
    note          TEXT,
    made_by       BLOB NOT NULL REFERENCES users (id),
    made_at       TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('open', 'kept', 'broken', 'withdrawn')),
    closed_at     TEXT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
) STRICT;

CREATE INDEX promises_open ON promises (practice_id, due_on) WHERE state = 'open';

CREATE TRIGGER plan_steps_no_update BEFORE UPDATE ON plan_steps
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
CREATE TRIGGER plan_steps_no_delete BEFORE DELETE ON plan_steps
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER plan_steps_once BEFORE INSERT ON plan_steps
WHEN EXISTS (SELECT 1 FROM plan_steps WHERE practice_id = NEW.practice_id AND plan_id = NEW.plan_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;

CREATE TRIGGER plan_documents_no_update BEFORE UPDATE ON plan_documents
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
CREATE TRIGGER plan_documents_no_delete BEFORE DELETE ON plan_documents
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER plan_documents_once BEFORE INSERT ON plan_documents
WHEN EXISTS (SELECT 1 FROM plan_documents WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;

CREATE TRIGGER plan_policies_no_update BEFORE UPDATE ON plan_policies
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
CREATE TRIGGER plan_policies_no_delete BEFORE DELETE ON plan_policies
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER plan_policies_once BEFORE INSERT ON plan_policies
WHEN EXISTS (SELECT 1 FROM plan_policies WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
