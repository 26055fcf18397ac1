-- A passkey: the key of somebody's device, which opens by their finger, face or PIN. It is of the host it was made
-- under (`rp_id`) and of the wing whose page made it: one of staff opens both wings, a patient's only theirs.
-- `credential` is what webauthn-rs keeps: the public key, the device's counter, whether it is backed up.
CREATE TABLE passkeys (
    id             BLOB NOT NULL PRIMARY KEY,
    user_id        BLOB NOT NULL REFERENCES users (id),
    wing           TEXT NOT NULL CHECK (wing IN ('patient', 'staff')),
    rp_id          TEXT NOT NULL,
    credential_id  BLOB NOT NULL,
    credential     TEXT NOT NULL,
    name           TEXT NOT NULL,
    added_at       TEXT NOT NULL,
    used_at        TEXT,
    UNIQUE (rp_id, credential_id)
) STRICT;

CREATE INDEX passkeys_of_user ON passkeys (user_id);

-- What a browser was asked and has not answered: five minutes, once, at whichever server. Only a hash of its name.
CREATE TABLE passkey_ceremonies (
    token_hash  BLOB NOT NULL PRIMARY KEY,
    purpose     TEXT NOT NULL CHECK (purpose IN ('add', 'sign-in', 'again')),
    wing        TEXT NOT NULL CHECK (wing IN ('patient', 'staff')),
    rp_id       TEXT NOT NULL,
    user_id     BLOB REFERENCES users (id),
    state       TEXT NOT NULL,
    begun_at    TEXT NOT NULL,
    CHECK ((user_id IS NULL) = (purpose = 'sign-in'))
) STRICT;

CREATE INDEX passkey_ceremonies_by_age ON passkey_ceremonies (begun_at);
