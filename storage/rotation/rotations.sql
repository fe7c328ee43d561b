-- columns rotations: id, leaver_id, successor_id, day, planned_by, planned_at, state, given_at, given_by, taken_at, drawn_at,
--   passed_at, ended_at, ended_by

-- name: rotation_add
INSERT INTO rotations (leaver_id, successor_id, day, planned_by, planned_at, state, given_at, given_by)
VALUES (:leaver_id, :successor_id, :day, :planned_by, :planned_at, :state, :given_at, :given_by) RETURNING id;

-- name: rotation_one
SELECT {{rotations}} FROM rotations WHERE id = :id;

-- name: rotation_save!
UPDATE rotations SET {{set rotations but id, leaver_id, successor_id, day, planned_by, planned_at}} WHERE id = :id AND state = :before;

-- name: rotations_in
SELECT {{rotations}} FROM rotations WHERE state = :state ORDER BY day, id;

-- name: rotations_newest
SELECT {{rotations}} FROM rotations ORDER BY id DESC LIMIT :most;

-- name: rotation_item_add!
INSERT INTO rotation_items (rotation_id, kind, subject_id) VALUES (:rotation_id, :kind, :subject_id) ON CONFLICT DO NOTHING;

-- name: rotation_items_of
SELECT kind, subject_id FROM rotation_items WHERE rotation_id = :rotation_id ORDER BY kind, subject_id;

-- name: sites_of_keeper
SELECT {{sites}} FROM sites WHERE keeper_id = :keeper_id ORDER BY community, street, name, id;

-- name: person_rotations
SELECT r.day, l.name AS leaver, s.name AS successor, r.state, r.planned_at, r.given_at, r.taken_at, r.passed_at, r.ended_at
FROM rotations r JOIN people l ON l.id = r.leaver_id JOIN people s ON s.id = r.successor_id
WHERE r.leaver_id = :person_id OR r.successor_id = :person_id ORDER BY r.id;

-- name: export_rotations
SELECT r.id, l.name AS leaver, s.name AS successor, r.day, p.name AS planned_by, r.planned_at, r.state, r.given_at, r.taken_at,
       r.passed_at, r.ended_at, (SELECT count(*) FROM rotation_items i WHERE i.rotation_id = r.id) AS items
FROM rotations r JOIN people l ON l.id = r.leaver_id JOIN people s ON s.id = r.successor_id JOIN people p ON p.id = r.planned_by
ORDER BY r.id;
