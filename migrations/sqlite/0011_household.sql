-- Who else may see an account, how much of it, and until when. `own` is the guarantor.
ALTER TABLE user_guarantors ADD COLUMN scope TEXT NOT NULL DEFAULT 'own' CHECK (scope IN ('own', 'care', 'amounts'));
-- The last day; none until it is taken back.
ALTER TABLE user_guarantors ADD COLUMN ends_on TEXT;
ALTER TABLE user_guarantors ADD COLUMN granted_by BLOB REFERENCES users (id);

CREATE INDEX user_guarantors_of_account ON user_guarantors (practice_id, guarantor_id);

-- What was granted is gone when it ends; that it was granted stays here.
CREATE TABLE sharing_log (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    -- Whose sight it is about: a login, or the account's own of one of its patients.
    user_id       BLOB REFERENCES users (id),
    patient_id    BLOB,
    what          TEXT NOT NULL CHECK (what IN ('invited', 'cancelled', 'accepted', 'ended', 'consented', 'withdrawn')),
    scope         TEXT,
    ends_on       TEXT,
    by_user       BLOB NOT NULL REFERENCES users (id),
    at            TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX sharing_log_of_account ON sharing_log (practice_id, guarantor_id, at);

-- Invitations by the guarantor to somebody who helps. Only the hash of the link is kept.
CREATE TABLE sharing_invitations (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    token_hash    BLOB NOT NULL UNIQUE,
    email         TEXT NOT NULL,
    scope         TEXT NOT NULL CHECK (scope IN ('care', 'amounts')),
    ends_on       TEXT,
    invited_by    BLOB NOT NULL REFERENCES users (id),
    created_at    TEXT NOT NULL,
    expires_at    TEXT NOT NULL,
    -- Accepted or cancelled.
    closed_at     TEXT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX sharing_invitations_open ON sharing_invitations (practice_id, guarantor_id) WHERE closed_at IS NULL;

-- What the practice's system says the patient is to the guarantor (X12 837 PAT01).
ALTER TABLE patients ADD COLUMN relationship TEXT CHECK (relationship IN ('spouse', 'child', 'other'));
-- From which birthday somebody decides alone about their care; nineteen or twenty-one in a few states.
ALTER TABLE practices ADD COLUMN adult_age INTEGER NOT NULL DEFAULT 18 CHECK (adult_age BETWEEN 18 AND 21);

-- A grown patient lets the guarantor who pays see what the care was (45 CFR 164.508).
CREATE TABLE care_consents (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    patient_id    BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    -- How it was given, in the practice's words: a signed form, in person.
    how           TEXT NOT NULL,
    ends_on       TEXT,
    recorded_by   BLOB NOT NULL REFERENCES users (id),
    given_at      TEXT NOT NULL,
    withdrawn_at  TEXT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, patient_id) REFERENCES patients (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE UNIQUE INDEX care_consents_standing ON care_consents (practice_id, patient_id, guarantor_id)
    WHERE withdrawn_at IS NULL;
