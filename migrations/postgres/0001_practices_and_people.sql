-- Every row carries its practice, every key starts with it: one installation holds
-- many practices, and the schema can be sharded by practice without a rewrite.
CREATE TABLE practices (
    id          UUID NOT NULL PRIMARY KEY,
    slug        TEXT NOT NULL UNIQUE,
    name        TEXT NOT NULL,
    phone       TEXT,
    email       TEXT,
    hours       TEXT,
    time_zone   TEXT NOT NULL,
    created_at  TIMESTAMPTZ NOT NULL
);

CREATE TABLE guarantors (
    practice_id     UUID NOT NULL REFERENCES practices (id),
    id              UUID NOT NULL,
    account_number  TEXT NOT NULL,
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    birth_date      DATE NOT NULL,
    address1        TEXT,
    address2        TEXT,
    city            TEXT,
    state           TEXT,
    zip             TEXT,
    email           TEXT,
    phone           TEXT,
    language        TEXT NOT NULL DEFAULT 'en',
    updated_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, account_number)
);

CREATE TABLE patients (
    practice_id     UUID NOT NULL,
    id              UUID NOT NULL,
    guarantor_id    UUID NOT NULL,
    patient_number  TEXT NOT NULL,
    first_name      TEXT NOT NULL,
    last_name       TEXT NOT NULL,
    birth_date      DATE NOT NULL,
    is_guarantor    BOOLEAN NOT NULL,
    updated_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, patient_number),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX patients_of_guarantor ON patients (practice_id, guarantor_id);
