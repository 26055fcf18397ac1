CREATE TABLE import_files (
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    id           BLOB NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('835', 'csv')),
    digest       BLOB NOT NULL,
    bytes        INTEGER NOT NULL,
    -- The report that `openbalance import --json` prints.
    report       TEXT NOT NULL,
    imported_at  TEXT NOT NULL,
    PRIMARY KEY (practice_id, id)
) STRICT;

CREATE INDEX import_files_by_time ON import_files (practice_id, imported_at);
CREATE INDEX import_files_by_digest ON import_files (practice_id, digest);

-- One transaction set (ST to SE) that was posted.
CREATE TABLE remittances (
    practice_id    BLOB NOT NULL REFERENCES practices (id),
    id             BLOB NOT NULL,
    file_name      TEXT NOT NULL,
    -- Of its segments, whatever file they come in; known when the last one is read.
    digest         BLOB,
    payer          TEXT NOT NULL,
    payer_key      TEXT NOT NULL,
    trace          TEXT NOT NULL,
    payment_cents  INTEGER NOT NULL,
    paid_on        TEXT NOT NULL,
    imported_at    TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, digest)
) STRICT;

CREATE TABLE claims (
    practice_id           BLOB NOT NULL,
    id                    BLOB NOT NULL,
    remittance_id         BLOB NOT NULL,
    -- Payer, trace, control numbers, status and amounts: what makes two copies of
    -- one decision the same, in whatever file they come.
    identity              BLOB NOT NULL,
    control_number        TEXT NOT NULL,
    payer_control_number  TEXT NOT NULL,
    status                TEXT NOT NULL,
    rank                  INTEGER NOT NULL,
    charge_cents          INTEGER NOT NULL,
    paid_cents            INTEGER NOT NULL,
    patient_cents         INTEGER NOT NULL,
    visit_id              BLOB,
    state                 TEXT NOT NULL
        CHECK (state IN ('posted', 'noted', 'unmatched', 'held', 'reversed')),
    -- Why it waits for a person; plain words without personal data.
    reason                TEXT,
    segment               INTEGER NOT NULL,
    -- The claim's own segments, canonical, so that it can be posted later.
    content               BLOB NOT NULL,
    created_at            TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, identity),
    FOREIGN KEY (practice_id, remittance_id) REFERENCES remittances (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

CREATE INDEX claims_of_visit ON claims (practice_id, visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX claims_by_control_number ON claims (practice_id, control_number);
CREATE INDEX claims_waiting ON claims (practice_id, control_number) WHERE state IN ('unmatched', 'held');
