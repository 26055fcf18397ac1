-- Addresses that their mail server refused for good. Statements of who reads there go on paper
-- until the login has another address, or mail to this one is taken again.
CREATE TABLE refused_addresses (
    address     TEXT NOT NULL PRIMARY KEY,
    refused_at  TIMESTAMPTZ NOT NULL
);

-- A hospital under section 501(r) tells on every statement where its assistance policy is (26 CFR 1.501(r)-4(b)(5)).
ALTER TABLE practices ADD COLUMN assistance_url TEXT;

-- A statement is asked for together with the one that took its place.
CREATE INDEX statements_correcting ON statements (practice_id, corrects_id, number) WHERE corrects_id IS NOT NULL;

-- A run takes its next account in this order, from what is left.
DROP INDEX statement_run_items_ready;
CREATE INDEX statement_run_items_ready ON statement_run_items (practice_id, run_id, guarantor_id) WHERE state = 'ready';
