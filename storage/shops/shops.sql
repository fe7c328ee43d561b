-- columns shops: s.id, s.name, s.door, s.street, s.walk, s.grid_id, g.name AS grid, s.trade, s.opens, s.closes,
--   s.open_days, s.holidays, s.duties, s.area, s.note, s.left_at

-- columns links: id, shop_id, member_id, number, since

-- columns closures: id, shop_id, since, until, person_id, reason, at

-- name: shop
SELECT {{shops}}
FROM shops s JOIN grids g ON g.id = s.grid_id WHERE s.id = :id;

-- name: shops_held
SELECT {{shops}}
FROM holdings h JOIN shops s ON s.id = h.shop_id JOIN grids g ON g.id = s.grid_id
WHERE h.person_id = :person_id AND h.until IS NULL AND s.left_at IS NULL ORDER BY s.street, s.walk, s.id;

-- name: shop_held_last
-- Whoever was let go by mistake says so themselves: the office must see which place they mean.
SELECT s.name, s.door, s.street FROM holdings h JOIN shops s ON s.id = h.shop_id
WHERE h.person_id = :person_id AND h.until >= :since ORDER BY h.until DESC, h.id DESC LIMIT 1;

-- name: shops_by_name
SELECT {{shops}}
FROM shops s JOIN grids g ON g.id = s.grid_id
WHERE s.left_at IS NULL AND (lower(s.name) LIKE '%' || lower(CAST(:words AS TEXT)) || '%' OR lower(s.door) LIKE '%' || lower(CAST(:words AS TEXT)) || '%')
ORDER BY s.street, s.walk, s.id LIMIT :most;

-- name: grids_all
SELECT id, name FROM grids ORDER BY name;

-- name: tenure_now
SELECT id, shop_id, owner, phone, since, until FROM tenures WHERE shop_id = :shop_id AND until IS NULL;

-- name: tenure_add
INSERT INTO tenures (shop_id, owner, phone, since) VALUES (:shop_id, :owner, :phone, :since) RETURNING id;

-- name: tenure_end!
UPDATE tenures SET until = :at WHERE shop_id = :shop_id AND until IS NULL;

-- name: holding_add!
INSERT INTO holdings (tenure_id, shop_id, person_id, since) VALUES (:tenure_id, :shop_id, :person_id, :since)
ON CONFLICT DO NOTHING;

-- name: holdings_end!
UPDATE holdings SET until = :at WHERE shop_id = :shop_id AND until IS NULL;

-- name: holdings_end_of!
UPDATE holdings SET until = :at WHERE person_id = :person_id AND until IS NULL;

-- name: holders
SELECT person_id FROM holdings WHERE shop_id = :shop_id AND until IS NULL ORDER BY id;

-- name: link_of
SELECT {{links}} FROM links WHERE shop_id = :shop_id AND until IS NULL;

-- name: links_of_member
SELECT {{links}} FROM links WHERE member_id = :member_id AND until IS NULL ORDER BY number;

-- name: link_add!
INSERT INTO links (shop_id, member_id, number, since) VALUES (:shop_id, :member_id, :number, :since);

-- name: link_end!
UPDATE links SET until = :at WHERE shop_id = :shop_id AND until IS NULL;

-- name: closures_between
SELECT {{closures}} FROM closures
WHERE undone_at IS NULL AND shop_id = :shop_id AND since <= :last AND (until IS NULL OR until >= :first) ORDER BY since;

-- name: closures_all_between
SELECT {{closures c}} FROM closures c JOIN shops s ON s.id = c.shop_id
WHERE c.undone_at IS NULL AND s.grid_id = :grid_id AND c.since <= :last AND (c.until IS NULL OR c.until >= :first) ORDER BY c.since;

-- name: closure_add
INSERT INTO closures (shop_id, since, until, person_id, reason, at)
VALUES (:shop_id, :since, :until, :person_id, :reason, :at) RETURNING id;

-- name: closure_end!
UPDATE closures SET until = :last WHERE shop_id = :shop_id AND undone_at IS NULL AND since <= :last AND (until IS NULL OR until > :last);

-- name: closure_undo!
UPDATE closures SET undone_at = :at WHERE shop_id = :shop_id AND undone_at IS NULL AND since >= :day;

-- name: closure
SELECT {{closures}} FROM closures WHERE id = :id AND undone_at IS NULL;

-- name: closure_take_back!
UPDATE closures SET undone_at = :at WHERE id = :id AND undone_at IS NULL;

