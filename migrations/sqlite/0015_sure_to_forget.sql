-- When Stripe, too, has said that a means of payment is gone.
ALTER TABLE saved_methods ADD COLUMN forgotten_at TEXT;

CREATE INDEX saved_methods_to_forget ON saved_methods (removed_at) WHERE removed_at IS NOT NULL AND forgotten_at IS NULL;

-- A statement is asked for together with the one that took its place.
CREATE INDEX statements_correcting ON statements (practice_id, corrects_id, number) WHERE corrects_id IS NOT NULL;

-- A run takes its next account in this order, from what is left.
DROP INDEX statement_run_items_ready;
CREATE INDEX statement_run_items_ready ON statement_run_items (practice_id, run_id, guarantor_id) WHERE state = 'ready';
