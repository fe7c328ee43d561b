-- name: stall_before
SELECT {{sites s}} FROM sites s JOIN site_shops b ON b.site_id = s.id
WHERE b.shop_id = :shop_id AND s.kind = 'stall' AND (s.since IS NULL OR s.since <= :day) AND (s.until IS NULL OR s.until >= :day)
ORDER BY s.id LIMIT 1;

-- name: sites_of_kind
SELECT {{sites}} FROM sites WHERE kind = :kind ORDER BY community, street, name, id;

-- name: season_open
INSERT INTO stall_seasons (site_id, since, opened_on) VALUES (:site_id, :since, :day) ON CONFLICT DO NOTHING RETURNING site_id;

-- name: season_close!
UPDATE stall_seasons SET closed_on = :day WHERE site_id = :site_id AND closed_on IS NULL;
