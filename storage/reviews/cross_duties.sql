-- name: cross_duties_of
SELECT d.shop_id FROM cross_duties d JOIN shops s ON s.id = d.shop_id
WHERE d.month = :month AND d.member_id = :member_id AND s.left_at IS NULL ORDER BY s.street, s.walk, s.id;

-- name: cross_duties_in
SELECT month, shop_id, member_id FROM cross_duties WHERE month = :month ORDER BY shop_id;

-- name: cross_duty_add!
INSERT INTO cross_duties (month, shop_id, member_id) VALUES (:month, :shop_id, :member_id)
ON CONFLICT (month, shop_id) DO UPDATE SET member_id = excluded.member_id;

-- name: cross_duties_seen
SELECT DISTINCT o.shop_id FROM observations o JOIN cross_duties d ON d.shop_id = o.shop_id AND d.member_id = o.observer_id
WHERE d.month = :month AND d.member_id = :member_id AND o.standing = 1 AND substr(o.day, 1, 7) = :month;

-- name: cross_turns
-- The pair of eyes that counts here is somebody's other than the linked member.
SELECT l.shop_id AS shop, l.member_id AS member, s.street, s.walk,
       (SELECT max(o.day) FROM observations o WHERE o.shop_id = l.shop_id AND o.standing = 1 AND o.observer_id <> l.member_id) AS seen,
       (SELECT count(*) FROM observations c WHERE c.shop_id = l.shop_id AND c.standing = 1 AND c.day > :counted_from) AS looks
FROM links l JOIN shops s ON s.id = l.shop_id WHERE l.until IS NULL AND s.left_at IS NULL ORDER BY s.street, s.walk, s.id;
