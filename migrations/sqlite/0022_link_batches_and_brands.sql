-- Links for many accounts at once: what is asked for, then one job that makes each account's link once.
CREATE TABLE link_batches (
    practice_id   BLOB NOT NULL REFERENCES practices (id),
    id            BLOB NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('preview', 'released', 'done', 'cancelled')),
    campaign      TEXT NOT NULL,
    -- By mail of ours, or in a file for a mailing tool of the practice's.
    hand_out      TEXT NOT NULL CHECK (hand_out IN ('mail', 'file')),
    lives_days    INTEGER NOT NULL CHECK (lives_days BETWEEN 1 AND 365),
    made_by       BLOB NOT NULL REFERENCES users (id),
    made_at       TEXT NOT NULL,
    released_by   BLOB REFERENCES users (id),
    released_at   TEXT,
    done_at       TEXT,
    -- How often the file was given out, and when last: its links hold, those of a file before do not.
    files         INTEGER NOT NULL DEFAULT 0,
    filed_at      TEXT,
    PRIMARY KEY (practice_id, id)
) STRICT;

CREATE INDEX link_batches_under_way ON link_batches (practice_id) WHERE state = 'released';

CREATE TABLE link_batch_items (
    practice_id   BLOB NOT NULL,
    batch_id      BLOB NOT NULL,
    guarantor_id  BLOB NOT NULL,
    due_cents     INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('ready', 'made', 'held', 'dropped')),
    -- Why it is held, or was dropped at the last moment.
    why           TEXT,
    link_id       BLOB,
    PRIMARY KEY (practice_id, batch_id, guarantor_id),
    FOREIGN KEY (practice_id, batch_id) REFERENCES link_batches (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    FOREIGN KEY (practice_id, link_id) REFERENCES pay_links (practice_id, id),
    CHECK ((state = 'made') = (link_id IS NOT NULL))
) STRICT;

CREATE INDEX link_batch_items_ready ON link_batch_items (practice_id, batch_id) WHERE state = 'ready';

-- Whether the code on a statement's paper is a link for it.
ALTER TABLE practices ADD COLUMN link_on_paper INTEGER NOT NULL DEFAULT 1;

-- How a practice looks where patients see it. A practice without a row looks as we do.
CREATE TABLE practice_brands (
    practice_id   BLOB NOT NULL PRIMARY KEY REFERENCES practices (id),
    -- Six hexadecimal digits.
    accent        TEXT,
    -- A picture that we made of the one that was given: PNG.
    logo          BLOB,
    logo_width    INTEGER,
    logo_height   INTEGER,
    CHECK ((logo IS NULL) = (logo_width IS NULL) AND (logo IS NULL) = (logo_height IS NULL))
) STRICT;

-- In the practice's own words: which languages somebody speaks there.
ALTER TABLE practices ADD COLUMN languages TEXT;
-- Names the practice's style sheet: another look is another name. None: ours.
ALTER TABLE practices ADD COLUMN brand_mark TEXT;

-- Host names under which a practice's pages may be asked for, beside that of the installation.
CREATE TABLE practice_hosts (
    host          TEXT NOT NULL PRIMARY KEY,
    practice_id   BLOB NOT NULL REFERENCES practices (id),
    added_at      TEXT NOT NULL
) STRICT;

CREATE INDEX practice_hosts_of_practice ON practice_hosts (practice_id, added_at);
