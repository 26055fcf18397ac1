-- A means of payment that a guarantor let us keep, at Stripe: we hold its names there and how
-- the guarantor would know it. It is used for what they agreed to and for nothing else.
CREATE TABLE saved_methods (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    user_id       BLOB NOT NULL REFERENCES users (id),
    customer      TEXT NOT NULL,
    method        TEXT NOT NULL,
    kind          TEXT NOT NULL CHECK (kind IN ('card', 'bank')),
    label         TEXT NOT NULL,
    saved_at      TEXT NOT NULL,
    removed_at    TEXT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

-- A visit to the hosted page that keeps a means of payment. Committed before Stripe is asked;
-- its id is the idempotency key.
CREATE TABLE setups (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    user_id       BLOB NOT NULL REFERENCES users (id),
    -- What it is kept for, as JSON.
    purpose       TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('intent', 'open', 'saved', 'done', 'expired')),
    session_id    TEXT UNIQUE,
    session_url   TEXT,
    saved_id      BLOB,
    created_at    TEXT NOT NULL,
    changed_at    TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, saved_id) REFERENCES saved_methods (practice_id, id)
);

CREATE INDEX setups_under_way ON setups (changed_at) WHERE state IN ('intent', 'open', 'saved');

-- A payment that is charged to a kept means of payment, without a page; why it was declined.
ALTER TABLE payments ADD COLUMN saved_id BLOB;
ALTER TABLE payments ADD COLUMN decline TEXT;

-- Practices of one organisation, whose patients may settle with all of them at once.
CREATE TABLE organisations (
    id    BLOB NOT NULL PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE
);
ALTER TABLE practices ADD COLUMN organisation_id BLOB REFERENCES organisations (id);

-- What is on its way is asked for with every sum that is due: few of many payments.
CREATE INDEX payments_on_the_way ON payments (practice_id, guarantor_id) WHERE state = 'processing';
