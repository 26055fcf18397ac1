-- Double entry, append only. The entries of a transaction are written first and its
-- header last: the header seals them, and a trigger refuses to seal what does not
-- sum to zero. After that nothing can be added, changed or deleted.
CREATE TABLE ledger_transactions (
    practice_id      UUID NOT NULL REFERENCES practices (id),
    id               UUID NOT NULL,
    kind             TEXT NOT NULL,
    effective_on     DATE NOT NULL,
    posted_at        TIMESTAMPTZ NOT NULL,
    claim_id         UUID,
    payment_id       UUID,
    reverses_id      UUID,
    -- What the fact is called where it comes from; the same fact posts once.
    fact             TEXT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, fact),
    FOREIGN KEY (practice_id, reverses_id) REFERENCES ledger_transactions (practice_id, id)
);

CREATE UNIQUE INDEX ledger_reversed_once ON ledger_transactions (practice_id, reverses_id)
    WHERE reverses_id IS NOT NULL;
CREATE INDEX ledger_of_claim ON ledger_transactions (practice_id, claim_id) WHERE claim_id IS NOT NULL;
CREATE INDEX ledger_of_payment ON ledger_transactions (practice_id, payment_id) WHERE payment_id IS NOT NULL;

CREATE TABLE ledger_entries (
    practice_id     UUID NOT NULL,
    transaction_id  UUID NOT NULL,
    line            BIGINT NOT NULL,
    account         TEXT NOT NULL,
    cents           BIGINT NOT NULL CHECK (cents <> 0),
    visit_id        UUID,
    charge_id       UUID,
    guarantor_id    UUID,
    group_code      TEXT,
    carc            TEXT,
    PRIMARY KEY (practice_id, transaction_id, line),
    FOREIGN KEY (practice_id, transaction_id) REFERENCES ledger_transactions (practice_id, id)
        DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id),
    FOREIGN KEY (practice_id, charge_id) REFERENCES charges (practice_id, id)
);

CREATE INDEX ledger_entries_of_visit ON ledger_entries (practice_id, visit_id) WHERE visit_id IS NOT NULL;

CREATE FUNCTION ledger_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT COUNT(*) < 2 OR SUM(cents) <> 0 FROM ledger_entries
        WHERE practice_id = NEW.practice_id AND transaction_id = NEW.id) THEN
        RAISE EXCEPTION 'ledger: the entries of a transaction do not sum to zero';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_seal BEFORE INSERT ON ledger_transactions
    FOR EACH ROW EXECUTE FUNCTION ledger_seal();

-- Once a statement, not once a row: an import writes a dozen rows in one.
CREATE FUNCTION ledger_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM fresh
               JOIN ledger_transactions t ON t.practice_id = fresh.practice_id AND t.id = fresh.transaction_id) THEN
        RAISE EXCEPTION 'ledger: a sealed transaction takes no more entries';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_sealed AFTER INSERT ON ledger_entries
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_sealed();

CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger: append only';
END $$;
CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transactions
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
