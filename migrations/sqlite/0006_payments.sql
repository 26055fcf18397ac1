-- One press of Pay. Committed before the gateway is asked, so that an answer that
-- is lost can be asked for again under the same id.
CREATE TABLE payments (
    practice_id     BLOB NOT NULL,
    id              BLOB NOT NULL,
    guarantor_id    BLOB NOT NULL,
    user_id         BLOB NOT NULL REFERENCES users (id),
    -- Chosen by the page before it is sent: a double click is one press.
    press           BLOB NOT NULL,
    amount_cents    INTEGER NOT NULL CHECK (amount_cents > 0),
    state           TEXT NOT NULL
        CHECK (state IN ('intent', 'open', 'processing', 'paid', 'failed', 'expired')),
    session_id      TEXT UNIQUE,
    session_url     TEXT,
    payment_intent  TEXT UNIQUE,
    created_at      TEXT NOT NULL,
    changed_at      TEXT NOT NULL,
    paid_on         TEXT,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
) STRICT;

-- At most one payment of a guarantor can be under way: a second tab meets the first.
CREATE UNIQUE INDEX payments_one_open ON payments (practice_id, guarantor_id)
    WHERE state IN ('intent', 'open');
CREATE INDEX payments_of_guarantor ON payments (practice_id, guarantor_id, created_at);
CREATE INDEX payments_unsettled ON payments (changed_at) WHERE state IN ('intent', 'open', 'processing');

CREATE TABLE payment_parts (
    practice_id   BLOB NOT NULL,
    payment_id    BLOB NOT NULL,
    visit_id      BLOB NOT NULL,
    amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),
    PRIMARY KEY (practice_id, payment_id, visit_id),
    FOREIGN KEY (practice_id, payment_id) REFERENCES payments (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

-- What the gateway told us, raw, before anything is done about it.
CREATE TABLE gateway_events (
    id           TEXT NOT NULL PRIMARY KEY,
    kind         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('received', 'applied', 'ignored', 'unreadable')),
    attempts     INTEGER NOT NULL DEFAULT 0,
    received_at  TEXT NOT NULL,
    applied_at   TEXT
) STRICT;

CREATE INDEX gateway_events_waiting ON gateway_events (received_at) WHERE state = 'received';
