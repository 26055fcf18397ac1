-- A person signs in once for the whole installation; what they may see is a grant
-- by practice.
CREATE TABLE users (
    id             BLOB NOT NULL PRIMARY KEY,
    email          TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    password_hash  TEXT NOT NULL,
    language       TEXT NOT NULL DEFAULT 'en',
    created_at     TEXT NOT NULL,
    disabled_at    TEXT
) STRICT;

CREATE TABLE user_guarantors (
    user_id       BLOB NOT NULL REFERENCES users (id),
    practice_id   BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    granted_at    TEXT NOT NULL,
    PRIMARY KEY (user_id, practice_id, guarantor_id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
) STRICT;

CREATE TABLE user_roles (
    user_id      BLOB NOT NULL REFERENCES users (id),
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    role         TEXT NOT NULL CHECK (role IN ('biller')),
    granted_at   TEXT NOT NULL,
    PRIMARY KEY (user_id, practice_id)
) STRICT;

-- Only hashes of what the browser holds.
CREATE TABLE sessions (
    token_hash    BLOB NOT NULL PRIMARY KEY,
    user_id       BLOB NOT NULL REFERENCES users (id),
    wing          TEXT NOT NULL CHECK (wing IN ('patient', 'staff')),
    practice_id   BLOB NOT NULL REFERENCES practices (id),
    guarantor_id  BLOB,
    created_at    TEXT NOT NULL,
    seen_at       TEXT NOT NULL
) STRICT;

CREATE INDEX sessions_of_user ON sessions (user_id);

-- Single-use links: invitation, confirmation of an address, password reset.
CREATE TABLE link_tokens (
    token_hash     BLOB NOT NULL PRIMARY KEY,
    purpose        TEXT NOT NULL CHECK (purpose IN ('invitation', 'confirm', 'reset')),
    email          TEXT NOT NULL,
    user_id        BLOB REFERENCES users (id),
    practice_id    BLOB REFERENCES practices (id),
    guarantor_id   BLOB,
    -- For `confirm`: the login that the click completes.
    password_hash  TEXT,
    created_at     TEXT NOT NULL,
    expires_at     TEXT NOT NULL,
    used_at        TEXT
) STRICT;

-- Attempts by hashed key (an address, an account, a network address) and window, in
-- the database so that a second server counts along.
CREATE TABLE attempts (
    key_hash      BLOB NOT NULL,
    window_start  TEXT NOT NULL,
    count         INTEGER NOT NULL,
    PRIMARY KEY (key_hash, window_start)
) STRICT;
