-- Answers that a practice keeps for whoever writes to patients, in both languages.
CREATE TABLE kept_answers (
    practice_id  BLOB NOT NULL REFERENCES practices (id),
    id           BLOB NOT NULL,
    name         TEXT NOT NULL,
    en           TEXT NOT NULL,
    es           TEXT NOT NULL,
    -- Counts its changes: who saves says which one they saw.
    seq          INTEGER NOT NULL,
    by_user      BLOB NOT NULL REFERENCES users (id),
    at           TEXT NOT NULL,
    removed_at   TEXT,
    PRIMARY KEY (practice_id, id)
) STRICT;
