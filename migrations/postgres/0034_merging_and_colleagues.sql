-- From this day on a practice is part of another one, and is called this; its books stay its own.
ALTER TABLE practices ADD COLUMN merges_on DATE;
ALTER TABLE practices ADD COLUMN merges_into UUID REFERENCES practices (id);
ALTER TABLE practices ADD COLUMN merges_as TEXT;
-- When that was carried out, and what it was called before.
ALTER TABLE practices ADD COLUMN merged_at TIMESTAMPTZ;
ALTER TABLE practices ADD COLUMN merged_from TEXT;
-- When everybody had been told that it left, or was merged: what was broken off goes on until then.
ALTER TABLE practices ADD COLUMN left_told_at TIMESTAMPTZ;
ALTER TABLE practices ADD COLUMN merge_told_at TIMESTAMPTZ;

-- Colleagues who were asked in by email. The letter carries a secret; its hash is here.
CREATE TABLE staff_invitations (
    practice_id   UUID NOT NULL REFERENCES practices (id),
    id            UUID NOT NULL,
    token_hash    BYTEA NOT NULL UNIQUE,
    email         TEXT NOT NULL,
    role          TEXT NOT NULL,
    -- In every practice of the organisation.
    across        BOOLEAN NOT NULL,
    by_user       UUID NOT NULL REFERENCES users (id),
    created_at    TIMESTAMPTZ NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    accepted_by   UUID REFERENCES users (id),
    -- Taken up, taken back, or made anew.
    ended_at      TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id)
);

CREATE UNIQUE INDEX staff_invitations_open ON staff_invitations (practice_id, email) WHERE ended_at IS NULL;
