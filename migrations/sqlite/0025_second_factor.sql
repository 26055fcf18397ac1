-- A code from an app beside the password, for staff. The secret is sealed with the installation's key; of the
-- recovery codes there are hashes only. `last_step` is the newest half minute whose code was taken: each counts once
-- (RFC 6238, 5.2).
CREATE TABLE second_factors (
    user_id       BLOB NOT NULL PRIMARY KEY REFERENCES users (id),
    nonce         BLOB NOT NULL,
    sealed        BLOB NOT NULL,
    begun_at      TEXT NOT NULL,
    confirmed_at  TEXT,
    last_step     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE recovery_codes (
    user_id    BLOB NOT NULL REFERENCES users (id),
    code_hash  BLOB NOT NULL,
    used_at    TEXT,
    PRIMARY KEY (user_id, code_hash)
) STRICT;

-- When whoever is signed in last proved who they are; none while the code is still asked for.
ALTER TABLE sessions ADD COLUMN proved_at TEXT;
UPDATE sessions SET proved_at = created_at;

-- Whether everybody on the staff needs one.
ALTER TABLE practices ADD COLUMN second_factor INTEGER NOT NULL DEFAULT 0;
