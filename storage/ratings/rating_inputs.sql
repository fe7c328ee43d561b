-- Shops of several grids at a time, `first_grid` to `last_grid`; everything else is read for the same ones.

-- name: rating_shops
SELECT s.id, s.grid_id, s.street, s.open_days, s.holidays, s.duties, t.id AS tenure_id, t.since
FROM shops s LEFT JOIN tenures t ON t.shop_id = s.id AND t.until IS NULL
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND s.left_at IS NULL ORDER BY s.grid_id, s.id;

-- name: rating_grids
SELECT grid_id, count(*) AS shops FROM shops WHERE left_at IS NULL GROUP BY grid_id ORDER BY grid_id;

-- name: rating_findings
SELECT f.id, f.shop_id, f.tenure_id, f.duty, f.origin, f.observation_id, f.day, f.opened_at, f.due_at, f.state, f.overdue_at, f.fixed_at,
       CASE WHEN f.origin = 'lead' AND EXISTS (
         SELECT 1 FROM leads l JOIN leads m ON m.shop_id = l.shop_id AND m.duty = l.duty AND m.day = l.day
         WHERE l.id = f.lead_id AND l.id IN (m.id, m.same_as)
           AND m.source = 'resident' AND m.at <= :through) THEN 1 ELSE 0 END AS resident
FROM shops s JOIN findings f ON f.shop_id = s.id
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND s.left_at IS NULL AND f.day >= :first AND f.opened_at <= :through
ORDER BY f.opened_at, f.id;

-- name: rating_closures
SELECT c.shop_id, c.since, c.until FROM shops s JOIN closures c ON c.shop_id = s.id
WHERE c.undone_at IS NULL AND s.grid_id BETWEEN :first_grid AND :last_grid AND c.since <= :last AND (c.until IS NULL OR c.until >= :first)
ORDER BY c.since;

-- name: rating_contested
SELECT a.subject_id FROM appeals a JOIN shops s ON s.id = a.shop_id
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND a.subject = 'observation'
  AND (a.state = 'granted' OR (a.state = 'open' AND a.at <= :through));

-- name: rating_vetoes
SELECT v.shop_id, v.since FROM vetoes v JOIN shops s ON s.id = v.shop_id
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND v.state = 'confirmed' AND v.confirmed_at <= :through;

-- name: rating_before
SELECT r.shop_id, r.figures FROM shops s JOIN ratings r ON r.shop_id = s.id AND r.run_id = :run_id
WHERE s.grid_id BETWEEN :first_grid AND :last_grid;
