-- Part of what a patient owes is given up: what was asked for, and what came of it. Neither changes.
-- `domain::write_off` names the reasons.
CREATE TABLE write_offs (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    -- One press of the form, one request.
    press         BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    visit_id      BLOB NOT NULL,
    cents         INTEGER NOT NULL CHECK (cents > 0),
    reason        TEXT NOT NULL,
    -- Why, among staff.
    note          TEXT NOT NULL,
    asked_by      BLOB NOT NULL REFERENCES users (id),
    asked_at      TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
) STRICT;

CREATE INDEX write_offs_of ON write_offs (practice_id, guarantor_id, asked_at);
CREATE INDEX write_offs_of_visit ON write_offs (practice_id, visit_id);

CREATE TABLE write_off_steps (
    practice_id     BLOB NOT NULL,
    write_off_id    BLOB NOT NULL,
    seq             INTEGER NOT NULL CHECK (seq > 0),
    step            TEXT NOT NULL CHECK (step IN
        ('asked', 'posted', 'agreed', 'refused', 'withdrawn', 'ended', 'back', 'again')),
    -- What it put into the books; negative: not needed any more.
    cents           INTEGER NOT NULL,
    -- None: it follows from what else was posted for the visit.
    by_user         BLOB REFERENCES users (id),
    -- Why it ended.
    why             TEXT,
    at              TEXT NOT NULL,
    transaction_id  BLOB,
    PRIMARY KEY (practice_id, write_off_id, seq),
    FOREIGN KEY (practice_id, write_off_id) REFERENCES write_offs (practice_id, id),
    FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id),
    -- What moves the books names where, and nothing else does.
    CHECK ((transaction_id IS NOT NULL) = (step IN ('posted', 'agreed', 'back', 'again'))),
    CHECK (CASE WHEN step IN ('posted', 'agreed', 'again') THEN cents > 0
                WHEN step = 'back' THEN cents < 0 ELSE cents = 0 END)
) STRICT;

CREATE UNIQUE INDEX write_off_steps_posted ON write_off_steps (practice_id, transaction_id)
    WHERE transaction_id IS NOT NULL;

CREATE TRIGGER write_offs_no_update BEFORE UPDATE ON write_offs
BEGIN SELECT RAISE(ABORT, 'write-offs: append only'); END;
CREATE TRIGGER write_offs_no_delete BEFORE DELETE ON write_offs
BEGIN SELECT RAISE(ABORT, 'write-offs: append only'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER write_offs_once BEFORE INSERT ON write_offs
WHEN EXISTS (SELECT 1 FROM write_offs WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'write-offs: append only'); END;

CREATE TRIGGER write_off_steps_no_update BEFORE UPDATE ON write_off_steps
BEGIN SELECT RAISE(ABORT, 'write-offs: append only'); END;
CREATE TRIGGER write_off_steps_no_delete BEFORE DELETE ON write_off_steps
BEGIN SELECT RAISE(ABORT, 'write-offs: append only'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER write_off_steps_once BEFORE INSERT ON write_off_steps
WHEN EXISTS (SELECT 1 FROM write_off_steps WHERE practice_id = NEW.practice_id AND write_off_id = NEW.write_off_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'write-offs: append only'); END;
