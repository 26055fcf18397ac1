-- Every line of the gateway's own account with us (Stripe: a balance transaction), and the
-- one ledger transaction that records it.
CREATE TABLE gateway_movements (
    id              TEXT NOT NULL PRIMARY KEY,
    -- The gateway's word for it, such as `charge`, `refund`, `adjustment`, `payout`.
    kind            TEXT NOT NULL,
    -- What it is about, by the gateway's id.
    source          TEXT,
    amount_cents    INTEGER NOT NULL,
    fee_cents       INTEGER NOT NULL,
    created_at      TEXT NOT NULL,
    payout_id       TEXT,
    -- Whose it is and what recorded it; none while nobody knows.
    practice_id     BLOB,
    transaction_id  BLOB,
    -- Why it is not matched.
    difference      TEXT CHECK (difference IN
        ('charge_not_ours', 'refund_not_ours', 'amount_differs', 'unassigned')),
    checked_at      TEXT NOT NULL,
    FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id)
) STRICT;

CREATE UNIQUE INDEX gateway_movements_once ON gateway_movements (practice_id, transaction_id)
    WHERE transaction_id IS NOT NULL AND kind NOT IN ('payout', 'payout_failure', 'payout_cancel');
CREATE INDEX gateway_movements_of_payout ON gateway_movements (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX gateway_movements_of_source ON gateway_movements (source);
CREATE INDEX gateway_movements_open ON gateway_movements (created_at) WHERE transaction_id IS NULL;

CREATE TABLE gateway_payouts (
    id            TEXT NOT NULL PRIMARY KEY,
    amount_cents  INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('on_the_way', 'paid', 'failed')),
    -- The gateway pays out what it holds by itself and says which parts; a payout made by
    -- hand names none.
    automatic     INTEGER NOT NULL,
    arrives_on    TEXT NOT NULL,
    created_at    TEXT NOT NULL,
    -- When its parts, and its failure, went into the books of their practices.
    booked_at     TEXT,
    undone_at     TEXT
) STRICT;

-- How far the gateway's account has been read, by its clock; one row.
CREATE TABLE gateway_reading (
    one              INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    checked_through  TEXT NOT NULL,
    ran_at           TEXT NOT NULL
) STRICT;

-- The desk counted its drawer. A day can be closed again when something was added.
CREATE TABLE day_closes (
    practice_id            BLOB NOT NULL REFERENCES practices (id),
    id                     BLOB NOT NULL,
    day                    TEXT NOT NULL,
    closed_by              BLOB NOT NULL REFERENCES users (id),
    closed_at              TEXT NOT NULL,
    expected_cash_cents    INTEGER NOT NULL,
    expected_checks_cents  INTEGER NOT NULL,
    counted_cash_cents     INTEGER NOT NULL,
    counted_checks_cents   INTEGER NOT NULL,
    note                   TEXT,
    PRIMARY KEY (practice_id, id)
) STRICT;

CREATE INDEX day_closes_of_day ON day_closes (practice_id, day);

CREATE TRIGGER day_closes_no_update BEFORE UPDATE ON day_closes
BEGIN SELECT RAISE(ABORT, 'closes of a day: append only'); END;
CREATE TRIGGER day_closes_no_delete BEFORE DELETE ON day_closes
BEGIN SELECT RAISE(ABORT, 'closes of a day: append only'); END;

CREATE INDEX ledger_by_day ON ledger_transactions (practice_id, effective_on);
