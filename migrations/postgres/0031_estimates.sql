-- What a patient without insurance was told beforehand that a visit would cost (45 CFR 149.610): the
-- newest stands, what was written before stays.
CREATE TABLE visit_estimates (
    practice_id   UUID NOT NULL,
    visit_id      UUID NOT NULL,
    seq           BIGINT NOT NULL CHECK (seq > 0),
    amount_cents  BIGINT NOT NULL CHECK (amount_cents > 0),
    given_on      DATE NOT NULL,
    -- None: a file or another program said so.
    by_user       UUID REFERENCES users (id),
    at            TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, visit_id, seq),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id)
);

-- What a patient has taken to a federal reviewer (45 CFR 149.620), with the step that says so.
CREATE TABLE federal_disputes (
    practice_id  UUID NOT NULL,
    dispute_id   UUID NOT NULL,
    seq          BIGINT NOT NULL,
    started_on   DATE NOT NULL,
    -- The number that the federal portal gave it.
    reference    TEXT NOT NULL,
    PRIMARY KEY (practice_id, dispute_id, seq),
    FOREIGN KEY (practice_id, dispute_id, seq) REFERENCES dispute_steps (practice_id, dispute_id, seq)
);

CREATE FUNCTION estimates_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'estimates: what somebody was told does not change';
END $$;
CREATE TRIGGER visit_estimates_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON visit_estimates
    FOR EACH STATEMENT EXECUTE FUNCTION estimates_append_only();
CREATE TRIGGER federal_disputes_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON federal_disputes
    FOR EACH STATEMENT EXECUTE FUNCTION disputes_append_only();
