-- Where a practice wants to be told what happened.
CREATE TABLE hooks (
    practice_id     BLOB NOT NULL REFERENCES practices (id),
    id              BLOB NOT NULL,
    url             TEXT NOT NULL,
    -- What it is told, in words separated by spaces; empty: everything.
    events          TEXT NOT NULL,
    -- What messages are signed with: both sides need it, so it is kept as it is.
    secret          TEXT NOT NULL,
    -- The one before it, while one replaces the other.
    old_secret      TEXT,
    old_until       TEXT,
    made_by         BLOB REFERENCES users (id),
    made_at         TEXT NOT NULL,
    -- By itself (it did not answer for days, or said that it is gone), or by a person.
    disabled_at     TEXT,
    removed_at      TEXT,
    PRIMARY KEY (practice_id, id)
) STRICT;

-- What happened: ids, amounts and states, never names. The same fact is told once.
CREATE TABLE hook_events (
    practice_id  BLOB NOT NULL,
    id           BLOB NOT NULL,
    fact         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    happened_at  TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, fact)
) STRICT;

CREATE TABLE hook_deliveries (
    practice_id  BLOB NOT NULL,
    hook_id      BLOB NOT NULL,
    event_id     BLOB NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_at      TEXT NOT NULL,
    -- What came of the last attempt: its HTTP status, or a word.
    last_at      TEXT,
    last_status  INTEGER,
    last_error   TEXT,
    PRIMARY KEY (practice_id, hook_id, event_id),
    FOREIGN KEY (practice_id, hook_id) REFERENCES hooks (practice_id, id),
    FOREIGN KEY (practice_id, event_id) REFERENCES hook_events (practice_id, id)
) STRICT;

CREATE INDEX hook_deliveries_due ON hook_deliveries (next_at) WHERE state = 'waiting';
