-- A person signs in once for the whole installation; what they may see is a grant
-- by practice.
CREATE TABLE users (
    id             UUID NOT NULL PRIMARY KEY,
    email          TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    password_hash  TEXT NOT NULL,
    language       TEXT NOT NULL DEFAULT 'en',
    created_at     TIMESTAMPTZ NOT NULL,
    disabled_at    TIMESTAMPTZ
);

CREATE TABLE user_guarantors (
    user_id       UUID NOT NULL REFERENCES users (id),
    practice_id   UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    granted_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, practice_id, guarantor_id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE TABLE user_roles (
    user_id      UUID NOT NULL REFERENCES users (id),
    practice_id  UUID NOT NULL REFERENCES practices (id),
    role         TEXT NOT NULL CHECK (role IN ('biller')),
    granted_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (user_id, practice_id)
);

-- Only hashes of what the browser holds.
CREATE TABLE sessions (
    token_hash    BYTEA NOT NULL PRIMARY KEY,
    user_id       UUID NOT NULL REFERENCES users (id),
    wing          TEXT NOT NULL CHECK (wing IN ('patient', 'staff')),
    practice_id   UUID NOT NULL REFERENCES practices (id),
    guarantor_id  UUID,
    created_at    TIMESTAMPTZ NOT NULL,
    seen_at       TIMESTAMPTZ NOT NULL
);

CREATE INDEX sessions_of_user ON sessions (user_id);

-- Single-use links: invitation, confirmation of an address, password reset.
CREATE TABLE link_tokens (
    token_hash     BYTEA NOT NULL PRIMARY KEY,
    purpose        TEXT NOT NULL CHECK (purpose IN ('invitation', 'confirm', 'reset')),
    email          TEXT NOT NULL,
    user_id        UUID REFERENCES users (id),
    practice_id    UUID REFERENCES practices (id),
    guarantor_id   UUID,
    -- For `confirm`: the login that the click completes.
    password_hash  TEXT,
    created_at     TIMESTAMPTZ NOT NULL,
    expires_at     TIMESTAMPTZ NOT NULL,
    used_at        TIMESTAMPTZ
);

-- Attempts by hashed key (an address, an account, a network address) and window, in
-- the database so that a second server counts along.
CREATE TABLE attempts (
    key_hash      BYTEA NOT NULL,
    window_start  TIMESTAMPTZ NOT NULL,
    count         BIGINT NOT NULL,
    PRIMARY KEY (key_hash, window_start)
);
