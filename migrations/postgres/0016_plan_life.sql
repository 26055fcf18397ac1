-- The kinds of notices, papers and work are listed where they are made: `plans::About`,
-- `plans::Document`, `work::WorkKind`.
ALTER TABLE plan_notices DROP CONSTRAINT plan_notices_kind_check;
ALTER TABLE plan_documents DROP CONSTRAINT plan_documents_kind_check;
ALTER TABLE work_items DROP CONSTRAINT work_items_kind_check;

-- More than the practice's policy offers, to one account: a reason, until a day, and above the
-- practice's limit a second person.
CREATE TABLE plan_exceptions (
    practice_id   UUID NOT NULL,
    id            UUID NOT NULL,
    guarantor_id  UUID NOT NULL,
    -- What is offered instead of the policy, as JSON.
    policy        TEXT NOT NULL,
    reason        TEXT NOT NULL,
    -- What was due when it was asked for.
    amount_cents  BIGINT NOT NULL,
    -- The last day on which it can be signed.
    until         DATE NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('asked', 'open', 'used', 'refused', 'withdrawn')),
    asked_by      UUID NOT NULL REFERENCES users (id),
    asked_at      TIMESTAMPTZ NOT NULL,
    decided_by    UUID REFERENCES users (id),
    decided_at    TIMESTAMPTZ,
    -- The plan that was signed by it.
    plan_id       UUID,
    PRIMARY KEY (practice_id, id),
    FOREIGN KEY (practice_id, guarantor_id) REFERENCES guarantors (practice_id, id),
    -- Nobody agrees to their own.
    CHECK (decided_by IS NULL OR state NOT IN ('open', 'used') OR decided_by <> asked_by)
);

CREATE UNIQUE INDEX plan_exceptions_standing ON plan_exceptions (practice_id, guarantor_id) WHERE state IN ('asked', 'open');
