-- Links for many accounts at once: what is asked for, then one job that makes each account's link once.
CREATE TABLE link_batches (
    practice_id   UUID NOT NULL REFERENCES practices (id),
    id            UUID NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('preview', 'released', 'done', 'cancelled')),
    campaign      TEXT NOT NULL,
    -- By mail of ours, or in a file for a mailing tool of the practice's.
    hand_out      TEXT NOT NULL CHECK (hand_out IN ('mail', 'file')),
    lives_days    BIGINT NOT NULL CHECK (lives_days BETWEEN 1 AND 365),
    made_by       UUID NOT NULL REFERENCES users (id),
    made_at       TIMESTAMPTZ NOT NULL,
    released_by   UUID REFERENCES users (id),
    released_at   TIMESTAMPTZ,
    done_at       TIMESTAMPTZ,
    -- How often the file was given out, and when last: its links hold, those of a file before do not.
    files         BIGINT NOT NULL DEFAULT 0,
    filed_at      TIMESTAMPTZ,
    PRIMARY KEY (practice_id, id)
);

CREATE INDEX link_batches_under_way ON link_batches (practice_id) WHERE state = 'released';

CREATE TABLE link_batch_items (
    practice_id   UUID NOT NULL,
    batch_id      UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    due_cents     BIGINT NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('ready', 'made', 'held', 'dropped')),
    -- Why it is held, or was dropped at the last moment.
    why           TEXT,
    link_id       UUID,
    PRIMARY KEY (practice_id, batch_id, guarantor_id),
    FOREIGN KEY (practice_id, batch_id) REFERENCES link_batches (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, link_id) REFERENCES pay_links (practice_id, id),
    CHECK ((state = 'made') = (link_id IS NOT NULL))
);

CREATE INDEX link_batch_items_ready ON link_batch_items (practice_id, batch_id) WHERE state = 'ready';

-- Whether the code on a statement's paper is a link for it.
ALTER TABLE practices ADD COLUMN link_on_paper BOOLEAN NOT NULL DEFAULT TRUE;

-- How a practice looks where patients see it. A practice without a row looks as we do.
CREATE TABLE practice_brands (
    practice_id   UUID NOT NULL PRIMARY KEY REFERENCES practices (id),
    -- Six hexadecimal digits.
    accent        TEXT,
    -- A picture that we made of the one that was given: PNG.
    logo          BYTEA,
    logo_width    BIGINT,
    logo_height   BIGINT,
    CHECK ((logo IS NULL) = (logo_width IS NULL) AND (logo IS NULL) = (logo_height IS NULL))
);

-- In the practice's own words: which languages somebody speaks there.
ALTER TABLE practices ADD COLUMN languages TEXT;
-- Names the practice's style sheet: another look is another name. None: ours.
ALTER TABLE practices ADD COLUMN brand_mark TEXT;

-- Host names under which a practice's pages may be asked for, beside that of the installation.
CREATE TABLE practice_hosts (
    host          TEXT NOT NULL PRIMARY KEY,
    practice_id   UUID NOT NULL REFERENCES practices (id),
    added_at      TIMESTAMPTZ NOT NULL
);

CREATE INDEX practice_hosts_of_practice ON practice_hosts (practice_id, added_at);
