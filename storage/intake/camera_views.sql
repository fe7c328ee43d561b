-- name: camera_site$
SELECT id FROM sites WHERE kind = 'camera' AND name = :name;

-- name: shops_before_site
SELECT s.shop_id FROM site_shops s JOIN shops p ON p.id = s.shop_id WHERE s.site_id = :site_id AND p.left_at IS NULL ORDER BY p.walk, p.id;

-- name: shop_names_now
SELECT name FROM shops WHERE left_at IS NULL;
