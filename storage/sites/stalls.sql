-- name: stall_before
SELECT {{sites s}} FROM sites s JOIN site_shops b ON b.site_id = s.id
WHERE b.shop_id = :shop_id AND s.kind = 'stall' AND (s.since IS NULL OR s.since <= :day) AND (s.until IS NULL OR s.until >= :day)
ORDER BY s.id LIMIT 1;
