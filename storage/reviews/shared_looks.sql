-- name: looks_of_grid_since
SELECT o.observer_id, o.shop_id, o.day, o.facts FROM shops s JOIN observations o ON o.shop_id = s.id
WHERE s.grid_id = :grid_id AND s.left_at IS NULL AND o.standing = 1 AND o.day > :since ORDER BY o.id;
