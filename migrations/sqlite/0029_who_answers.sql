-- Somebody else answers for visits from a day on. Asked for above the practice's limit, done when a
-- second person agrees; below it, at once. `domain::answering` names the reasons.
CREATE TABLE guarantor_changes (
    practice_id    BLOB NOT NULL,
    id             BLOB NOT NULL,
    from_id        BLOB NOT NULL,
    to_id          BLOB NOT NULL,
    reason         TEXT NOT NULL,
    -- Why, among staff.
    note           TEXT NOT NULL,
    -- The practice's day from which it counts.
    effective_on   TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('asked', 'done', 'returned')),
    asked_by       BLOB NOT NULL REFERENCES users (id),
    asked_at       TEXT NOT NULL,
    -- The second person; none below the limit.
    decided_by     BLOB REFERENCES users (id),
    decided_at     TEXT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, from_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, to_id) REFERENCES guarantors (practice_id, id),
    CHECK (from_id <> to_id),
    -- Nobody agrees to their own.
    CHECK (decided_by IS NULL OR state <> 'done' OR decided_by <> asked_by)
) STRICT;

CREATE INDEX guarantor_changes_from ON guarantor_changes (practice_id, from_id, asked_at);
CREATE INDEX guarantor_changes_to ON guarantor_changes (practice_id, to_id, asked_at);

-- The visits of a change, with what was open of each when it was done.
CREATE TABLE guarantor_change_visits (
    practice_id      BLOB NOT NULL,
    change_id        BLOB NOT NULL,
    visit_id         BLOB NOT NULL,
    -- Who answered for it before, once it is done.
    left_id          BLOB,
    patient_cents    INTEGER NOT NULL CHECK (patient_cents >= 0),
    insurance_cents  INTEGER NOT NULL CHECK (insurance_cents >= 0),
    credit_cents     INTEGER NOT NULL CHECK (credit_cents >= 0),
    -- None where nothing was due of it, nor paid too much.
    transaction_id   BLOB,
    PRIMARY KEY (practice_id, change_id, visit_id),
    FOREIGN KEY (practice_id, change_id) REFERENCES guarantor_changes (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

CREATE INDEX guarantor_change_visits_left ON guarantor_change_visits (practice_id, left_id);
CREATE INDEX guarantor_change_visits_of ON guarantor_change_visits (practice_id, visit_id);

-- Patients whose later visits are the other one's too.
CREATE TABLE guarantor_change_patients (
    practice_id    BLOB NOT NULL,
    change_id      BLOB NOT NULL,
    patient_id     BLOB NOT NULL,
    PRIMARY KEY (practice_id, change_id, patient_id),
    FOREIGN KEY (practice_id, change_id) REFERENCES guarantor_changes (practice_id, id),
    FOREIGN KEY (practice_id, patient_id) REFERENCES patients (practice_id, id)
) STRICT;

-- Which fields of somebody's registration staff corrected: names of fields, never what stands in them.
CREATE TABLE registration_changes (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    -- None: the guarantor's own.
    patient_id    BLOB,
    fields        TEXT NOT NULL,
    by_user       BLOB NOT NULL REFERENCES users (id),
    at            TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, patient_id) REFERENCES patients (practice_id, id)
) STRICT;

CREATE INDEX registration_changes_of ON registration_changes (practice_id, guarantor_id, at);

-- What staff note about an account, for staff only.
CREATE TABLE account_notes (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    words         TEXT NOT NULL,
    -- The same page sent twice is one note.
    press         BLOB NOT NULL,
    by_user       BLOB NOT NULL REFERENCES users (id),
    at            TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
) STRICT;

CREATE INDEX account_notes_of ON account_notes (practice_id, guarantor_id, at);

-- The account page lists what was sent to an address.
CREATE INDEX messages_to ON messages (practice_id, to_address, created_at);

-- From this day on nothing more is asked for or taken here, and where to pay instead.
ALTER TABLE practices ADD COLUMN leaves_on TEXT;
ALTER TABLE practices ADD COLUMN pay_elsewhere TEXT;
-- When that was carried out.
ALTER TABLE practices ADD COLUMN left_at TEXT;

CREATE TRIGGER registration_changes_no_update BEFORE UPDATE ON registration_changes
BEGIN SELECT RAISE(ABORT, 'registration: what was changed does not change'); END;
CREATE TRIGGER registration_changes_no_delete BEFORE DELETE ON registration_changes
BEGIN SELECT RAISE(ABORT, 'registration: what was changed does not change'); END;
CREATE TRIGGER account_notes_no_update BEFORE UPDATE ON account_notes
BEGIN SELECT RAISE(ABORT, 'notes: append only'); END;
CREATE TRIGGER account_notes_no_delete BEFORE DELETE ON account_notes
BEGIN SELECT RAISE(ABORT, 'notes: append only'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER account_notes_once BEFORE INSERT ON account_notes
WHEN EXISTS (SELECT 1 FROM account_notes WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'notes: append only'); END;
CREATE TRIGGER registration_changes_once BEFORE INSERT ON registration_changes
WHEN EXISTS (SELECT 1 FROM registration_changes WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'registration: what was changed does not change'); END;
