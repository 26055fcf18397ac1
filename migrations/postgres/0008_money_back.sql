-- What a practice decides about money that goes back: above `second_person_cents` a second
-- member of staff has to agree; a credit pays what else is due, and after so many days
-- goes back by itself (never, when there is no number).
ALTER TABLE practices ADD COLUMN second_person_cents BIGINT NOT NULL DEFAULT 20000;
ALTER TABLE practices ADD COLUMN credit_applies BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE practices ADD COLUMN credit_refund_days BIGINT DEFAULT 30;

-- Payments taken at the desk are payments like any other: they are there at once.
ALTER TABLE payments ADD COLUMN method TEXT NOT NULL DEFAULT 'online'
    CHECK (method IN ('online', 'cash', 'check', 'terminal'));
-- The number of the cheque or of the terminal's slip.
ALTER TABLE payments ADD COLUMN reference TEXT;
-- What an online payment was made with, as the gateway tells it afterwards: `card` or
-- `bank`, and how the payer would know it (`visa 4242`).
ALTER TABLE payments ADD COLUMN instrument TEXT CHECK (instrument IN ('card', 'bank'));
ALTER TABLE payments ADD COLUMN instrument_label TEXT;

CREATE INDEX payments_by_day ON payments (practice_id, paid_on) WHERE state = 'paid';

-- Money on its way back. `approved` is the promise to the gateway: it is committed before
-- the gateway is asked, and asked again under the same key until there is an answer.
CREATE TABLE refunds (
    practice_id    UUID NOT NULL,
    id             UUID NOT NULL,
    payment_id     UUID NOT NULL,
    guarantor_id   UUID NOT NULL,
    press          UUID NOT NULL,
    amount_cents   BIGINT NOT NULL CHECK (amount_cents > 0),
    -- Where it goes: back to where it came from, or by hand after that failed.
    method         TEXT NOT NULL CHECK (method IN ('online', 'cash', 'check', 'terminal')),
    reference      TEXT,
    reason         TEXT NOT NULL CHECK (reason IN ('credit', 'duplicate', 'mistake', 'courtesy', 'other')),
    note           TEXT,
    state          TEXT NOT NULL
        CHECK (state IN ('asked', 'declined', 'approved', 'pending', 'done', 'failed')),
    -- None: by the practice's policy.
    asked_by       UUID REFERENCES users (id),
    decided_by     UUID REFERENCES users (id),
    gateway_id     TEXT UNIQUE,
    failure        TEXT,
    attempts       BIGINT NOT NULL DEFAULT 0,
    first_sent_at  TIMESTAMPTZ,
    created_at     TIMESTAMPTZ NOT NULL,
    changed_at     TIMESTAMPTZ NOT NULL,
    settled_on     DATE,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, press),
    -- The second person is another one; who asked may only take it back.
    CHECK (decided_by IS NULL OR asked_by IS NULL OR decided_by <> asked_by OR state = 'declined'),
    FOREIGN KEY (practice_id, payment_id) REFERENCES payments (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX refunds_of_payment ON refunds (practice_id, payment_id);
CREATE INDEX refunds_of_guarantor ON refunds (practice_id, guarantor_id);
CREATE INDEX refunds_unsettled ON refunds (changed_at) WHERE state IN ('approved', 'pending');

CREATE TABLE refund_parts (
    practice_id   UUID NOT NULL,
    refund_id     UUID NOT NULL,
    visit_id      UUID NOT NULL,
    amount_cents  BIGINT NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (practice_id, refund_id, visit_id),
    FOREIGN KEY (practice_id, refund_id) REFERENCES refunds (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
);

CREATE INDEX refund_parts_of_visit ON refund_parts (practice_id, visit_id);

-- A payer's bank asks, takes back, gives back.
CREATE TABLE chargebacks (
    practice_id      UUID NOT NULL,
    id               UUID NOT NULL,
    payment_id       UUID NOT NULL,
    guarantor_id     UUID NOT NULL,
    gateway_id       TEXT NOT NULL UNIQUE,
    amount_cents     BIGINT NOT NULL CHECK (amount_cents > 0),
    reason           TEXT NOT NULL,
    state            TEXT NOT NULL
        CHECK (state IN ('inquiry', 'needs_response', 'under_review', 'closed', 'won', 'lost')),
    evidence_due_at  TIMESTAMPTZ,
    opened_at        TIMESTAMPTZ NOT NULL,
    changed_at       TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, payment_id) REFERENCES payments (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX chargebacks_of_payment ON chargebacks (practice_id, payment_id);

-- Why reminders and collections rest for an account, and since when.
CREATE TABLE holds (
    practice_id   UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    reason        TEXT NOT NULL
        CHECK (reason IN ('chargeback', 'dispute', 'assistance', 'deceased', 'bad_address', 'other')),
    -- What it is about: the gateway's id of the dispute.
    subject       TEXT NOT NULL,
    since         TIMESTAMPTZ NOT NULL,
    until         TIMESTAMPTZ,
    PRIMARY KEY (practice_id, reason, subject),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX holds_of_guarantor ON holds (practice_id, guarantor_id) WHERE until IS NULL;

-- What waits for a person.
CREATE TABLE work_items (
    practice_id   UUID NOT NULL REFERENCES practices (id),
    id            UUID NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN
        ('refund_approval', 'refund_failed', 'refund_unknown', 'chargeback', 'payment_unknown', 'credit', 'difference',
         'returned_mail')),
    -- What it is about; one open item of a kind for each.
    subject       TEXT NOT NULL,
    guarantor_id  UUID,
    payment_id    UUID,
    amount_cents  BIGINT,
    opened_at     TIMESTAMPTZ NOT NULL,
    due_at        TIMESTAMPTZ,
    closed_at     TIMESTAMPTZ,
    -- None: it resolved itself.
    closed_by     UUID REFERENCES users (id),
    note          TEXT,
    PRIMARY KEY (practice_id, id)
);

CREATE UNIQUE INDEX work_items_open ON work_items (practice_id, kind, subject) WHERE closed_at IS NULL;
CREATE INDEX work_items_by_age ON work_items (practice_id, opened_at) WHERE closed_at IS NULL;

-- Which refund a transaction is about, beside the payment it goes back from.
ALTER TABLE ledger_transactions ADD COLUMN refund_id UUID;
