-- What a practice's other programs sign in with. Only hashes of the secrets.
CREATE TABLE api_keys (
    practice_id   BLOB NOT NULL REFERENCES practices (id),
    id            BLOB NOT NULL,
    name          TEXT NOT NULL,
    -- The beginning of the secret, by which people tell keys apart.
    prefix        TEXT NOT NULL,
    -- SHA-256 of the secret, which is kept nowhere.
    secret_hash   BLOB NOT NULL UNIQUE,
    -- What it may do, in words separated by spaces.
    scopes        TEXT NOT NULL,
    -- Requests in a minute.
    per_minute    INTEGER NOT NULL CHECK (per_minute > 0),
    -- None: by the command line.
    made_by       BLOB REFERENCES users (id),
    made_at       TEXT NOT NULL,
    -- Another one takes its place; both work until then.
    expires_at    TEXT,
    revoked_at    TEXT,
    -- The day it was last used, where the practice is.
    used_on       TEXT,
    PRIMARY KEY (practice_id, id)
) STRICT;

-- What was answered to a request that its caller named, for a day.
CREATE TABLE api_answers (
    practice_id   BLOB NOT NULL,
    key_id        BLOB NOT NULL,
    -- SHA-256 of the name, and of the route with the body.
    name_hash     BLOB NOT NULL,
    request_hash  BLOB NOT NULL,
    began_at      TEXT NOT NULL,
    -- None while it is being done.
    status        INTEGER,
    -- Without what is shown once.
    answer        TEXT,
    PRIMARY KEY (practice_id, key_id, name_hash),
    FOREIGN KEY (practice_id, key_id) REFERENCES api_keys (practice_id, id)
) STRICT;

CREATE INDEX api_answers_by_time ON api_answers (began_at);
