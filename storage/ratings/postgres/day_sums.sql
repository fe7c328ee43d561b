-- PostgreSQL takes a CROSS JOIN in any order: with OFFSET 0 it asks for each shop's checks, never for the whole town's of the day.

-- name: checks_before_late_ones
SELECT l.shop_id, l.problems AS late_problems, c.at, c.duties, c.problems
FROM shops s CROSS JOIN LATERAL (
  SELECT d.shop_id, d.day, d.problems FROM self_checks d
  WHERE d.shop_id = s.id AND d.day = :day AND d.standing = 1 AND d.at > :through OFFSET 0) l
LEFT JOIN self_checks c ON c.shop_id = l.shop_id AND c.day = l.day AND c.at <= :through AND c.duties <> ''
WHERE s.grid_id BETWEEN :first_grid AND :last_grid
ORDER BY l.shop_id, c.id;

-- name: clean_days_before_tenure
SELECT c.shop_id FROM shops s CROSS JOIN LATERAL (
  SELECT d.shop_id, d.at FROM self_checks d
  WHERE d.shop_id = s.id AND d.day = :day AND d.standing = 1 AND d.problems = '' OFFSET 0) c
CROSS JOIN LATERAL (SELECT h.since FROM tenures h WHERE h.shop_id = s.id AND h.until IS NULL OFFSET 0) t
WHERE s.grid_id BETWEEN :first_grid AND :last_grid AND c.at < t.since;
