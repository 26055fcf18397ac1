-- What the operator changes at the command line is in the audit too: nobody's login did it.
ALTER TABLE audit_events ALTER COLUMN user_id DROP NOT NULL;
