-- name: calendar_public
SELECT {{activities}} FROM activities WHERE kind = :kind AND coalesce(CASE WHEN state = 'called off' THEN ended_at END, ends_at) > :since
ORDER BY begins_at, id;

-- name: calendar_own
SELECT {{activities a}} FROM activities a
WHERE coalesce(CASE WHEN a.state = 'called off' THEN a.ended_at END, a.ends_at) > :since AND (a.host_id = :person_id
  OR EXISTS (SELECT 1 FROM activity_parts p WHERE p.activity_id = a.id AND p.person_id = :person_id AND p.state <> 'waiting'))
ORDER BY a.begins_at, a.id;

-- name: calendar_secret_of
SELECT secret FROM calendar_secrets WHERE person_id = :person_id;

-- name: calendar_secret_set!
INSERT INTO calendar_secrets (person_id, secret, made_at) VALUES (:person_id, :secret, :made_at)
ON CONFLICT (person_id) DO UPDATE SET secret = excluded.secret, made_at = excluded.made_at;

-- name: calendar_holder
SELECT person_id FROM calendar_secrets WHERE secret = :secret;

-- name: erase_calendar_secrets!
DELETE FROM calendar_secrets WHERE person_id = :person_id;
