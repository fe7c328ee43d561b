-- columns covers: id, member_id, cover_id, since, until

-- name: cover_add
INSERT INTO covers (member_id, cover_id, since, until) VALUES (:member_id, :cover_id, :since, :until) RETURNING id;

-- name: cover_of
SELECT {{covers}} FROM covers
WHERE member_id = :member_id AND since <= :day AND (until IS NULL OR until >= :day) ORDER BY id DESC LIMIT 1;

-- name: covers_on
SELECT {{covers}} FROM covers WHERE since <= :day AND (until IS NULL OR until >= :day) ORDER BY id;

-- name: covers_of_stand_in
SELECT {{covers}} FROM covers WHERE cover_id = :cover_id AND (until IS NULL OR until >= :day) ORDER BY since, id;

-- name: cover_next
SELECT {{covers}} FROM covers WHERE member_id = :member_id AND since > :day ORDER BY since, id DESC LIMIT 1;

-- name: covers_end!
UPDATE covers SET until = :last WHERE member_id = :member_id AND (until IS NULL OR until > :last) AND since <= :last;

-- name: covers_drop!
DELETE FROM covers WHERE member_id = :member_id AND since > :last AND since <= :until;

-- name: cover_one
SELECT {{covers}} FROM covers WHERE id = :id;

-- name: cover_take_back!
DELETE FROM covers WHERE id = :id;

-- name: helper_facts
SELECT p.id, l.shop_id AS linked, g.name AS grid, h.shop_id AS held
FROM people p LEFT JOIN links l ON l.member_id = p.id AND l.until IS NULL
LEFT JOIN shops s ON s.id = l.shop_id LEFT JOIN grids g ON g.id = s.grid_id
LEFT JOIN holdings h ON h.person_id = p.id AND h.until IS NULL
WHERE ' ' || p.roles || ' ' LIKE '% member %' AND p.left_at IS NULL ORDER BY p.id;
