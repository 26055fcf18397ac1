-- What a household is found by: words of its names, dates of birth, and the account's number, telephone and email,
-- each written as it is compared ([decision](docs/decisions/0021-a-search-looks-words-up.md)). Made of guarantors and
-- patients in the transaction that writes them, and of nothing else. Compared by byte, so that a prefix is a range.
CREATE TABLE search_terms (
    practice_id   UUID NOT NULL REFERENCES practices (id),
    kind          TEXT COLLATE "C" NOT NULL CHECK (kind IN ('word', 'ending', 'birth', 'account', 'phone', 'email')),
    term          TEXT COLLATE "C" NOT NULL,
    guarantor_id  UUID NOT NULL,
    PRIMARY KEY (practice_id, kind, term, guarantor_id)
);

-- Whether the terms of an account were written; `openbalance migrate` writes those of accounts that were there before.
ALTER TABLE guarantors ADD COLUMN findable BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX guarantors_to_learn ON guarantors (practice_id, id) WHERE NOT findable;
