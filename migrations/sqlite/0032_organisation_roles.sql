-- What somebody is in every practice of an organisation, those that come to it later too; what they
-- are in a practice itself goes before it.
CREATE TABLE organisation_roles (
    organisation_id  BLOB NOT NULL REFERENCES organisations (id),
    user_id          BLOB NOT NULL REFERENCES users (id),
    role             TEXT NOT NULL,
    granted_at       TEXT NOT NULL,
    PRIMARY KEY (organisation_id, user_id)
) STRICT;
CREATE INDEX organisation_roles_of_user ON organisation_roles (user_id);
CREATE INDEX practices_of_organisation ON practices (organisation_id) WHERE organisation_id IS NOT NULL;
