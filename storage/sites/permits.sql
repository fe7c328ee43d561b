-- columns permits: id, number, site_id, person_id, name, village, goods, state, asked_at, since, until, decided_at, decided_by, talks,
--   talked_at, talked_by, heard, drawn_at, ended_at

-- name: permit_one
SELECT {{permits}} FROM permits WHERE id = :id;

-- name: permit_of_number
SELECT {{permits}} FROM permits WHERE number = :number AND number <> '';

-- name: permits_of_person
SELECT {{permits}} FROM permits WHERE person_id = :person_id ORDER BY id DESC;

-- name: permits_at_site
SELECT {{permits}} FROM permits WHERE site_id = :site_id ORDER BY id;

-- name: permits_in_state
SELECT {{permits}} FROM permits WHERE state = :state ORDER BY id;

-- name: permits_undrawn
SELECT {{permits}} FROM permits WHERE state = 'given' AND drawn_at IS NULL ORDER BY id;

-- name: permit_add
INSERT INTO permits (site_id, person_id, name, village, goods, state, asked_at, since, until)
VALUES (:site_id, :person_id, :name, :village, :goods, :state, :asked_at, :since, :until) RETURNING id;

-- name: permit_save!
UPDATE permits SET {{set permits but id}} WHERE id = :id AND state = :before;

-- name: permit_drawn!
UPDATE permits SET drawn_at = :at WHERE id = :id AND drawn_at IS NULL;

-- name: site_hold!
UPDATE sites SET pitches = pitches WHERE id = :id;

-- name: pitches_freed_on
SELECT permit_id FROM pitches_freed WHERE day = :day;

-- name: pitch_free!
INSERT INTO pitches_freed (permit_id, day) VALUES (:permit_id, :day) ON CONFLICT DO NOTHING;

-- name: pitches_freed_forget!
DELETE FROM pitches_freed WHERE day < :before;

-- name: erase_permits!
UPDATE permits SET name = '', village = '', heard = '' WHERE person_id = :person_id;

-- name: permits_end_of!
-- Whoever is erased leaves the pitch to others.
UPDATE permits SET state = CASE state WHEN 'asked' THEN 'dropped' ELSE 'given back' END, ended_at = :at
WHERE person_id = :person_id AND state IN ('asked', 'given');

-- name: person_permits
SELECT m.number, s.name AS site, m.name, m.village, m.goods, m.state, m.asked_at, m.since, m.until, m.talks, m.heard, m.ended_at
FROM permits m JOIN sites s ON s.id = m.site_id WHERE m.person_id = :person_id ORDER BY m.id;

-- name: export_permits
SELECT m.id, m.number, s.name AS site, m.name, m.village, m.goods, m.state, m.asked_at, m.since, m.until, m.decided_at,
       k.name AS decided_by, m.ended_at
FROM permits m JOIN sites s ON s.id = m.site_id LEFT JOIN people k ON k.id = m.decided_by ORDER BY m.id;

-- name: permits_over
SELECT {{permits}} FROM permits WHERE state IN ('asked', 'given', 'withdrawn') AND until < :day ORDER BY id;
