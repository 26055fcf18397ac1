-- Where payments by cheque go, and what an envelope's window shows as sender.
ALTER TABLE practices ADD COLUMN address1 TEXT;
ALTER TABLE practices ADD COLUMN address2 TEXT;
ALTER TABLE practices ADD COLUMN city TEXT;
ALTER TABLE practices ADD COLUMN state TEXT;
ALTER TABLE practices ADD COLUMN zip TEXT;

-- When statements go out, and for what. A practice without a row has the defaults.
CREATE TABLE statement_policies (
    practice_id    UUID NOT NULL PRIMARY KEY REFERENCES practices (id),
    cycle          TEXT NOT NULL DEFAULT 'by_hand' CHECK (cycle IN ('by_hand', 'monthly', 'after_decision')),
    day_of_month   BIGINT NOT NULL DEFAULT 1 CHECK (day_of_month BETWEEN 1 AND 28),
    days_after     BIGINT NOT NULL DEFAULT 3 CHECK (days_after >= 0),
    minimum_cents  BIGINT NOT NULL DEFAULT 500 CHECK (minimum_cents >= 0),
    due_days       BIGINT NOT NULL DEFAULT 21 CHECK (due_days > 0),
    paper_days     BIGINT NOT NULL DEFAULT 4 CHECK (paper_days >= 0),
    -- An account gets no second statement within so many days, whatever changes.
    rest_days      BIGINT NOT NULL DEFAULT 25 CHECK (rest_days >= 0),
    -- The number that was given last.
    last_number    BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE statement_runs (
    practice_id  UUID NOT NULL REFERENCES practices (id),
    id           UUID NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('preview', 'released', 'done', 'cancelled')),
    -- None: by the practice's cycle.
    made_by      UUID REFERENCES users (id),
    made_at      TIMESTAMPTZ NOT NULL,
    released_by  UUID REFERENCES users (id),
    released_at  TIMESTAMPTZ,
    done_at      TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id)
);

CREATE INDEX statement_runs_under_way ON statement_runs (practice_id) WHERE state = 'released';

CREATE TABLE statements (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    number        BIGINT NOT NULL,
    run_id        UUID,
    corrects_id   UUID,
    issued_on     DATE NOT NULL,
    due_on        DATE NOT NULL,
    due_cents     BIGINT NOT NULL,
    issued_at     TIMESTAMPTZ NOT NULL,
    -- The statement itself, as JSON: what it said is what it says.
    snapshot      TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, number),
    -- A run gives an account one statement, however often it is begun again.
    UNIQUE (practice_id, run_id, guarantor_id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, run_id) REFERENCES statement_runs (practice_id, id),
    FOREIGN KEY (practice_id, corrects_id) REFERENCES statements (practice_id, id)
);

CREATE INDEX statements_of_guarantor ON statements (practice_id, guarantor_id, number);

CREATE TABLE statement_run_items (
    practice_id   UUID NOT NULL,
    run_id        UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    due_cents     BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('ready', 'held', 'left_out', 'issued', 'dropped')),
    -- Why it is held, or was dropped at the last moment.
    why           TEXT,
    statement_id  UUID,
    PRIMARY KEY (practice_id, run_id, guarantor_id),
    FOREIGN KEY (practice_id, run_id) REFERENCES statement_runs (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE INDEX statement_run_items_ready ON statement_run_items (practice_id, run_id) WHERE state = 'ready';

CREATE TABLE paper_batches (
    practice_id  UUID NOT NULL REFERENCES practices (id),
    id           UUID NOT NULL,
    made_by      UUID NOT NULL REFERENCES users (id),
    made_at      TIMESTAMPTZ NOT NULL,
    letters      BIGINT NOT NULL,
    PRIMARY KEY (practice_id, id)
);

-- How a statement reaches somebody. Whether it is still due is asked when it leaves.
CREATE TABLE statement_notices (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    statement_id  UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    way           TEXT NOT NULL CHECK (way IN ('email', 'paper')),
    state         TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'cancelled', 'returned')),
    why           TEXT,
    send_after    TIMESTAMPTZ NOT NULL,
    batch_id      UUID,
    changed_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, statement_id, way),
    FOREIGN KEY (practice_id, statement_id) REFERENCES statements (practice_id, id),
    FOREIGN KEY (practice_id, batch_id) REFERENCES paper_batches (practice_id, id)
);

CREATE INDEX statement_notices_waiting ON statement_notices (way, send_after) WHERE state = 'waiting';
CREATE INDEX statement_notices_of_batch ON statement_notices (practice_id, batch_id) WHERE batch_id IS NOT NULL;

-- Who agreed to statements without paper, to which words, and whether they could open one
-- (15 USC 7001(c)); taking it back ends the row, giving it again begins another.
CREATE TABLE paperless_consents (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    user_id       UUID NOT NULL REFERENCES users (id),
    terms         TEXT NOT NULL,
    given_at      TIMESTAMPTZ NOT NULL,
    withdrawn_at  TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id)
);

CREATE UNIQUE INDEX paperless_consents_standing ON paperless_consents (practice_id, guarantor_id)
    WHERE withdrawn_at IS NULL;

CREATE FUNCTION statements_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'statements: issued ones do not change';
END $$;
CREATE TRIGGER statements_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON statements
    FOR EACH STATEMENT EXECUTE FUNCTION statements_append_only();
