-- What patients say is wrong, or ask. `domain::dispute` says what can happen to it; its steps are
-- kept in `dispute_steps`, and what stands here is what they make of it.
CREATE TABLE disputes (
    practice_id      BLOB NOT NULL,
    id               BLOB NOT NULL,
    guarantor_id     BLOB NOT NULL,
    visit_id         BLOB NOT NULL,
    -- Digits that can be said on the telephone.
    reference        TEXT NOT NULL,
    press            BLOB NOT NULL,
    reason           TEXT NOT NULL,
    state            TEXT NOT NULL,
    outcome          TEXT,
    appealed         INTEGER NOT NULL,
    proposed         INTEGER NOT NULL,
    opened_on        TEXT NOT NULL,
    decide_by        TEXT NOT NULL,
    act_by           TEXT,
    waits_since      TEXT,
    -- What was in question when it was opened, or appealed.
    amount_cents     INTEGER NOT NULL CHECK (amount_cents >= 0),
    -- What rests now.
    frozen_cents     INTEGER NOT NULL CHECK (frozen_cents >= 0),
    -- The plan that a part of it was taken out of, and how much.
    plan_id          BLOB,
    plan_held_cents  INTEGER NOT NULL CHECK (plan_held_cents >= 0),
    opened_by        BLOB NOT NULL REFERENCES users (id),
    opened_at        TEXT NOT NULL,
    changed_at       TEXT NOT NULL,
    assigned_to      BLOB REFERENCES users (id),
    -- The number of its last step: who acts says which one they saw.
    seq              INTEGER NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, reference),
    UNIQUE (practice_id, guarantor_id, press),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id),
    CHECK (frozen_cents = 0 OR state NOT IN ('decided', 'closed'))
) STRICT;

CREATE INDEX disputes_by_state ON disputes (practice_id, state, act_by);
CREATE INDEX disputes_of_guarantor ON disputes (practice_id, guarantor_id, opened_at);
CREATE INDEX disputes_of_visit ON disputes (practice_id, visit_id);

-- The charge lines it is about; none: the whole visit.
CREATE TABLE dispute_charges (
    practice_id  BLOB NOT NULL,
    dispute_id   BLOB NOT NULL,
    charge_id    BLOB NOT NULL,
    PRIMARY KEY (practice_id, dispute_id, charge_id),
    FOREIGN KEY (practice_id, dispute_id) REFERENCES disputes (practice_id, id),
    FOREIGN KEY (practice_id, charge_id) REFERENCES charges (practice_id, id)
) STRICT;

CREATE TABLE dispute_steps (
    practice_id     BLOB NOT NULL,
    dispute_id      BLOB NOT NULL,
    seq             INTEGER NOT NULL CHECK (seq > 0),
    -- `opened`, or the word of a `domain::dispute::Step`.
    step            TEXT NOT NULL,
    outcome         TEXT,
    -- The practice's day.
    on_day          TEXT NOT NULL,
    at              TEXT NOT NULL,
    -- None: by itself.
    by_user         BLOB REFERENCES users (id),
    -- By the patient's side, and not by staff.
    by_patient      INTEGER NOT NULL,
    -- What patient and practice say to each other.
    message         TEXT,
    -- What stays among staff.
    note            TEXT,
    -- What is decided, as JSON.
    details         TEXT,
    transaction_id  BLOB,
    PRIMARY KEY (practice_id, dispute_id, seq),
    FOREIGN KEY (practice_id, dispute_id) REFERENCES disputes (practice_id, id)
) STRICT;

-- What was handed in, encrypted.
CREATE TABLE dispute_documents (
    practice_id  BLOB NOT NULL,
    id           BLOB NOT NULL,
    dispute_id   BLOB NOT NULL,
    -- With which step.
    seq          INTEGER NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('jpeg', 'png', 'heic', 'pdf')),
    bytes        INTEGER NOT NULL CHECK (bytes > 0),
    -- Of what was handed in, in hexadecimal digits.
    sha256       TEXT NOT NULL,
    nonce        BLOB NOT NULL,
    sealed       BLOB NOT NULL,
    by_user      BLOB NOT NULL REFERENCES users (id),
    at           TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, dispute_id) REFERENCES disputes (practice_id, id)
) STRICT;

CREATE INDEX dispute_documents_of_dispute ON dispute_documents (practice_id, dispute_id);

-- Caches, kept with the balance and recomputed by `openbalance verify`: what of a visit is in
-- question and not asked for; what decisions took off it or gave back to the insurer.
ALTER TABLE visit_balances ADD COLUMN disputed_cents INTEGER NOT NULL DEFAULT 0 CHECK (disputed_cents >= 0);
ALTER TABLE visit_balances ADD COLUMN relief_cents INTEGER NOT NULL DEFAULT 0;
-- What was forgiven and waits for the share that an insurer is about to decide anew.
ALTER TABLE visit_balances ADD COLUMN forgiven_cents INTEGER NOT NULL DEFAULT 0 CHECK (forgiven_cents >= 0);

CREATE TRIGGER dispute_steps_no_update BEFORE UPDATE ON dispute_steps
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
CREATE TRIGGER dispute_steps_no_delete BEFORE DELETE ON dispute_steps
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER dispute_steps_once BEFORE INSERT ON dispute_steps
WHEN EXISTS (SELECT 1 FROM dispute_steps WHERE practice_id = NEW.practice_id AND dispute_id = NEW.dispute_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;

CREATE TRIGGER dispute_charges_no_update BEFORE UPDATE ON dispute_charges
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
CREATE TRIGGER dispute_charges_no_delete BEFORE DELETE ON dispute_charges
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER dispute_charges_once BEFORE INSERT ON dispute_charges
WHEN EXISTS (SELECT 1 FROM dispute_charges WHERE practice_id = NEW.practice_id AND dispute_id = NEW.dispute_id AND charge_id = NEW.charge_id)
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;

CREATE TRIGGER dispute_documents_no_update BEFORE UPDATE ON dispute_documents
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
CREATE TRIGGER dispute_documents_no_delete BEFORE DELETE ON dispute_documents
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
-- INSERT OR REPLACE would delete the row it meets without asking the triggers above.
CREATE TRIGGER dispute_documents_once BEFORE INSERT ON dispute_documents
WHEN EXISTS (SELECT 1 FROM dispute_documents WHERE practice_id = NEW.practice_id AND id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'disputes: what was said and handed in does not change'); END;
