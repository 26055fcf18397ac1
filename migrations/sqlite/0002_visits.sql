CREATE TABLE visits (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    patient_id    BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    -- What the claim carries as patient control number (X12 837 CLM01, 835 CLP01).
    visit_number  TEXT NOT NULL,
    service_date  TEXT NOT NULL,
    provider      TEXT,
    location      TEXT,
    created_at    TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, visit_number),
    FOREIGN KEY (practice_id, patient_id) REFERENCES patients (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
) STRICT;

CREATE INDEX visits_of_guarantor ON visits (practice_id, guarantor_id, service_date);

CREATE TABLE coverages (
    practice_id  BLOB NOT NULL,
    visit_id     BLOB NOT NULL,
    rank         INTEGER NOT NULL CHECK (rank BETWEEN 1 AND 3),
    payer        TEXT NOT NULL,
    member_id    TEXT,
    PRIMARY KEY (practice_id, visit_id, rank),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

CREATE TABLE charges (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    visit_id      BLOB NOT NULL,
    line          TEXT NOT NULL,
    code          TEXT NOT NULL,
    modifiers     TEXT NOT NULL DEFAULT '',
    description   TEXT NOT NULL,
    units         TEXT NOT NULL DEFAULT '1',
    amount_cents  INTEGER NOT NULL CHECK (amount_cents > 0),
    created_at    TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, visit_id, line),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

-- A cache of what the ledger entries of a visit add up to, kept by the transaction
-- that posts them and recomputed by `openbalance verify`. Every change to a visit's
-- money locks this row first. None of the four can be below zero: an insurer cannot
-- settle more than is open, and what a patient paid beyond the share is a credit.
CREATE TABLE visit_balances (
    practice_id      BLOB NOT NULL,
    visit_id         BLOB NOT NULL,
    guarantor_id     BLOB NOT NULL,
    insurance_cents  INTEGER NOT NULL DEFAULT 0 CHECK (insurance_cents >= 0),
    denied_cents     INTEGER NOT NULL DEFAULT 0 CHECK (denied_cents >= 0),
    patient_cents    INTEGER NOT NULL DEFAULT 0 CHECK (patient_cents >= 0),
    credit_cents     INTEGER NOT NULL DEFAULT 0 CHECK (credit_cents >= 0),
    PRIMARY KEY (practice_id, visit_id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

CREATE INDEX visit_balances_of_guarantor ON visit_balances (practice_id, guarantor_id);
