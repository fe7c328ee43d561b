-- columns ratings: run_id, shop_id, state, score, weakest, stars, shown, previous, looks, figures, packed
-- columns rating_runs: id, period, version, kind, through, rules_hash, inputs_hash, started_at, published_at

-- name: rating_run_add
-- The version is taken in the insert: two runs at once cannot have the same.
INSERT INTO rating_runs (period, version, kind, through, rules_hash, inputs_hash, started_at)
SELECT :period, coalesce(max(version), 0) + 1, :kind, :through, :rules_hash, :inputs_hash, :started_at FROM rating_runs WHERE period = :period
RETURNING id;

-- name: rating_run_under_way
-- Begun after the run it follows was published; one dropped at any moment is no harm.
SELECT {{rating_runs}} FROM rating_runs
WHERE period = :period AND through = :through AND rules_hash = :rules_hash AND kind = 'unfinished' AND started_at >= :since
ORDER BY id DESC LIMIT 1;

-- name: rating_run_seal!
UPDATE rating_runs SET kind = :kind, inputs_hash = :inputs_hash WHERE id = :id AND kind = 'unfinished';

-- name: rating_run_counts
-- Counted in passing: for a GROUP BY, SQLite would hold a row of every shop in memory to sort them.
SELECT count(CASE WHEN shown IS NULL AND state = 'closed' THEN 1 END) AS closed,
       count(CASE WHEN shown IS NULL AND state = 'paused' THEN 1 END) AS paused,
       count(CASE WHEN shown = 1 THEN 1 END) AS stars_1,
       count(CASE WHEN shown = 2 THEN 1 END) AS stars_2,
       count(CASE WHEN shown = 3 THEN 1 END) AS stars_3,
       count(CASE WHEN shown = 4 THEN 1 END) AS stars_4,
       count(CASE WHEN shown = 5 THEN 1 END) AS stars_5,
       count(CASE WHEN shown IS NULL AND state = 'unrated' THEN 1 END) AS unrated
FROM ratings WHERE run_id = :run_id;

-- name: rating_run_publish!
UPDATE rating_runs SET published_at = :at WHERE id = :id;

-- name: rating_run_drop!
DELETE FROM rating_runs WHERE id = :id AND published_at IS NULL;

-- name: ratings_drop!
DELETE FROM ratings WHERE run_id = :id;

-- name: rating_runs_unpublished
SELECT {{rating_runs}} FROM rating_runs
WHERE published_at IS NULL AND kind <> 'draft' AND started_at < :before;

-- name: rating_run_newest
SELECT {{rating_runs}} FROM rating_runs
WHERE period = :period AND published_at IS NOT NULL ORDER BY version DESC LIMIT 1;

-- name: rating_runs_newest
SELECT {{rating_runs r}} FROM rating_runs r
WHERE r.published_at IS NOT NULL AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL)
ORDER BY r.period DESC LIMIT :most;

-- name: rating_add!
INSERT INTO ratings (run_id, shop_id, state, score, weakest, stars, shown, previous, looks, figures, packed)
VALUES (:run_id, :shop_id, :state, :score, :weakest, :stars, :shown, :previous, :looks, :figures, :packed);

-- name: ratings_of_run
SELECT {{ratings}} FROM ratings WHERE run_id = :run_id ORDER BY shop_id;

-- name: ratings_of_people
SELECT {{ratings}} FROM ratings WHERE run_id = :run_id AND shop_id IN (
  SELECT shop_id FROM holdings WHERE until IS NULL AND person_id > :after AND person_id <= :upto
);

-- name: rating_latest
SELECT g.run_id, g.shop_id, g.state, g.score, g.weakest, g.stars, g.shown, g.previous, g.looks, g.figures, g.packed, r.period, r.version, r.through
FROM ratings g JOIN rating_runs r ON r.id = g.run_id
WHERE g.shop_id = :shop_id AND r.published_at IS NOT NULL
  AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL)
ORDER BY r.period DESC LIMIT :most;

-- name: rating_run_drop_check$
SELECT id FROM rating_runs WHERE id = :id AND published_at IS NULL;

-- name: rating_draft_newest
SELECT {{rating_runs}} FROM rating_runs
WHERE period = :period AND kind = 'draft' ORDER BY version DESC LIMIT 1;

-- name: rating_drafts_newest
SELECT {{rating_runs r}} FROM rating_runs r
WHERE r.kind = 'draft' AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.kind = 'draft')
ORDER BY r.period DESC LIMIT :most;
