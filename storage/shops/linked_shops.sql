-- name: linked_shops
SELECT s.id, s.name, l.number, s.duties FROM links l JOIN shops s ON s.id = l.shop_id
WHERE l.member_id = :member_id AND l.until IS NULL ORDER BY l.number;
