-- Addresses that their mail server refused for good. Statements of who reads there go on paper
-- until the login has another address, or mail to this one is taken again.
CREATE TABLE refused_addresses (
    address     TEXT NOT NULL PRIMARY KEY,
    refused_at  TIMESTAMPTZ NOT NULL
);

-- A hospital under section 501(r) tells on every statement where its assistance policy is (26 CFR 1.501(r)-4(b)(5)).
ALTER TABLE practices ADD COLUMN assistance_url TEXT;
