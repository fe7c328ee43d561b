-- columns board_activity_rows: a.id, a.kind, a.title, a.place, a.site_id, s.name AS site, a.branch_id, b.name AS branch, b.brand, v.name AS visited, a.host_id,
--   h.name AS host, a.begins_at, a.ends_at, a.places, a.state, a.form, a.people,
--   (SELECT count(*) FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'signed') AS signed,
--   (SELECT count(*) FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'waiting') AS waiting,
--   (SELECT count(*) FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'came') AS came,
--   (SELECT coalesce(sum(p.minutes), 0) FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'came') AS person_minutes,
--   (SELECT count(*) FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'came' AND p.sure = 0) AS unsure,
--   (SELECT count(*) FROM follow_ups f WHERE f.activity_id = a.id AND f.state = 'open') AS to_do

-- name: board_activities
-- The nearest first of what is to come; of what was, the latest. A branch sees its own, and those that visited it.
SELECT {{board_activity_rows}}
FROM activities a JOIN people h ON h.id = a.host_id LEFT JOIN sites s ON s.id = a.site_id LEFT JOIN branches b ON b.id = a.branch_id
LEFT JOIN branches v ON v.id = a.visited_id
WHERE (CAST(:branch_id AS BIGINT) = 0 OR coalesce(a.branch_id, h.branch_id) = :branch_id OR a.visited_id = :branch_id)
  AND (:which = 'all' OR (:which = 'coming' AND a.state = 'planned') OR (:which = 'over' AND a.state = 'over') OR (:which = 'closed' AND a.state = 'closed')
    OR (:which = 'off' AND a.state = 'called off')
    OR (:which = 'unsure' AND EXISTS (SELECT 1 FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'came' AND p.sure = 0))
    OR (:which = 'to_do' AND EXISTS (SELECT 1 FROM follow_ups f WHERE f.activity_id = a.id AND f.state = 'open')))
  AND (:kind = '' OR a.kind = :kind)
  AND (:words = '' OR lower(a.title || ' ' || a.place || ' ' || coalesce(s.name, '')) LIKE '%' || lower(CAST(:words AS TEXT)) || '%')
ORDER BY CASE WHEN a.state IN ('planned', 'over') THEN 0 ELSE 1 END, CASE WHEN a.state IN ('planned', 'over') THEN a.begins_at ELSE -a.begins_at END, a.id
LIMIT :most OFFSET :skip;

-- name: board_activities_count$
-- The same conditions as the list, so that pages and total agree.
SELECT count(*) FROM activities a JOIN people h ON h.id = a.host_id LEFT JOIN sites s ON s.id = a.site_id
WHERE (CAST(:branch_id AS BIGINT) = 0 OR coalesce(a.branch_id, h.branch_id) = :branch_id OR a.visited_id = :branch_id)
  AND (:which = 'all' OR (:which = 'coming' AND a.state = 'planned') OR (:which = 'over' AND a.state = 'over') OR (:which = 'closed' AND a.state = 'closed')
    OR (:which = 'off' AND a.state = 'called off')
    OR (:which = 'unsure' AND EXISTS (SELECT 1 FROM activity_parts p WHERE p.activity_id = a.id AND p.state = 'came' AND p.sure = 0))
    OR (:which = 'to_do' AND EXISTS (SELECT 1 FROM follow_ups f WHERE f.activity_id = a.id AND f.state = 'open')))
  AND (:kind = '' OR a.kind = :kind)
  AND (:words = '' OR lower(a.title || ' ' || a.place || ' ' || coalesce(s.name, '')) LIKE '%' || lower(CAST(:words AS TEXT)) || '%');

-- name: board_activity
SELECT {{board_activity_rows}}
FROM activities a JOIN people h ON h.id = a.host_id LEFT JOIN sites s ON s.id = a.site_id LEFT JOIN branches b ON b.id = a.branch_id
LEFT JOIN branches v ON v.id = a.visited_id
WHERE a.id = :id AND (CAST(:branch_id AS BIGINT) = 0 OR coalesce(a.branch_id, h.branch_id) = :branch_id OR a.visited_id = :branch_id);

-- name: board_activity_follow_ups
SELECT f.id, f.words, f.asked_at, p.name AS asked_by, o.name AS owner, f.state, f.answer, f.answered_at
FROM follow_ups f JOIN people p ON p.id = f.asked_by LEFT JOIN people o ON o.id = f.owner_id WHERE f.activity_id = :id ORDER BY f.id;

-- name: board_activity_own_parts$
-- Parts that are this person's, or that they noted: of these they cannot vouch.
SELECT count(*) FROM activity_parts WHERE activity_id = :id AND state = 'came' AND (person_id = :person_id OR noted_by = :person_id);
