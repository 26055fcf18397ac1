-- Answers that a practice keeps for whoever writes to patients, in both languages.
CREATE TABLE kept_answers (
    practice_id  UUID NOT NULL REFERENCES practices (id),
    id           UUID NOT NULL,
    name         TEXT NOT NULL,
    en           TEXT NOT NULL,
    es           TEXT NOT NULL,
    -- Counts its changes: who saves says which one they saw.
    seq          BIGINT NOT NULL,
    by_user      UUID NOT NULL REFERENCES users (id),
    at           TIMESTAMPTZ NOT NULL,
    removed_at   TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id)
);
