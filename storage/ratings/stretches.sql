-- The stretches of a run under way.

-- name: rating_stretch_add!
INSERT INTO rating_stretches (run_id, number, first_grid, last_grid) VALUES (:run_id, :number, :first_grid, :last_grid);

-- name: rating_stretches_open
SELECT run_id, number, first_grid, last_grid, digest FROM rating_stretches
WHERE run_id = :run_id AND digest = '' ORDER BY number;

-- name: rating_stretch_digest$
SELECT digest FROM rating_stretches WHERE run_id = :run_id AND number = :number;

-- name: rating_stretch_done!
UPDATE rating_stretches SET digest = :digest WHERE run_id = :run_id AND number = :number AND digest = '';

-- name: rating_stretch_digests
SELECT digest FROM rating_stretches WHERE run_id = :run_id ORDER BY number;

-- name: rating_stretches_drop!
DELETE FROM rating_stretches WHERE run_id = :run_id;
