-- name: pictures_of_shop
SELECT m.id, f.shop_id AS shop, m.at, m.sha256, m.phash FROM findings f JOIN media m ON m.subject = 'fix' AND m.subject_id = f.id
WHERE f.shop_id = :shop_id AND m.at >= :since AND m.phash <> ''
UNION ALL
SELECT m.id, o.shop_id AS shop, m.at, m.sha256, m.phash FROM observations o JOIN media m ON m.subject = 'observation' AND m.subject_id = o.id
WHERE o.shop_id = :shop_id AND o.standing = 1 AND m.at >= :since AND m.phash <> ''
UNION ALL
SELECT m.id, c.shop_id AS shop, m.at, m.sha256, m.phash FROM self_checks c JOIN media m ON m.subject = 'self_check' AND m.subject_id = c.id
WHERE c.shop_id = :shop_id AND m.at >= :since AND m.phash <> ''
UNION ALL
SELECT m.id, m.subject_id AS shop, m.at, m.sha256, m.phash FROM media m
WHERE m.subject = 'shop' AND m.subject_id = :shop_id AND m.at >= :since AND m.phash <> '';
