-- Double entry, append only. The entries of a transaction are written first and its
-- header last: the header seals them, and a trigger refuses to seal what does not
-- sum to zero. After that nothing can be added, changed or deleted.
CREATE TABLE ledger_transactions (
    practice_id      BLOB NOT NULL REFERENCES practices (id),
    id               BLOB NOT NULL,
    kind             TEXT NOT NULL,
    effective_on     TEXT NOT NULL,
    posted_at        TEXT NOT NULL,
    claim_id         BLOB,
    payment_id       BLOB,
    reverses_id      BLOB,
    -- What the fact is called where it comes from; the same fact posts once.
    fact             TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, fact),
    FOREIGN KEY (practice_id, reverses_id) REFERENCES ledger_transactions (practice_id, id)
) STRICT;

CREATE UNIQUE INDEX ledger_reversed_once ON ledger_transactions (practice_id, reverses_id)
    WHERE reverses_id IS NOT NULL;
CREATE INDEX ledger_of_claim ON ledger_transactions (practice_id, claim_id) WHERE claim_id IS NOT NULL;
CREATE INDEX ledger_of_payment ON ledger_transactions (practice_id, payment_id) WHERE payment_id IS NOT NULL;

CREATE TABLE ledger_entries (
    practice_id     BLOB NOT NULL,
    transaction_id  BLOB NOT NULL,
    line            INTEGER NOT NULL,
    account         TEXT NOT NULL,
    cents           INTEGER NOT NULL CHECK (cents <> 0),
    visit_id        BLOB,
    charge_id       BLOB,
    guarantor_id    BLOB,
    group_code      TEXT,
    carc            TEXT,
    PRIMARY KEY (practice_id, transaction_id, line),
    FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id),
    FOREIGN KEY (practice_id, charge_id) REFERENCES charges (practice_id, id)
) STRICT;

CREATE INDEX ledger_entries_of_visit ON ledger_entries (practice_id, visit_id) WHERE visit_id IS NOT NULL;

CREATE TRIGGER ledger_seal BEFORE INSERT ON ledger_transactions
WHEN (SELECT COUNT(*) < 2 OR SUM(cents) <> 0 FROM ledger_entries
      WHERE practice_id = NEW.practice_id AND transaction_id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'ledger: the entries of a transaction do not sum to zero'); END;

-- INSERT OR REPLACE would delete the row it meets without asking the triggers below.
CREATE TRIGGER ledger_once BEFORE INSERT ON ledger_transactions
WHEN EXISTS (SELECT 1 FROM ledger_transactions WHERE practice_id = NEW.practice_id AND id = NEW.id)
  OR EXISTS (SELECT 1 FROM ledger_transactions WHERE practice_id = NEW.practice_id AND fact = NEW.fact)
  OR EXISTS (SELECT 1 FROM ledger_transactions WHERE practice_id = NEW.practice_id AND reverses_id = NEW.reverses_id)
BEGIN SELECT RAISE(ABORT, 'ledger: append only'); END;

CREATE TRIGGER ledger_sealed BEFORE INSERT ON ledger_entries
WHEN EXISTS (SELECT 1 FROM ledger_transactions WHERE practice_id = NEW.practice_id AND id = NEW.transaction_id)
BEGIN SELECT RAISE(ABORT, 'ledger: a sealed transaction takes no more entries'); END;

CREATE TRIGGER ledger_transactions_no_update BEFORE UPDATE ON ledger_transactions
BEGIN SELECT RAISE(ABORT, 'ledger: append only'); END;
CREATE TRIGGER ledger_transactions_no_delete BEFORE DELETE ON ledger_transactions
BEGIN SELECT RAISE(ABORT, 'ledger: append only'); END;
CREATE TRIGGER ledger_entries_no_update BEFORE UPDATE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger: append only'); END;
CREATE TRIGGER ledger_entries_no_delete BEFORE DELETE ON ledger_entries
BEGIN SELECT RAISE(ABORT, 'ledger: append only'); END;
