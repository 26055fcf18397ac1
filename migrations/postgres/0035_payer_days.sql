-- The insurers that remittances name, and how many days each takes appeals: the practice's own setting where it has
-- said nothing of one.
CREATE TABLE payers (
    practice_id  UUID NOT NULL REFERENCES practices (id),
    id           UUID NOT NULL,
    -- What a remittance is told apart by, and the name on the newest one.
    payer_key    TEXT NOT NULL,
    name         TEXT NOT NULL,
    appeal_days  BIGINT CHECK (appeal_days BETWEEN 1 AND 730),
    -- The number of the last change of its days: who changes them says which one they saw.
    seq          BIGINT NOT NULL,
    PRIMARY KEY (practice_id, id),
    UNIQUE (practice_id, payer_key)
);

INSERT INTO payers (practice_id, id, payer_key, name, seq)
SELECT practice_id, gen_random_uuid(), payer_key, payer, 0
FROM (SELECT practice_id, payer_key, payer,
             ROW_NUMBER() OVER (PARTITION BY practice_id, payer_key ORDER BY paid_on DESC, id DESC) AS place
      FROM remittances) named
WHERE place = 1;

-- Who said what about a payer's days, for good.
CREATE TABLE payer_steps (
    practice_id  UUID NOT NULL,
    payer_id     UUID NOT NULL,
    seq          BIGINT NOT NULL CHECK (seq > 0),
    -- None: the practice's own from then on.
    appeal_days  BIGINT,
    by_user      UUID NOT NULL REFERENCES users (id),
    at           TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (practice_id, payer_id, seq),
    FOREIGN KEY (practice_id, payer_id) REFERENCES payers (practice_id, id)
);

CREATE TRIGGER payer_steps_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payer_steps
    FOR EACH STATEMENT EXECUTE FUNCTION denials_append_only();

-- The payer whose days a refusal counts, and from which day: the day it was refused, where nothing is said.
ALTER TABLE denials ADD COLUMN payer_id UUID;
ALTER TABLE denials ADD COLUMN counted_from DATE;
-- The days to appeal since a step that changed them; its day is the last one to appeal.
ALTER TABLE denial_steps ADD COLUMN days BIGINT;

UPDATE denials SET payer_id = (
    SELECT y.id FROM claims k
    JOIN remittances r ON r.practice_id = k.practice_id AND r.id = k.remittance_id
    JOIN payers y ON y.practice_id = r.practice_id AND y.payer_key = r.payer_key
    WHERE k.practice_id = denials.practice_id AND k.id = denials.claim_id);
-- What was refused beside something else counts from that one's day. Where that is not known any more, too early
-- costs nothing.
UPDATE denials AS d SET counted_from = (SELECT LEAST(d.refused_on, d.deadline - p.appeal_days::int) FROM practices p WHERE p.id = d.practice_id)
WHERE d.amount_cents > 0;

-- The queue by payer, in every order.
DROP INDEX denials_open_by_deadline;
DROP INDEX denials_open_by_amount;
DROP INDEX denials_open_by_age;
CREATE INDEX denials_open_by_deadline ON denials (practice_id, act_by, id, route, state, assigned_to, payer_id) WHERE amount_cents > 0;
CREATE INDEX denials_open_by_amount ON denials (practice_id, amount_cents, id, route, state, assigned_to, payer_id) WHERE amount_cents > 0;
CREATE INDEX denials_open_by_age ON denials (practice_id, refused_on, id, route, state, assigned_to, payer_id) WHERE amount_cents > 0;
CREATE INDEX denials_of_payer ON denials (practice_id, payer_id, amount_cents);
-- The figures above it: what is open, what of it is late and what was recovered, without reading the refusals themselves.
CREATE INDEX denials_totals ON denials (practice_id, amount_cents, act_by, recovered_cents);
