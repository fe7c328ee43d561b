-- What each run read, a row a grid.

-- name: rating_world_add!
INSERT INTO rating_worlds (run_id, grid_id, world) VALUES (:run_id, :grid_id, :world);

-- name: rating_world$
SELECT world FROM rating_worlds WHERE run_id = :run_id AND grid_id = :grid_id;

-- name: rating_world_grids
SELECT grid_id FROM rating_worlds WHERE run_id = :run_id ORDER BY grid_id;

-- name: rating_world_first$
SELECT min(w.run_id) FROM rating_runs r JOIN rating_worlds w ON w.run_id = r.id
WHERE r.period = :period AND r.through = :through AND r.kind <> 'unfinished';

-- name: rating_worlds_forget!
-- A version is made again from what the first run up to the same end had read; one that a later end has overtaken is no more asked.
DELETE FROM rating_worlds WHERE run_id IN (
  SELECT r.id FROM rating_runs r
  WHERE r.through < :before OR (r.through < :repeated_before AND EXISTS (
    SELECT 1 FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL
      AND (n.through > r.through OR (n.through = r.through AND n.id < r.id)))));

-- name: rating_worlds_drop!
DELETE FROM rating_worlds WHERE run_id = :run_id;

-- name: appeals_granted
SELECT a.shop_id, a.subject_id AS look FROM shops s CROSS JOIN appeals a
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND a.shop_id = s.id AND a.subject = 'observation' AND a.state = 'granted' ORDER BY a.id;

-- name: rating_rules_keep!
INSERT INTO rating_rules (hash, rules) VALUES (:hash, :rules) 
-- the row stays locked until the run has begun: two processes begin it together
ON CONFLICT (hash) DO UPDATE SET hash = excluded.hash;

-- name: rating_run_rules$
SELECT rules_hash FROM rating_runs WHERE id = :id;

-- name: shop_grid$
SELECT grid_id FROM shops WHERE id = :id;

-- name: rating_rules$
SELECT rules FROM rating_rules WHERE hash = :hash;
