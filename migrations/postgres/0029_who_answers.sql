-- Somebody else answers for visits from a day on. Asked for above the practice's limit, done when a
-- second person agrees; below it, at once. `domain::answering` names the reasons.
CREATE TABLE guarantor_changes (
    practice_id    UUID NOT NULL,
    id             UUID NOT NULL,
    from_id        UUID NOT NULL,
    to_id          UUID NOT NULL,
    reason         TEXT NOT NULL,
    -- Why, among staff.
    note           TEXT NOT NULL,
    -- The practice's day from which it counts.
    effective_on   DATE NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('asked', 'done', 'returned')),
    asked_by       UUID NOT NULL REFERENCES users (id),
    asked_at       TIMESTAMPTZ NOT NULL,
    -- The second person; none below the limit.
    decided_by     UUID REFERENCES users (id),
    decided_at     TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, from_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, to_id) REFERENCES guarantors (practice_id, id),
    CHECK (from_id <> to_id),
    -- Nobody agrees to their own.
    CHECK (decided_by IS NULL OR state <> 'done' OR decided_by <> asked_by)
);

CREATE INDEX guarantor_changes_from ON guarantor_changes (practice_id, from_id, asked_at);
CREATE INDEX guarantor_changes_to ON guarantor_changes (practice_id, to_id, asked_at);

-- The visits of a change, with what was open of each when it was done.
CREATE TABLE guarantor_change_visits (
    practice_id      UUID NOT NULL,
    change_id        UUID NOT NULL,
    visit_id         UUID NOT NULL,
    -- Who answered for it before, once it is done.
    left_id          UUID,
    patient_cents    BIGINT NOT NULL CHECK (patient_cents >= 0),
    insurance_cents  BIGINT NOT NULL CHECK (insurance_cents >= 0),
    credit_cents     BIGINT NOT NULL CHECK (credit_cents >= 0),
    -- None where nothing was due of it, nor paid too much.
    transaction_id   UUID,
    PRIMARY KEY (practice_id, change_id, visit_id),
    FOREIGN KEY (practice_id, change_id) REFERENCES guarantor_changes (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
);

CREATE INDEX guarantor_change_visits_left ON guarantor_change_visits (practice_id, left_id);
CREATE INDEX guarantor_change_visits_of ON guarantor_change_visits (practice_id, visit_id);

-- Patients whose later visits are the other one's too.
CREATE TABLE guarantor_change_patients (
    practice_id    UUID NOT NULL,
    change_id      UUID NOT NULL,
    patient_id     UUID NOT NULL,
    PRIMARY KEY (practice_id, change_id, patient_id),
    FOREIGN KEY (practice_id, change_id) REFERENCES guarantor_changes (practice_id, id),
    FOREIGN KEY (practice_id, patient_id) REFERENCES patients (practice_id, id)
);

-- Which fields of somebody's registration staff corrected: names of fields, never what stands in them.
CREATE TABLE registration_changes (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    -- None: the guarantor's own.
    patient_id    UUID,
    fields        TEXT NOT NULL,
    by_user       UUID NOT NULL REFERENCES users (id),
    at            TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, patient_id) REFERENCES patients (practice_id, id)
);

CREATE INDEX registration_changes_of ON registration_changes (practice_id, guarantor_id, at);

-- What staff note about an account, for staff only.
CREATE TABLE account_notes (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    words         TEXT NOT NULL,
    -- The same page sent twice is one note.
    press         UUID NOT NULL,
    by_user       UUID NOT NULL REFERENCES users (id),
    at            TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX account_notes_of ON account_notes (practice_id, guarantor_id, at);

-- The account page lists what was sent to an address.
CREATE INDEX messages_to ON messages (practice_id, to_address, created_at);

-- From this day on nothing more is asked for or taken here, and where to pay instead.
ALTER TABLE practices ADD COLUMN leaves_on DATE;
ALTER TABLE practices ADD COLUMN pay_elsewhere TEXT;
-- When that was carried out.
ALTER TABLE practices ADD COLUMN left_at TIMESTAMPTZ;

CREATE FUNCTION notes_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'notes: append only'; END $$;
CREATE TRIGGER registration_changes_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON registration_changes
    FOR EACH STATEMENT EXECUTE FUNCTION notes_append_only();
CREATE TRIGGER account_notes_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON account_notes
    FOR EACH STATEMENT EXECUTE FUNCTION notes_append_only();
