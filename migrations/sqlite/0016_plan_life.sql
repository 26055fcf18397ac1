-- The kinds of notices, papers and work are listed where they are made: `plans::About`,
-- `plans::Document`, `work::WorkKind`.
ALTER TABLE plan_notices RENAME TO old_plan_notices;
CREATE TABLE plan_notices (
    practice_id  BLOB NOT NULL,
    plan_id      BLOB NOT NULL,
    kind         TEXT NOT NULL,
    number       INTEGER NOT NULL,
    due_on       TEXT NOT NULL,
    attempt      INTEGER NOT NULL,
    made_at      TEXT NOT NULL,
    told_at      TEXT,
    PRIMARY KEY (practice_id, plan_id, kind, number, due_on, attempt),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
) STRICT;
INSERT INTO plan_notices (practice_id, plan_id, kind, number, due_on, attempt, made_at, told_at) SELECT practice_id, plan_id, kind, number, due_on, attempt, made_at, told_at FROM old_plan_notices;
DROP TABLE old_plan_notices;
CREATE INDEX plan_notices_waiting ON plan_notices (made_at) WHERE told_at IS NULL;

ALTER TABLE plan_documents RENAME TO old_plan_documents;
CREATE TABLE plan_documents (
    practice_id    BLOB NOT NULL,
    id             BLOB NOT NULL,
    plan_id        BLOB NOT NULL,
    guarantor_id   BLOB NOT NULL,
    kind           TEXT NOT NULL,
    language       TEXT NOT NULL,
    terms_version  TEXT NOT NULL,
    -- Terms, schedule, disclosure and balances, as JSON; none of an autopay authorisation alone.
    offer          TEXT,
    -- The text as it was shown.
    agreement      TEXT NOT NULL,
    -- The authorisation of automatic payments as it was shown, when it was given.
    autopay        TEXT,
    cap_cents      INTEGER,
    -- Over everything above, in hexadecimal digits.
    sha256         TEXT NOT NULL,
    signed_by      BLOB NOT NULL REFERENCES users (id),
    signed_at      TEXT NOT NULL,
    -- From which network address.
    address        TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, plan_id) REFERENCES plans (practice_id, id)
) STRICT;
INSERT INTO plan_documents (practice_id, id, plan_id, guarantor_id, kind, language, terms_version, offer, agreement, autopay, cap_cents, sha256, signed_by, signed_at, address) SELECT practice_id, id, plan_id, guarantor_id, kind, language, terms_version, offer, agreement, autopay, cap_cents, sha256, signed_by, signed_at, address FROM old_plan_documents;
DROP TABLE old_plan_documents;
CREATE INDEX plan_documents_of_plan ON plan_documents (practice_id, plan_id);
CREATE TRIGGER plan_documents_no_update BEFORE UPDATE ON plan_documents
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
CREATE TRIGGER plan_documents_no_delete BEFORE DELETE ON plan_documents
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;
CREATE TRIGGER plan_documents_once BEFORE INSERT ON plan_documents
WHEN EXISTS (SELECT 1 FROM plan_documents WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'plans: what happened and what was signed do not change'); END;

ALTER TABLE work_items RENAME TO old_work_items;
CREATE TABLE work_items (
    practice_id   BLOB NOT NULL REFERENCES practices (id),
    id            BLOB NOT NULL,
    kind          TEXT NOT NULL,
    -- What it is about; one open item of a kind for each.
    subject       TEXT NOT NULL,
    guarantor_id  BLOB,
    payment_id    BLOB,
    amount_cents  INTEGER,
    opened_at     TEXT NOT NULL,
    due_at        TEXT,
    closed_at     TEXT,
    -- None: it resolved itself.
    closed_by     BLOB REFERENCES users (id),
    note          TEXT,
    PRIMARY KEY (practice_id, id)
) STRICT;
INSERT INTO work_items (practice_id, id, kind, subject, guarantor_id, payment_id, amount_cents, opened_at, due_at, closed_at, closed_by, note) SELECT practice_id, id, kind, subject, guarantor_id, payment_id, amount_cents, opened_at, due_at, closed_at, closed_by, note FROM old_work_items;
DROP TABLE old_work_items;
CREATE UNIQUE INDEX work_items_open ON work_items (practice_id, kind, subject) WHERE closed_at IS NULL;
CREATE INDEX work_items_by_age ON work_items (practice_id, opened_at) WHERE closed_at IS NULL;

-- More than the practice's policy offers, to one account: a reason, until a day, and above the
-- practice's limit a second person.
CREATE TABLE plan_exceptions (
    practice_id   BLOB NOT NULL,
    id            BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    -- What is offered instead of the policy, as JSON.
    policy        TEXT NOT NULL,
    reason        TEXT NOT NULL,
    -- What was due when it was asked for.
    amount_cents  INTEGER NOT NULL,
    -- The last day on which it can be signed.
    until         TEXT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('asked', 'open', 'used', 'refused', 'withdrawn')),
    asked_by      BLOB NOT NULL REFERENCES users (id),
    asked_at      TEXT NOT NULL,
    decided_by    BLOB REFERENCES users (id),
    decided_at    TEXT,
    -- The plan that was signed by it.
    plan_id       BLOB,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    -- Nobody agrees to their own.
    CHECK (decided_by IS NULL OR state NOT IN ('open', 'used') OR decided_by <> asked_by)
) STRICT;

CREATE UNIQUE INDEX plan_exceptions_standing ON plan_exceptions (practice_id, guarantor_id) WHERE state IN ('asked', 'open');
