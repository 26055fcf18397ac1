-- What a practice's other programs sign in with. Only hashes of the secrets.
CREATE TABLE api_keys (
    practice_id   UUID NOT NULL REFERENCES practices (id),
    id            UUID NOT NULL,
    name          TEXT NOT NULL,
    -- The beginning of the secret, by which people tell keys apart.
    prefix        TEXT NOT NULL,
    -- SHA-256 of the secret, which is kept nowhere.
    secret_hash   BYTEA NOT NULL UNIQUE,
    -- What it may do, in words separated by spaces.
    scopes        TEXT NOT NULL,
    -- Requests in a minute.
    per_minute    BIGINT NOT NULL CHECK (per_minute > 0),
    -- None: by the command line.
    made_by       UUID REFERENCES users (id),
    made_at       TIMESTAMPTZ NOT NULL,
    -- Another one takes its place; both work until then.
    expires_at    TIMESTAMPTZ,
    revoked_at    TIMESTAMPTZ,
    -- The day it was last used, where the practice is.
    used_on       DATE,
    PRIMARY KEY (practice_id, id)
);

-- What was answered to a request that its caller named, for a day.
CREATE TABLE api_answers (
    practice_id   UUID NOT NULL,
    key_id        UUID NOT NULL,
    -- SHA-256 of the name, and of the route with the body.
    name_hash     BYTEA NOT NULL,
    request_hash  BYTEA NOT NULL,
    began_at      TIMESTAMPTZ NOT NULL,
    -- None while it is being done.
    status        BIGINT,
    -- Without what is shown once.
    answer        TEXT,
    PRIMARY KEY (practice_id, key_id, name_hash),
    FOREIGN KEY (practice_id, key_id) REFERENCES api_keys (practice_id, id)
);

CREATE INDEX api_answers_by_time ON api_answers (began_at);
