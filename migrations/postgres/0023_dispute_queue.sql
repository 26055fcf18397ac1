-- The desk's queue of disputes: what is open by deadline, by age and by amount, with the columns
-- that narrow it, so that a page of it costs the same however long it is; who has how many; and
-- what is over, newest first.
CREATE INDEX disputes_open_by_deadline ON disputes (practice_id, act_by, id, state, reason, assigned_to)
    WHERE state NOT IN ('decided', 'closed');
CREATE INDEX disputes_open_by_age ON disputes (practice_id, id, state, reason, assigned_to, act_by)
    WHERE state NOT IN ('decided', 'closed');
CREATE INDEX disputes_open_by_amount ON disputes (practice_id, frozen_cents, id, state, reason, assigned_to, act_by)
    WHERE state NOT IN ('decided', 'closed');
CREATE INDEX disputes_open_of_user ON disputes (practice_id, assigned_to, state)
    WHERE state NOT IN ('decided', 'closed');
CREATE INDEX disputes_over ON disputes (practice_id, state, id);
