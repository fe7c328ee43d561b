-- columns people: id, name, phone, language, branch_id, roles, created_at, reminders, quiet_since, left_at, erased_at

-- name: person
SELECT {{people}}
FROM people WHERE id = :id;

-- name: person_add
INSERT INTO people (name, phone, language, branch_id, roles, created_at)
VALUES (:name, :phone, :language, :branch_id, :roles, :created_at) RETURNING id;

-- name: person_first_name!
UPDATE people SET name = :name WHERE id = :id AND name = '';

-- name: person_roles!
UPDATE people SET roles = :roles WHERE id = :id;

-- name: person_language!
UPDATE people SET language = :language WHERE id = :id;

-- name: person_reminders!
-- Either way we may ask again: silence so far says nothing any more.
UPDATE people SET reminders = :reminders, quiet_since = NULL WHERE id = :id;

-- name: person_quiet!
UPDATE people SET quiet_since = :day WHERE id = :id;

-- name: person_left!
UPDATE people SET left_at = :at, roles = '' WHERE id = :id;

-- name: person_erase!
UPDATE people SET name = '', phone = '', language = '', roles = '', left_at = coalesce(left_at, :at), erased_at = :at WHERE id = :id;

-- name: people_with_role
SELECT {{people}}
FROM people WHERE ' ' || roles || ' ' LIKE '% ' || CAST(:role AS TEXT) || ' %' AND left_at IS NULL ORDER BY id;

-- name: people_enrolled$
SELECT count(*) FROM people p WHERE p.id = :id
  AND EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = p.id AND c.gone_at IS NULL AND c.channel <> 'board');

-- name: journal_add!
INSERT INTO journal (at, person_id, action, subject, note) VALUES (:at, :person_id, :action, :subject, :note);

-- name: branch_find
SELECT id FROM branches WHERE name = :name;

-- name: branch_add
INSERT INTO branches (name) VALUES (:name) RETURNING id;

-- name: branches_all
SELECT id, name FROM branches ORDER BY id;
