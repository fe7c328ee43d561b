-- Shops of several grids at a time, `first_grid` to `last_grid`; everything else is read for the same ones.

-- name: rating_shops
-- The holder of the run's hour, or the first one where nobody held it yet; a shop that has left since was there.
-- Of a bare `max(id)` PostgreSQL, while it has not counted the table, walks through all tenures from the last one on, for each shop.
SELECT s.id, s.grid_id, s.street, s.open_days, s.holidays, s.duties, t.id AS tenure_id, t.since
FROM shops s LEFT JOIN tenures t ON t.id = coalesce(
  (SELECT max(h.id + 0) FROM tenures h WHERE h.shop_id = s.id AND h.since <= :through),
  (SELECT min(f.id + 0) FROM tenures f WHERE f.shop_id = s.id))
  AND (t.until IS NULL OR t.until > :through)
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND (s.left_at IS NULL OR s.left_at > :through) ORDER BY s.grid_id, s.id;

-- name: rating_grids
-- With the size of what is kept of one shop of each, for all of them.
SELECT g.grid_id, g.shops, coalesce(length(e.looks), 0) + coalesce(length(e.cases), 0) + coalesce(length(e.reported), 0) AS size
FROM (SELECT grid_id, count(*) AS shops, min(id) AS sample FROM shops WHERE left_at IS NULL GROUP BY grid_id) g
LEFT JOIN shop_evidence e ON e.shop_id = g.sample ORDER BY g.grid_id;

-- name: findings_of_residents
-- Those that a resident reported, be it as the first or as one who said the same.
SELECT f.id FROM shops s JOIN findings f ON f.shop_id = s.id AND f.origin = 'lead'
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND EXISTS (
  SELECT 1 FROM leads l JOIN leads m ON m.shop_id = l.shop_id AND m.duty = l.duty AND m.day = l.day
  WHERE l.id = f.lead_id AND l.id IN (m.id, m.same_as) AND m.source = 'resident' AND m.at <= :through);

-- name: shops_of_moved_findings
-- From the steps since, which are few, in the order in which SQLite takes a CROSS JOIN.
SELECT DISTINCT f.shop_id FROM finding_events e CROSS JOIN findings f CROSS JOIN shops s
WHERE e.at > :through AND f.id = e.finding_id AND s.id = f.shop_id AND s.grid_id BETWEEN :first_grid AND :last_grid;

-- name: finding_steps_since
-- Of one shop's findings, in the order in which SQLite takes a CROSS JOIN: never from all steps of the town, for each shop.
SELECT e.finding_id FROM findings f CROSS JOIN finding_events e
WHERE f.shop_id = :shop_id AND e.finding_id = f.id AND e.at > :through;

-- name: finding_steps
SELECT at, person_id, event FROM finding_events WHERE finding_id = :finding_id ORDER BY id;

-- name: findings_set_aside
SELECT f.shop_id, f.id FROM shops s JOIN findings f ON f.shop_id = s.id
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND f.state = 'withdrawn'
  AND EXISTS (SELECT 1 FROM finding_events e WHERE e.finding_id = f.id AND e.event = 'set aside');

-- name: rating_closures
SELECT c.shop_id, c.since, c.until FROM shops s JOIN closures c ON c.shop_id = s.id
WHERE c.at <= :through AND (c.undone_at IS NULL OR c.undone_at > :through) AND s.grid_id BETWEEN :first_grid AND :last_grid AND c.since <= :last AND (c.until IS NULL OR c.until >= :first)
ORDER BY c.since;

-- name: rating_contested
-- As it stood at the cut-off: an appeal decided later was still open then; a granted one always counts.
SELECT a.shop_id, a.subject_id AS look, CASE WHEN a.state = 'granted' THEN 1 ELSE 0 END AS is_granted, a.due_at
FROM shops s CROSS JOIN appeals a
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND a.shop_id = s.id AND a.subject = 'observation'
  AND (a.state = 'granted' OR (a.at <= :through AND (a.decided_at IS NULL OR a.decided_at > :through)))
ORDER BY a.id;

-- name: rating_vetoes
-- One that was lifted after the cut-off held at it, unless an appeal found it wrong.
SELECT v.id, v.shop_id, v.since FROM vetoes v JOIN shops s ON s.id = v.shop_id
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND v.confirmed_at <= :through
  AND (v.state = 'confirmed' OR (v.lifted_at > :through
    AND NOT EXISTS (SELECT 1 FROM appeals a WHERE a.subject = 'veto' AND a.subject_id = v.id AND a.state = 'granted')));

-- name: vetoes_appealed
SELECT v.id FROM shops s CROSS JOIN vetoes v CROSS JOIN appeals a
WHERE s.grid_id BETWEEN :first_grid AND :last_grid
  AND v.shop_id = s.id AND a.shop_id = s.id AND a.subject = 'veto' AND a.subject_id = v.id AND a.state = 'granted';

-- name: rating_before
-- `last` is the packed last star behind the version's byte. A CROSS JOIN, which SQLite takes in this order: never all rows of the run for each stretch.
SELECT r.shop_id, substr(r.packed, 2, 30) AS last, r.figures FROM shops s CROSS JOIN ratings r
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND r.shop_id = s.id AND r.run_id = :run_id;
