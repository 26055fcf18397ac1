-- Where payments by cheque go, and what an envelope's window shows as sender.
ALTER TABLE practices ADD COLUMN address1 TEXT;
ALTER TABLE practices ADD COLUMN address2 TEXT;
ALTER TABLE practices ADD COLUMN city TEXT;
ALTER TABLE practices ADD COLUMN state TEXT;
ALTER TABLE practices ADD COLUMN zip TEXT;

-- When statements go out, and for what. A practice without a row has the defaults.
CREATE TABLE statement_policies (
    practice_id    BLOB NOT NULL PRIMARY KEY REFERENCES practices (id),
    cycle          TEXT NOT NULL DEFAULT 'by_hand' CHECK (cycle IN ('by_hand', 'monthly', 'after_decision')),
    day_of_month   INTEGER NOT NULL DEFAULT 1 CHECK (day_of_month BETWEEN 1 AND 28),
    days_after     INTEGER NOT NULL DEFAULT 3 CHECK (days_after >= 0),
    minimum_cents  INTEGER NOT NULL DEFAULT 500 CHECK (minimum_cents >= 0),
    due_days       INTEGER NOT NULL DEFAULT 21 CHECK (due_days > 0),
    paper_days     INTEGER NOT NULL DEFAULT 4 CHECK (paper_days >= 0),
    -- An account gets no second statement within so many days, whatever changes.
    rest_days      INTEGER NOT NULL DEFAULT 25 CHECK (rest_days >= 0),
    -- The number that was given last.
    last_number    INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE statement_runs (
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    id           BLOB NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('preview', 'released', 'done', 'cancelled')),
    -- None: by the practice's cycle.
    made_by      BLOB REFERENCES users (id),
    made_at      TEXT NOT NULL,
    released_by  BLOB REFERENCES users (id),
    released_at  TEXT,
    done_at      TEXT,
    PRIMARY KEY (practice_id, id)
) STRICT;

CREATE INDEX statement_runs_under_way ON statement_runs (practice_id) WHERE state = 'released';

CREATE TABLE statements (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    number        INTEGER NOT NULL,
    run_id        BLOB,
    corrects_id   BLOB,
    issued_on     TEXT NOT NULL,
    due_on        TEXT NOT NULL,
    due_cents     INTEGER NOT NULL,
    issued_at     TEXT NOT NULL,
    -- The statement itself, as JSON: what it said is what it says.
    snapshot      TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, number),
    -- A run gives an account one statement, however often it is begun again.
    UNIQUE (practice_id, run_id, guarantor_id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, run_id) REFERENCES statement_runs (practice_id, id),
    FOREIGN KEY (practice_id, corrects_id) REFERENCES statements (practice_id, id)
) STRICT;

CREATE INDEX statements_of_guarantor ON statements (practice_id, guarantor_id, number);

CREATE TABLE statement_run_items (
    practice_id   BLOB NOT NULL,
    run_id        BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    due_cents     INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('ready', 'held', 'left_out', 'issued', 'dropped')),
    -- Why it is held, or was dropped at the last moment.
    why           TEXT,
    statement_id  BLOB,
    PRIMARY KEY (practice_id, run_id, guarantor_id),
    FOREIGN KEY (practice_id, run_id) REFERENCES statement_runs (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
) STRICT;

CREATE INDEX statement_run_items_ready ON statement_run_items (practice_id, run_id) WHERE state = 'ready';

CREATE TABLE paper_batches (
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    id           BLOB NOT NULL,
    made_by      BLOB NOT NULL REFERENCES users (id),
    made_at      TEXT NOT NULL,
    letters      INTEGER NOT NULL,
    PRIMARY KEY (practice_id, id)
) STRICT;

-- How a statement reaches somebody. Whether it is still due is asked when it leaves.
CREATE TABLE statement_notices (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    statement_id  BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    way           TEXT NOT NULL CHECK (way IN ('email', 'paper')),
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'cancelled', 'returned')),
    why           TEXT,
    send_after    TEXT NOT NULL,
    batch_id      BLOB,
    changed_at    TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, statement_id, way),
    FOREIGN KEY (practice_id, statement_id) REFERENCES statements (practice_id, id),
    FOREIGN KEY (practice_id, batch_id) REFERENCES paper_batches (practice_id, id)
) STRICT;

CREATE INDEX statement_notices_waiting ON statement_notices (way, send_after) WHERE state = 'waiting';
CREATE INDEX statement_notices_of_batch ON statement_notices (practice_id, batch_id) WHERE batch_id IS NOT NULL;

-- Who agreed to statements without paper, to which words, and whether they could open one
-- (15 USC 7001(c)); taking it back ends the row, giving it again begins another.
CREATE TABLE paperless_consents (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    user_id       BLOB NOT NULL REFERENCES users (id),
    terms         TEXT NOT NULL,
    given_at      TEXT NOT NULL,
    withdrawn_at  TEXT,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
) STRICT;

CREATE UNIQUE INDEX paperless_consents_standing ON paperless_consents (practice_id, guarantor_id)
    WHERE withdrawn_at IS NULL;

CREATE TRIGGER statements_no_update BEFORE UPDATE ON statements
BEGIN SELECT RAISE(ABORT, 'statements: issued ones do not change'); END;
CREATE TRIGGER statements_no_delete BEFORE DELETE ON statements
BEGIN SELECT RAISE(ABORT, 'statements: issued ones do not change'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER statements_once BEFORE INSERT ON statements
WHEN EXISTS (SELECT 1 FROM statements
             WHERE practice_id = NEW.practice_id AND (id = NEW.id OR number = NEW.number))
BEGIN SELECT RAISE(ABORT, 'statements: issued ones do not change'); END;
