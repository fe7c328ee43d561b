-- columns follow_ups: id, activity_id, words, owner_id, asked_by, asked_at, state, answer, answered_by, answered_at

-- name: follow_up_add
INSERT INTO follow_ups (activity_id, words, owner_id, asked_by, asked_at, state)
VALUES (:activity_id, :words, :owner_id, :asked_by, :asked_at, :state) RETURNING id;

-- name: follow_up_one
SELECT {{follow_ups}} FROM follow_ups WHERE id = :id;

-- name: follow_ups_in
SELECT {{follow_ups}} FROM follow_ups WHERE state = :state ORDER BY asked_at, id;

-- name: follow_ups_owned
SELECT {{follow_ups}} FROM follow_ups WHERE owner_id = :owner_id AND state = 'open' ORDER BY asked_at, id;

-- name: follow_ups_advised
SELECT a.branch_id, a.visited_id, f.words, f.state, f.answer FROM follow_ups f JOIN activities a ON a.id = f.activity_id
WHERE a.kind = 'branch_check' AND a.begins_at >= :since AND a.begins_at < :before AND (a.branch_id = :branch_id OR a.visited_id = :branch_id)
ORDER BY CASE WHEN a.branch_id = :branch_id THEN 0 ELSE 1 END, f.id;

-- name: follow_up_give!
UPDATE follow_ups SET owner_id = :owner_id WHERE id = :id;

-- name: follow_up_answer!
UPDATE follow_ups SET state = :state, answer = :answer, answered_by = :by, answered_at = :at WHERE id = :id;

-- name: export_follow_ups
SELECT f.id, a.kind AS activity, f.words, o.name AS owner, p.name AS asked_by, f.asked_at, f.state, f.answer, n.name AS answered_by,
  f.answered_at
FROM follow_ups f JOIN activities a ON a.id = f.activity_id JOIN people p ON p.id = f.asked_by
LEFT JOIN people o ON o.id = f.owner_id LEFT JOIN people n ON n.id = f.answered_by ORDER BY f.id;
