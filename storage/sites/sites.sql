-- columns sites: id, kind, name, community, street, place, keeper_id, branch_id, latitude, longitude, spaces, hours, fee, goods,
--   since, until, pitches, note, made_at

-- name: site_one
SELECT {{sites}} FROM sites WHERE id = :id;

-- name: sites_all
SELECT {{sites}} FROM sites ORDER BY community, street, name, id;

-- name: site_keeper_set!
UPDATE sites SET keeper_id = :keeper_id WHERE id = :id;

-- name: site_add
INSERT INTO sites (kind, name, community, street, place, keeper_id, branch_id, latitude, longitude, spaces, hours, fee, goods, since, until,
  pitches, note, made_at)
VALUES (:kind, :name, :community, :street, :place, :keeper_id, :branch_id, :latitude, :longitude, :spaces, :hours, :fee, :goods, :since, :until,
  :pitches, :note, :made_at) RETURNING id;

-- name: site_save!
UPDATE sites SET {{set sites but id, made_at}} WHERE id = :id;

-- name: site_drop!
DELETE FROM sites WHERE id = :id;

-- name: site_shops_of
SELECT shop_id FROM site_shops WHERE site_id = :site_id ORDER BY shop_id;

-- name: site_shop_add!
INSERT INTO site_shops (site_id, shop_id) VALUES (:site_id, :shop_id) ON CONFLICT DO NOTHING;

-- name: site_shops_drop!
DELETE FROM site_shops WHERE site_id = :site_id;

-- name: sites_in_use
-- Sites of which anything was reported, where anything was planned, or a card of which was opened.
SELECT s.id FROM sites s WHERE EXISTS (SELECT 1 FROM service_requests r WHERE r.site_id = s.id)
  OR EXISTS (SELECT 1 FROM activities a WHERE a.site_id = s.id)
  OR EXISTS (SELECT 1 FROM permits m WHERE m.site_id = s.id) OR EXISTS (SELECT 1 FROM stall_seasons n WHERE n.site_id = s.id)
  OR EXISTS (SELECT 1 FROM service_cards c JOIN card_days d ON d.code = c.code WHERE c.site_id = s.id)
ORDER BY s.id;
