-- The outbox: a message is committed with the fact it tells of and sent afterwards.
CREATE TABLE messages (
    id           UUID NOT NULL PRIMARY KEY,
    practice_id  UUID REFERENCES practices (id),
    -- Which fact it tells of; the same fact is told once.
    fact         TEXT NOT NULL UNIQUE,
    template     TEXT NOT NULL,
    to_address   TEXT NOT NULL,
    language     TEXT NOT NULL,
    -- What the template needs. A link's secret is in here until the message is sent
    -- and is erased then.
    args         TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts     BIGINT NOT NULL DEFAULT 0,
    created_at   TIMESTAMPTZ NOT NULL,
    send_after   TIMESTAMPTZ NOT NULL,
    sent_at      TIMESTAMPTZ
);

CREATE INDEX messages_waiting ON messages (send_after) WHERE state = 'waiting';
