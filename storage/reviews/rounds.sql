-- name: round_members
SELECT DISTINCT l.member_id FROM links l JOIN shops s ON s.id = l.shop_id
WHERE l.until IS NULL AND s.left_at IS NULL ORDER BY l.member_id;

-- name: round_of
-- A first holder is not a new one: fresh are only places that had another before.
SELECT l.shop_id, l.number,
  (SELECT max(o.day) FROM observations o WHERE o.shop_id = s.id AND o.standing = 1) AS looked,
  (SELECT count(*) FROM observations c WHERE c.shop_id = s.id AND c.standing = 1 AND c.day > :counted_from) AS looks,
  (SELECT count(*) FROM findings f WHERE f.shop_id = s.id AND f.closed_at IS NULL AND f.state <> 'between') AS open_findings,
  (SELECT count(*) FROM help_requests h WHERE h.shop_id = s.id AND h.answered_at IS NULL AND h.state <> 'dropped') AS asking,
  (SELECT count(*) FROM tenures t WHERE t.shop_id = s.id AND t.until IS NULL AND t.since > :fresh_since
     AND EXISTS (SELECT 1 FROM tenures e WHERE e.shop_id = s.id AND e.until IS NOT NULL)) AS fresh
FROM links l JOIN shops s ON s.id = l.shop_id
WHERE l.member_id = :member_id AND l.until IS NULL AND s.left_at IS NULL ORDER BY s.street, s.walk, s.id;

-- name: links_left_today
SELECT s.id, s.name, l.number, s.duties FROM links l JOIN shops s ON s.id = l.shop_id
WHERE l.member_id = :member_id AND l.until IS NULL AND s.left_at IS NULL AND NOT EXISTS (
  SELECT 1 FROM observations o WHERE o.shop_id = s.id AND o.observer_id = :member_id AND o.day = :day AND o.standing = 1
  AND o.undone_at IS NULL
) AND NOT EXISTS (
  SELECT 1 FROM closures c WHERE c.shop_id = s.id AND c.undone_at IS NULL AND c.since <= :day
  AND (c.until IS NULL OR c.until >= :day)
) ORDER BY s.street, s.walk, s.id;

-- name: shops_seen_by
SELECT DISTINCT o.shop_id FROM observations o JOIN shops s ON s.id = o.shop_id
WHERE o.observer_id = :observer AND o.standing = 1 AND o.day BETWEEN :first AND :last ORDER BY o.shop_id;

-- name: shops_unseen
SELECT s.id AS shop_id FROM shops s WHERE s.left_at IS NULL AND NOT EXISTS
(SELECT 1 FROM observations o WHERE o.shop_id = s.id AND o.standing = 1 AND o.day >= :since)
ORDER BY s.street, s.walk, s.id;

-- name: shops_least_seen
SELECT s.id AS shop_id FROM shops s LEFT JOIN observations o ON o.shop_id = s.id AND o.standing = 1
WHERE s.left_at IS NULL GROUP BY s.id, s.street, s.walk
ORDER BY sum(CASE WHEN o.day > :counted_from THEN 1 ELSE 0 END), coalesce(max(o.day), ''), s.street, s.walk, s.id LIMIT :most;
