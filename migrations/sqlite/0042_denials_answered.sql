-- The patient wrote about a visit of which something is refused, and nobody has said since what came of it.
ALTER TABLE denials ADD COLUMN answered INTEGER NOT NULL DEFAULT 0;
