-- What a household is found by: words of its names, dates of birth, and the account's number, telephone and email,
-- each written as it is compared ([decision](docs/decisions/0021-a-search-looks-words-up.md)). Made of guarantors and
-- patients in the transaction that writes them, and of nothing else.
CREATE TABLE search_terms (
    practice_id   BLOB NOT NULL REFERENCES practices (id),
    kind          TEXT NOT NULL CHECK (kind IN ('word', 'ending', 'birth', 'account', 'phone', 'email')),
    term          TEXT NOT NULL,
    guarantor_id  BLOB NOT NULL,
    PRIMARY KEY (practice_id, kind, term, guarantor_id)
) STRICT, WITHOUT ROWID;

-- Whether the terms of an account were written; `openbalance migrate` writes those of accounts that were there before.
ALTER TABLE guarantors ADD COLUMN findable INTEGER NOT NULL DEFAULT 0;
CREATE INDEX guarantors_to_learn ON guarantors (practice_id, id) WHERE NOT findable;
