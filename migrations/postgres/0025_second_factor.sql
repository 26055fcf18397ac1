-- A code from an app beside the password, for staff. The secret is sealed with the installation's key; of the
-- recovery codes there are hashes only. `last_step` is the newest half minute whose code was taken: each counts once
-- (RFC 6238, 5.2).
CREATE TABLE second_factors (
    user_id       UUID NOT NULL PRIMARY KEY REFERENCES users (id),
    nonce         BYTEA NOT NULL,
    sealed        BYTEA NOT NULL,
    begun_at      TIMESTAMPTZ NOT NULL,
    confirmed_at  TIMESTAMPTZ,
    last_step     BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE recovery_codes (
    user_id    UUID NOT NULL REFERENCES users (id),
    code_hash  BYTEA NOT NULL,
    used_at    TIMESTAMPTZ,
    PRIMARY KEY (user_id, code_hash)
);

-- When whoever is signed in last proved who they are; none while the code is still asked for.
ALTER TABLE sessions ADD COLUMN proved_at TIMESTAMPTZ;
UPDATE sessions SET proved_at = created_at;

-- Whether everybody on the staff needs one.
ALTER TABLE practices ADD COLUMN second_factor BOOLEAN NOT NULL DEFAULT FALSE;
