-- name: roster_shops
SELECT s.id, s.name, s.door, s.street, s.walk, g.name AS grid, s.trade, s.opens, s.closes, s.duties, s.area, s.note,
       coalesce(t.owner, '') AS owner, coalesce(t.phone, '') AS phone, l.member_id, l.number,
       CASE WHEN EXISTS (SELECT 1 FROM holdings h WHERE h.shop_id = s.id AND h.until IS NULL) THEN 1 ELSE 0 END AS held,
       CASE WHEN i.shop_id IS NULL THEN 0 ELSE 1 END AS invited
FROM shops s JOIN grids g ON g.id = s.grid_id
LEFT JOIN tenures t ON t.shop_id = s.id AND t.until IS NULL
LEFT JOIN links l ON l.shop_id = s.id AND l.until IS NULL
LEFT JOIN (SELECT DISTINCT shop_id FROM invites
           WHERE kind = 'shop' AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now) i ON i.shop_id = s.id
WHERE s.left_at IS NULL ORDER BY s.id;

-- name: roster_members
SELECT p.id, p.name, p.phone, coalesce(b.name, '') AS branch,
       CASE WHEN EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = p.id) THEN 1 ELSE 0 END AS reachable,
       CASE WHEN i.person_id IS NULL THEN 0 ELSE 1 END AS invited
FROM people p LEFT JOIN branches b ON b.id = p.branch_id
LEFT JOIN (SELECT DISTINCT person_id FROM invites
           WHERE kind = 'member' AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now) i ON i.person_id = p.id
WHERE p.left_at IS NULL AND ' ' || p.roles || ' ' LIKE '% member %' ORDER BY p.id;

-- name: roster_last_shop$
SELECT max(id) FROM shops;

-- name: roster_shops_after
SELECT id, name, door, street FROM shops WHERE id > :id ORDER BY id;

-- name: roster_shop_add!
INSERT INTO shops (name, door, street, walk, grid_id, trade, opens, closes, duties, area, note, created_at)
VALUES (:name, :door, :street, :walk, :grid_id, :trade, :opens, :closes, :duties, :area, :note, :created_at);

-- name: roster_shop_set!
UPDATE shops SET walk = :walk, grid_id = :grid_id, trade = :trade, opens = :opens, closes = :closes, duties = :duties,
  area = :area, note = :note WHERE id = :id;

-- name: roster_tenure_add!
INSERT INTO tenures (shop_id, owner, phone, since) VALUES (:shop_id, :owner, :phone, :since);

-- name: roster_tenure_fill!
UPDATE tenures SET owner = CASE WHEN CAST(:owner AS TEXT) = '' THEN owner ELSE CAST(:owner AS TEXT) END,
  phone = CASE WHEN CAST(:phone AS TEXT) = '' THEN phone ELSE CAST(:phone AS TEXT) END
WHERE shop_id = :shop_id AND until IS NULL;

-- name: roster_member_set!
UPDATE people SET name = :name, phone = :phone, branch_id = :branch_id WHERE id = :id;

-- name: roster_invite_add!
INSERT INTO invites (code, kind, name, shop_id, person_id, created_at, expires_at)
VALUES (:code, :kind, :name, :shop_id, :person_id, :created_at, :expires_at);

-- name: roster_export
SELECT s.name, s.door, s.street, g.name AS grid, s.trade, coalesce(t.owner, '') AS owner, coalesce(t.phone, '') AS phone,
       coalesce(p.name, '') AS member, coalesce(p.phone, '') AS member_phone, coalesce(b.name, '') AS branch,
       s.opens, s.closes, s.duties, s.area, s.note
FROM shops s JOIN grids g ON g.id = s.grid_id
LEFT JOIN tenures t ON t.shop_id = s.id AND t.until IS NULL
LEFT JOIN links l ON l.shop_id = s.id AND l.until IS NULL
LEFT JOIN people p ON p.id = l.member_id
LEFT JOIN branches b ON b.id = p.branch_id
WHERE s.left_at IS NULL ORDER BY s.street, s.walk, s.id;
