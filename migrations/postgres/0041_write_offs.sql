-- Part of what a patient owes is given up: what was asked for, and what came of it. Neither changes.
-- `domain::write_off` names the reasons.
CREATE TABLE write_offs (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    -- One press of the form, one request.
    press         UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    visit_id      UUID NOT NULL,
    cents         BIGINT NOT NULL CHECK (cents > 0),
    reason        TEXT NOT NULL,
    -- Why, among staff.
    note          TEXT NOT NULL,
    asked_by      UUID NOT NULL REFERENCES users (id),
    asked_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
);

CREATE INDEX write_offs_of ON write_offs (practice_id, guarantor_id, asked_at);
CREATE INDEX write_offs_of_visit ON write_offs (practice_id, visit_id);

CREATE TABLE write_off_steps (
    practice_id     UUID NOT NULL,
    write_off_id    UUID NOT NULL,
    seq             BIGINT NOT NULL CHECK (seq > 0),
    step            TEXT NOT NULL CHECK (step IN
        ('asked', 'posted', 'agreed', 'refused', 'withdrawn', 'ended', 'back', 'again')),
    -- What it put into the books; negative: not needed any more.
    cents           BIGINT NOT NULL,
    -- None: it follows from what else was posted for the visit.
    by_user         UUID REFERENCES users (id),
    -- Why it ended.
    why             TEXT,
    at              TIMESTAMPTZ NOT NULL,
    transaction_id  UUID,
    PRIMARY KEY (practice_id, write_off_id, seq),
    FOREIGN KEY (practice_id, write_off_id) REFERENCES write_offs (practice_id, id),
    FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id),
    -- What moves the books names where, and nothing else does.
    CHECK ((transaction_id IS NOT NULL) = (step IN ('posted', 'agreed', 'back', 'again'))),
    CHECK (CASE WHEN step IN ('posted', 'agreed', 'again') THEN cents > 0
                WHEN step = 'back' THEN cents < 0 ELSE cents = 0 END)
);

CREATE UNIQUE INDEX write_off_steps_posted ON write_off_steps (practice_id, transaction_id)
    WHERE transaction_id IS NOT NULL;

CREATE FUNCTION write_offs_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'write-offs: append only';
END $$;
CREATE TRIGGER write_offs_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON write_offs
    FOR EACH STATEMENT EXECUTE FUNCTION write_offs_append_only();
CREATE TRIGGER write_off_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON write_off_steps
    FOR EACH STATEMENT EXECUTE FUNCTION write_offs_append_only();
