-- Where a practice wants to be told what happened.
CREATE TABLE hooks (
    practice_id     UUID NOT NULL REFERENCES practices (id),
    id              UUID NOT NULL,
    url             TEXT NOT NULL,
    -- What it is told, in words separated by spaces; empty: everything.
    events          TEXT NOT NULL,
    -- What messages are signed with: both sides need it, so it is kept as it is.
    secret          TEXT NOT NULL,
    -- The one before it, while one replaces the other.
    old_secret      TEXT,
    old_until       TIMESTAMPTZ,
    made_by         UUID REFERENCES users (id),
    made_at         TIMESTAMPTZ NOT NULL,
    -- By itself (it did not answer for days, or said that it is gone), or by a person.
    disabled_at     TIMESTAMPTZ,
    removed_at      TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id)
);

-- What happened: ids, amounts and states, never names. The same fact is told once.
CREATE TABLE hook_events (
    practice_id  UUID NOT NULL,
    id           UUID NOT NULL,
    fact         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    happened_at  TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, fact)
);

CREATE TABLE hook_deliveries (
    practice_id  UUID NOT NULL,
    hook_id      UUID NOT NULL,
    event_id     UUID NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
    attempts     BIGINT NOT NULL DEFAULT 0,
    next_at      TIMESTAMPTZ NOT NULL,
    -- What came of the last attempt: its HTTP status, or a word.
    last_at      TIMESTAMPTZ,
    last_status  BIGINT,
    last_error   TEXT,
    PRIMARY KEY (practice_id, hook_id, event_id),
    FOREIGN KEY (practice_id, hook_id) REFERENCES hooks (practice_id, id),
    FOREIGN KEY (practice_id, event_id) REFERENCES hook_events (practice_id, id)
);

CREATE INDEX hook_deliveries_due ON hook_deliveries (next_at) WHERE state = 'waiting';
