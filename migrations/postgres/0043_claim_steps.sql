-- What staff did with a decision of an insurer's that met no visit, or did not fit the books.
CREATE TABLE claim_steps (
    practice_id  UUID NOT NULL,
    claim_id     UUID NOT NULL,
    seq          BIGINT NOT NULL CHECK (seq > 0),
    step         TEXT NOT NULL CHECK (step IN ('noted', 'matched', 'returned')),
    -- The visit it was matched to.
    visit_id     UUID,
    words        TEXT,
    by_user      UUID NOT NULL REFERENCES users (id),
    at           TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, claim_id, seq),
    FOREIGN KEY (practice_id, claim_id) REFERENCES claims (practice_id, id),
    FOREIGN KEY (practice_id, visit_id) REFERENCES visits (practice_id, id),
    CHECK ((visit_id IS NOT NULL) = (step = 'matched')),
    CHECK ((words IS NULL) = (step = 'matched'))
);

CREATE FUNCTION claim_steps_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'claim steps: append only';
END $$;
CREATE TRIGGER claim_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claim_steps
    FOR EACH STATEMENT EXECUTE FUNCTION claim_steps_append_only();
