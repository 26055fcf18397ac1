-- A link opens the balance it was made for, after one question, and nothing else.
CREATE TABLE pay_links (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    -- SHA-256 of what stands in the address, which is kept nowhere.
    token_hash    BYTEA NOT NULL UNIQUE,
    aim           TEXT NOT NULL CHECK (aim IN ('due', 'statement', 'visit', 'amount')),
    statement_id  UUID,
    visit_id      UUID,
    amount_cents  BIGINT CHECK (amount_cents > 0),
    single_use    BOOLEAN NOT NULL,
    -- What it was sent with: what became of links is counted by it.
    campaign      TEXT NOT NULL,
    -- None: by itself.
    made_by       UUID REFERENCES users (id),
    made_at       TIMESTAMPTZ NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    revoked_at    TIMESTAMPTZ,
    -- Wrong answers, or cards tried out on it.
    locked_at     TIMESTAMPTZ,
    used_at       TIMESTAMPTZ,
    -- Wrong answers in a row.
    wrong         BIGINT NOT NULL DEFAULT 0,
    -- The practice's day on which it was made, and on which this first happened.
    made_on       DATE NOT NULL,
    opened_on     DATE,
    verified_on   DATE,
    paid_on       DATE,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id),
    FOREIGN KEY (practice_id, statement_id) REFERENCES statements (practice_id, id),
    CHECK ((aim = 'statement') = (statement_id IS NOT NULL)),
    CHECK ((aim = 'visit') = (visit_id IS NOT NULL)),
    CHECK ((aim = 'amount') = (amount_cents IS NOT NULL))
);

CREATE INDEX pay_links_of_guarantor ON pay_links (practice_id, guarantor_id, made_at);
CREATE INDEX pay_links_of_campaign ON pay_links (practice_id, campaign, made_on);

-- Who answered the question. Only hashes of what the browser holds.
CREATE TABLE guest_sessions (
    token_hash   BYTEA NOT NULL PRIMARY KEY,
    practice_id  UUID NOT NULL,
    link_id      UUID NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    seen_at      TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (practice_id, link_id) REFERENCES pay_links (practice_id, id)
);

-- Cards that were refused on the hosted page of a link's payment.
CREATE TABLE guest_declines (
    event_id     TEXT NOT NULL PRIMARY KEY,
    practice_id  UUID NOT NULL,
    link_id      UUID NOT NULL,
    declined_at  TIMESTAMPTZ NOT NULL,
    FOREIGN KEY (practice_id, link_id) REFERENCES pay_links (practice_id, id)
);

CREATE INDEX guest_declines_by_time ON guest_declines (practice_id, declined_at);

ALTER TABLE payments ADD COLUMN link_id UUID;
CREATE INDEX payments_of_link ON payments (practice_id, link_id) WHERE link_id IS NOT NULL;

-- What a link asks beside the date of birth.
ALTER TABLE practices ADD COLUMN link_asks TEXT NOT NULL DEFAULT 'nothing'
    CHECK (link_asks IN ('nothing', 'last_name', 'zip'));
-- Cards were tried out: links made until then are not taken any more.
ALTER TABLE practices ADD COLUMN links_from TIMESTAMPTZ;

-- Whoever pays by a link is nobody's login: no password matches.
INSERT INTO users (id, email, name, password_hash, language, created_at, disabled_at)
VALUES ('00000000-0000-7000-8000-000000000001', 'guest@pay-link.invalid', 'Guest', '', 'en',
        '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z');
