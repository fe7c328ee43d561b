-- name: standing
-- Totals only: of no person and of no shop.
SELECT count(*) AS shops,
  sum(CASE WHEN EXISTS (SELECT 1 FROM observations o WHERE o.shop_id = s.id AND o.standing = 1
    AND o.day BETWEEN :first AND :last) THEN 1 ELSE 0 END) AS seen,
  sum(CASE WHEN EXISTS (SELECT 1 FROM self_checks c WHERE c.shop_id = s.id AND c.standing = 1 AND c.day = :day) THEN 1 ELSE 0 END) AS checked,
  sum(CASE WHEN EXISTS (SELECT 1 FROM links k WHERE k.shop_id = s.id AND k.until IS NULL) THEN 0 ELSE 1 END) AS unlinked,
  sum(CASE WHEN EXISTS (SELECT 1 FROM holdings d WHERE d.shop_id = s.id AND d.until IS NULL) THEN 0 ELSE 1 END) AS absent,
  sum((SELECT count(*) FROM findings f WHERE f.shop_id = s.id AND f.closed_at IS NULL)) AS running,
  sum((SELECT count(*) FROM findings f WHERE f.shop_id = s.id AND f.closed_at IS NULL AND f.fixed_at IS NULL
    AND (f.overdue_at IS NOT NULL OR (f.state = 'open' AND f.due_at < :now)))) AS late,
  sum((SELECT count(*) FROM help_requests h WHERE h.shop_id = s.id AND h.answered_at IS NULL AND h.state <> 'dropped')) AS helps
FROM shops s WHERE s.left_at IS NULL AND (CAST(:street AS TEXT) = '' OR s.street = :street)
  AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id));
