-- A due day with many plans: those that are taken next are read in their order, not sorted first.
DROP INDEX plans_due;
CREATE INDEX plans_due ON plans (practice_id, next_due, id) WHERE next_due IS NOT NULL;
-- What is on its way to a plan's visits is found by visit.
CREATE INDEX payment_parts_of_visit ON payment_parts (practice_id, visit_id);
