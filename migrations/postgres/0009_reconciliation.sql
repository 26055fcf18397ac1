-- Every line of the gateway's own account with us (Stripe: a balance transaction), and the
-- one ledger transaction that records it.
CREATE TABLE gateway_movements (
    id              TEXT NOT NULL PRIMARY KEY,
    -- The gateway's word for it, such as `charge`, `refund`, `adjustment`, `payout`.
    kind            TEXT NOT NULL,
    -- What it is about, by the gateway's id.
    source          TEXT,
    amount_cents    BIGINT NOT NULL,
    fee_cents       BIGINT NOT NULL,
    created_at      TIMESTAMPTZ NOT NULL,
    payout_id       TEXT,
    -- Whose it is and what recorded it; none while nobody knows.
    practice_id     UUID,
    transaction_id  UUID,
    -- Why it is not matched.
    difference      TEXT CHECK (difference IN
        ('charge_not_ours', 'refund_not_ours', 'amount_differs', 'unassigned')),
    checked_at      TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id)
);

CREATE UNIQUE INDEX gateway_movements_once ON gateway_movements (practice_id, transaction_id)
    WHERE transaction_id IS NOT NULL AND kind NOT IN ('payout', 'payout_failure', 'payout_cancel');
CREATE INDEX gateway_movements_of_payout ON gateway_movements (payout_id) WHERE payout_id IS NOT NULL;
CREATE INDEX gateway_movements_of_source ON gateway_movements (source);
CREATE INDEX gateway_movements_open ON gateway_movements (created_at) WHERE transaction_id IS NULL;

CREATE TABLE gateway_payouts (
    id            TEXT NOT NULL PRIMARY KEY,
    amount_cents  BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('on_the_way', 'paid', 'failed')),
    -- The gateway pays out what it holds by itself and says which parts; a payout made by
    -- hand names none.
    automatic     BOOLEAN NOT NULL,
    arrives_on    DATE NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    -- When its parts, and its failure, went into the books of their practices.
    booked_at     TIMESTAMPTZ,
    undone_at     TIMESTAMPTZ
);

-- How far the gateway's account has been read, by its clock; one row.
CREATE TABLE gateway_reading (
    one              BIGINT NOT NULL PRIMARY KEY CHECK (one = 1),
    checked_through  TIMESTAMPTZ NOT NULL,
    ran_at           TIMESTAMPTZ NOT NULL
);

-- The desk counted its drawer. A day can be closed again when something was added.
CREATE TABLE day_closes (
    practice_id            UUID NOT NULL REFERENCES practices (id),
    id                     UUID NOT NULL,
    day                    DATE NOT NULL,
    closed_by              UUID NOT NULL REFERENCES users (id),
    closed_at              TIMESTAMPTZ NOT NULL,
    expected_cash_cents    BIGINT NOT NULL,
    expected_checks_cents  BIGINT NOT NULL,
    counted_cash_cents     BIGINT NOT NULL,
    counted_checks_cents   BIGINT NOT NULL,
    note                   TEXT,
    PRIMARY KEY (practice_id, id)
);

CREATE INDEX day_closes_of_day ON day_closes (practice_id, day);

CREATE FUNCTION day_closes_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'closes of a day: append only';
END $$;
CREATE TRIGGER day_closes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON day_closes
    FOR EACH STATEMENT EXECUTE FUNCTION day_closes_append_only();

CREATE INDEX ledger_by_day ON ledger_transactions (practice_id, effective_on);
