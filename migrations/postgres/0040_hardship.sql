-- "I cannot afford this": how many live on how much, and how it ended. What is owed rests meanwhile
-- (a hold on the account, and its plans pause); a counsellor answers.
CREATE TABLE hardship_requests (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    press         UUID NOT NULL,
    household     BIGINT NOT NULL CHECK (household BETWEEN 1 AND 12),
    -- `domain::hardship::Income`
    income        TEXT NOT NULL,
    answer_by     DATE NOT NULL,
    asked_by      UUID NOT NULL REFERENCES users (id),
    asked_at      TIMESTAMPTZ NOT NULL,
    -- `domain::hardship::Answer`, in which words, by whom and when.
    answer        TEXT,
    message       TEXT,
    answered_by   UUID REFERENCES users (id),
    answered_at   TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);
CREATE UNIQUE INDEX hardship_requests_press ON hardship_requests (practice_id, guarantor_id, press);
-- One at a time.
CREATE UNIQUE INDEX hardship_requests_open ON hardship_requests (practice_id, guarantor_id) WHERE answer IS NULL;
CREATE INDEX hardship_requests_of_guarantor ON hardship_requests (practice_id, guarantor_id, asked_at);
CREATE FUNCTION hardship_keeps() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.answer IS NULL AND ROW (OLD.practice_id, OLD.id, OLD.guarantor_id, OLD.household, OLD.income, OLD.asked_by, OLD.asked_at)
           IS NOT DISTINCT FROM ROW (NEW.practice_id, NEW.id, NEW.guarantor_id, NEW.household, NEW.income, NEW.asked_by, NEW.asked_at) THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'hardship: what was asked and answered does not change';
END $$;
CREATE TRIGGER hardship_requests_keeps BEFORE UPDATE OR DELETE ON hardship_requests
    FOR EACH ROW EXECUTE FUNCTION hardship_keeps();
