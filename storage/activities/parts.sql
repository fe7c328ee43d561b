-- columns activity_parts: id, activity_id, person_id, state, signed_at, minutes, noted_by, noted_at, second_by, sure

-- name: part_one
SELECT {{activity_parts}} FROM activity_parts WHERE id = :id;

-- name: parts_of
SELECT {{activity_parts}} FROM activity_parts WHERE activity_id = :activity_id ORDER BY signed_at, id;

-- name: part_mine
SELECT {{activity_parts}} FROM activity_parts WHERE activity_id = :activity_id AND person_id = :person_id;

-- name: part_add!
INSERT INTO activity_parts (activity_id, person_id, state, signed_at) VALUES (:activity_id, :person_id, :state, :signed_at);

-- name: part_drop!
DELETE FROM activity_parts WHERE id = :id;

-- name: part_state!
UPDATE activity_parts SET state = :state WHERE id = :id;

-- name: part_came!
UPDATE activity_parts SET state = :state, minutes = :minutes, noted_by = :noted_by, noted_at = :noted_at, sure = :sure, second_by = NULL
WHERE id = :id;

-- name: part_came_add!
INSERT INTO activity_parts (activity_id, person_id, state, signed_at, minutes, noted_by, noted_at, sure)
VALUES (:activity_id, :person_id, :state, :noted_at, :minutes, :noted_by, :noted_at, :sure);

-- name: parts_called
SELECT p.id, p.name FROM people p WHERE p.name <> '' AND p.left_at IS NULL
  AND (p.roles <> '' OR EXISTS (SELECT 1 FROM activity_parts t WHERE t.person_id = p.id)) ORDER BY p.id;

-- name: parts_people_named
-- Anybody who has said their name: of whoever signed up for what is closed no part is left.
SELECT id, name FROM people WHERE name <> '' AND left_at IS NULL ORDER BY id;

-- name: parts_confirm!
UPDATE activity_parts SET sure = 1, second_by = :by
WHERE activity_id = :activity_id AND state = 'came' AND sure = 0 AND noted_by <> :by AND (person_id IS NULL OR person_id <> :by);

-- name: parts_forget_others!
DELETE FROM activity_parts WHERE activity_id = :activity_id AND state <> 'came';

-- name: parts_forget_called_off!
DELETE FROM activity_parts WHERE activity_id IN (SELECT id FROM activities WHERE state = 'called off' AND ended_at < :before);

-- name: part_stays
SELECT p.id AS part_id, a.id AS activity_id, a.title, a.place, a.begins_at, a.ends_at, p.minutes, h.name AS host,
  coalesce(b.name, '') AS branch, p.sure
FROM activity_parts p JOIN activities a ON a.id = p.activity_id JOIN people h ON h.id = a.host_id
LEFT JOIN branches b ON b.id = a.branch_id
WHERE p.person_id = :person_id AND p.state = 'came' ORDER BY a.begins_at DESC, a.id DESC;

-- name: activities_lasted
SELECT ends_at - begins_at AS milliseconds FROM activities
WHERE kind = :kind AND state = 'closed' AND begins_at >= :since AND begins_at < :before;

-- name: parts_stayed
-- Late ones count once a second person has vouched for them.
SELECT p.minutes FROM activity_parts p JOIN activities a ON a.id = p.activity_id
WHERE a.kind = :kind AND a.state = 'closed' AND a.begins_at >= :since AND a.begins_at < :before AND p.state = 'came' AND p.sure = 1;

-- name: parts_move!
-- Of two chats that turn out to be one person's: an activity that both signed up for counts once.
UPDATE activity_parts SET person_id = :into WHERE person_id = :person_id AND NOT EXISTS
  (SELECT 1 FROM activity_parts o WHERE o.activity_id = activity_parts.activity_id AND o.person_id = :into);

-- name: parts_withdraw!
DELETE FROM activity_parts WHERE person_id = :person_id;

-- name: erase_parts_to_come!
DELETE FROM activity_parts WHERE person_id = :person_id AND state <> 'came';

-- name: erase_parts!
-- That somebody was there stays in the figures, without who.
UPDATE activity_parts SET person_id = NULL WHERE person_id = :person_id;

-- name: person_activity_parts
SELECT a.title, a.place, a.begins_at, a.ends_at, p.state, p.signed_at, p.minutes, p.noted_at, p.sure AS is_sure
FROM activity_parts p JOIN activities a ON a.id = p.activity_id WHERE p.person_id = :person_id ORDER BY a.begins_at, a.id;

-- name: export_volunteer_hours
-- What the clerk of the national system types in again; who came without a name stands in no such list.
SELECT p.name, a.title AS activity, a.begins_at, a.ends_at, a.place, t.minutes, h.name AS host
FROM activity_parts t JOIN activities a ON a.id = t.activity_id JOIN people p ON p.id = t.person_id JOIN people h ON h.id = a.host_id
WHERE t.state = 'came' AND t.sure = 1 AND a.kind = 'volunteer' ORDER BY a.begins_at, a.id, p.name, p.id;