-- name: pauses_between
SELECT id, grid_id, street, since, until, person_id, reason, at FROM pauses
WHERE undone_at IS NULL AND since <= :last AND (until IS NULL OR until >= :first) ORDER BY since;

-- name: pause_add
INSERT INTO pauses (grid_id, street, since, until, person_id, reason, at)
VALUES (:grid_id, :street, :since, :until, :person_id, :reason, :at) RETURNING id;

-- name: pause_end!
UPDATE pauses SET until = :last WHERE id = :id AND undone_at IS NULL AND since <= :last AND (until IS NULL OR until > :last);

-- name: pause_undo!
UPDATE pauses SET undone_at = :at WHERE id = :id AND undone_at IS NULL AND since > :last;

-- name: shop_hours!
UPDATE shops SET opens = :opens, closes = :closes WHERE id = :id;

-- name: shop_open_days!
UPDATE shops SET open_days = :open_days WHERE id = :id;

-- name: shops_streets
SELECT DISTINCT street FROM shops WHERE left_at IS NULL ORDER BY street;

-- name: shops_on_street
SELECT {{shops}}
FROM shops s JOIN grids g ON g.id = s.grid_id WHERE s.street = :street AND s.left_at IS NULL ORDER BY s.walk, s.id;

-- name: grid_find
SELECT id FROM grids WHERE name = :name;

-- name: grid_add
INSERT INTO grids (name) VALUES (:name) RETURNING id;

-- name: shop_add
INSERT INTO shops (name, door, street, walk, grid_id, trade, opens, closes, duties, area, note, created_at)
VALUES (:name, :door, :street, :walk, :grid_id, :trade, :opens, :closes, :duties, :area, :note, :created_at) RETURNING id;

-- name: shops_in_words
SELECT {{shops}}
FROM shops s JOIN grids g ON g.id = s.grid_id
WHERE s.left_at IS NULL AND lower(CAST(:words AS TEXT)) LIKE '%' || lower(s.name) || '%' ORDER BY length(s.name) DESC, s.id LIMIT 8;

-- name: shops_all
SELECT {{shops}}
FROM shops s JOIN grids g ON g.id = s.grid_id WHERE s.left_at IS NULL ORDER BY s.street, s.walk, s.id;

-- name: shops_begun_in_words
SELECT {{shops}}
FROM shops s JOIN grids g ON g.id = s.grid_id
WHERE s.left_at IS NULL AND length(s.name) > 1 AND lower(CAST(:words AS TEXT)) LIKE '%' || lower(substr(s.name, 1, 2)) || '%'
ORDER BY s.street, s.walk, s.id;

-- name: links_current
SELECT {{links l}} FROM links l JOIN shops s ON s.id = l.shop_id
WHERE l.until IS NULL AND s.left_at IS NULL ORDER BY l.member_id, l.number;

-- name: links_history
SELECT p.name, l.number, l.since, l.until FROM links l JOIN people p ON p.id = l.member_id WHERE l.shop_id = :shop_id ORDER BY l.since, l.id;

-- name: tenures_history
SELECT since, until FROM tenures WHERE shop_id = :shop_id ORDER BY since, id;

-- name: places_current
SELECT id, name, door, street, walk, grid_id FROM shops WHERE left_at IS NULL ORDER BY street, walk, id;

-- name: holdings_move!
-- A shop both of them answered for is not answered for twice.
UPDATE holdings SET person_id = :into WHERE person_id = :person_id AND until IS NULL
  AND NOT EXISTS (SELECT 1 FROM holdings o WHERE o.shop_id = holdings.shop_id AND o.person_id = :into AND o.until IS NULL);

-- name: conversations_move!
UPDATE conversations SET person_id = :into WHERE person_id = :person_id;

-- name: pause_members
SELECT DISTINCT l.member_id AS person_id, s.grid_id, s.street FROM links l JOIN shops s ON s.id = l.shop_id
WHERE l.until IS NULL AND s.left_at IS NULL AND (CAST(:grid_id AS BIGINT) IS NULL OR s.grid_id = :grid_id)
  AND (CAST(:street AS TEXT) = '' OR s.street = :street) ORDER BY l.member_id;

-- name: pause_holders
SELECT DISTINCT h.person_id, s.grid_id, s.street FROM holdings h JOIN shops s ON s.id = h.shop_id
WHERE h.until IS NULL AND s.left_at IS NULL AND (CAST(:grid_id AS BIGINT) IS NULL OR s.grid_id = :grid_id)
  AND (CAST(:street AS TEXT) = '' OR s.street = :street) ORDER BY h.person_id;
