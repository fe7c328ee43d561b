-- columns looks_and_said: o.id, o.day, o.at, o.tenure_id, o.observer_id, o.source, o.duties, o.facts, o.left_out,
--   c.id AS said_id, c.day AS said_day, c.at AS said_at, c.duties AS said_duties, c.problems AS said_problems

-- name: clean_day_add!
INSERT INTO clean_days (shop_id, month, days) VALUES (:shop_id, :month, :bit)
ON CONFLICT (shop_id, month) DO UPDATE SET days = clean_days.days | :bit;

-- name: clean_day_remove!
UPDATE clean_days SET days = days & ~CAST(:bit AS BIGINT) WHERE shop_id = :shop_id AND month = :month;

-- name: clean_days_of_grids
SELECT d.shop_id, d.month, d.days FROM shops s JOIN clean_days d ON d.shop_id = s.id
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND d.month BETWEEN :first AND :last;

-- name: clean_days_counted
SELECT day FROM self_checks WHERE shop_id = :shop_id AND standing = 1 AND problems = '' ORDER BY day;

-- name: checks_before_late_ones
-- What stood for a day before what was said after the run's hour; the last row of a shop is what stood.
-- A CROSS JOIN, which SQLite takes in this order: never the whole town's checks of the day for each stretch.
SELECT l.shop_id, l.problems AS late_problems, c.at, c.duties, c.problems
FROM shops s CROSS JOIN self_checks l
LEFT JOIN self_checks c ON c.shop_id = l.shop_id AND c.day = l.day AND c.at <= :through AND c.duties <> ''
WHERE s.grid_id BETWEEN :first_grid AND :last_grid
  AND l.shop_id = s.id AND l.day = :day AND l.standing = 1 AND l.at > :through
ORDER BY l.shop_id, c.id;

-- name: clean_days_before_tenure
SELECT c.shop_id FROM shops s CROSS JOIN self_checks c JOIN tenures t ON t.shop_id = s.id AND t.until IS NULL
WHERE s.grid_id BETWEEN :first_grid AND :last_grid
  AND c.shop_id = s.id AND c.standing = 1 AND c.at < t.since AND c.day = :day AND c.problems = '';

-- name: evidence_save_looks!
INSERT INTO shop_evidence (shop_id, looks) VALUES (:shop_id, :looks)
ON CONFLICT (shop_id) DO UPDATE SET looks = excluded.looks;

-- name: evidence_save_cases!
INSERT INTO shop_evidence (shop_id, cases) VALUES (:shop_id, :cases)
ON CONFLICT (shop_id) DO UPDATE SET cases = excluded.cases;

-- name: evidence_save_reported!
INSERT INTO shop_evidence (shop_id, reported) VALUES (:shop_id, :reported)
ON CONFLICT (shop_id) DO UPDATE SET reported = excluded.reported;

-- name: evidence_of_grids
-- What is still to be counted stays NULL; `nothing` is a part of which there are no raw rows either.
SELECT s.id,
  coalesce(e.looks, CASE WHEN EXISTS (SELECT 1 FROM observations o WHERE o.shop_id = s.id AND o.standing = 1)
    THEN e.looks ELSE :nothing END) AS looks,
  coalesce(e.cases, CASE WHEN EXISTS (SELECT 1 FROM findings f WHERE f.shop_id = s.id)
    THEN e.cases ELSE :nothing END) AS cases,
  coalesce(e.reported, CASE WHEN EXISTS (SELECT 1 FROM self_checks c WHERE c.shop_id = s.id AND c.standing = 1 AND c.problems <> '')
    THEN e.reported ELSE :nothing END) AS reported
FROM shops s LEFT JOIN shop_evidence e ON e.shop_id = s.id
WHERE s.grid_id BETWEEN :first_grid AND :last_grid;

-- name: kept_cases_counted
-- Whether a resident reported it is asked at the run: other leads decide it.
SELECT id, shop_id, tenure_id, duty, origin, found_by, observation_id, day, opened_at, due_at, state,
       overdue_at, fixed_at, fixed_by, checked_at, again_at, 0 AS resident
FROM findings WHERE shop_id = :shop_id ORDER BY opened_at, id;

-- name: kept_reported_counted
SELECT day, at, duties, problems FROM self_checks
WHERE shop_id = :shop_id AND standing = 1 AND problems <> '' ORDER BY day;

-- name: kept_looks_counted
SELECT {{looks_and_said}}
FROM observations o LEFT JOIN self_checks c ON c.id = o.self_check_id
WHERE o.shop_id = :shop_id AND o.standing = 1 ORDER BY o.day DESC, o.id DESC LIMIT :most;

-- name: kept_looks_as_of
-- A second look of the day replaces the first, but not before it was made.
SELECT {{looks_and_said}}
FROM observations o LEFT JOIN self_checks c ON c.id = o.self_check_id
WHERE o.shop_id = :shop_id AND o.id IN (
  SELECT max(b.id) FROM observations b
  WHERE b.shop_id = :shop_id AND b.at <= :through AND (b.undone_at IS NULL OR b.undone_at > :through) GROUP BY b.day, b.observer_id)
ORDER BY o.day DESC, o.id DESC LIMIT :most;

-- name: looks_undone_since
SELECT DISTINCT o.shop_id FROM observations o JOIN shops s ON s.id = o.shop_id
WHERE o.undone_at > :through AND s.grid_id BETWEEN :first_grid AND :last_grid;
