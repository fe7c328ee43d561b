-- name: roster_shops
-- A holding is somebody who has come in; the owner's name alone is not.
SELECT s.id, s.name, s.door, s.street, s.walk, g.name AS grid, s.trade, s.opens, s.closes, s.duties, s.area, s.note,
       coalesce(t.owner, '') AS owner, coalesce(t.phone, '') AS phone, l.member_id, l.number,
       CASE WHEN EXISTS (SELECT 1 FROM holdings h WHERE h.shop_id = s.id AND h.until IS NULL) THEN 1 ELSE 0 END AS held,
       CASE WHEN i.shop_id IS NULL THEN 0 ELSE 1 END AS invited,
       CASE WHEN EXISTS (SELECT 1 FROM closures c WHERE c.shop_id = s.id AND c.until IS NULL AND c.undone_at IS NULL) THEN 1 ELSE 0 END AS shut,
       (SELECT max(c.until) FROM closures c WHERE c.shop_id = s.id AND c.undone_at IS NULL) AS shut_until,
       CASE WHEN s.left_at IS NULL THEN 0 ELSE 1 END AS left, s.latitude, s.longitude
FROM shops s JOIN grids g ON g.id = s.grid_id
LEFT JOIN tenures t ON t.shop_id = s.id AND t.until IS NULL
LEFT JOIN links l ON l.shop_id = s.id AND l.until IS NULL
LEFT JOIN (SELECT DISTINCT shop_id FROM invites
           WHERE kind = 'shop' AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now) i ON i.shop_id = s.id
ORDER BY s.id;

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
INSERT INTO shops (name, door, street, walk, grid_id, trade, opens, closes, duties, area, note, latitude, longitude, created_at)
VALUES (:name, :door, :street, :walk, :grid_id, :trade, :opens, :closes, :duties, :area, :note, :latitude, :longitude, :created_at);

-- name: roster_shop_set!
UPDATE shops SET name = :name, door = :door, street = :street, walk = :walk, grid_id = :grid_id, trade = :trade, opens = :opens, closes = :closes, duties = :duties,
  area = :area, note = :note, latitude = :latitude, longitude = :longitude WHERE id = :id;

-- name: roster_tenure_add!
INSERT INTO tenures (shop_id, owner, phone, since) VALUES (:shop_id, :owner, :phone, :since);

-- name: roster_tenure_fill!
-- An empty cell says nothing: it never wipes what is known.
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
       s.opens, s.closes, s.duties, s.area, s.note,
       CASE WHEN EXISTS (SELECT 1 FROM closures c WHERE c.shop_id = s.id AND c.until IS NULL AND c.undone_at IS NULL) THEN 1 ELSE 0 END AS shut,
       s.latitude, s.longitude
FROM shops s JOIN grids g ON g.id = s.grid_id
LEFT JOIN tenures t ON t.shop_id = s.id AND t.until IS NULL
LEFT JOIN links l ON l.shop_id = s.id AND l.until IS NULL
LEFT JOIN people p ON p.id = l.member_id
LEFT JOIN branches b ON b.id = p.branch_id
WHERE s.left_at IS NULL ORDER BY s.street, s.walk, s.id;

-- name: roster_shop_leave!
UPDATE shops SET left_at = :at WHERE id = :shop_id;

-- name: roster_shop_back!
UPDATE shops SET left_at = NULL WHERE id = :shop_id;

-- name: roster_closures_open
SELECT id FROM closures WHERE shop_id = :shop_id AND until IS NULL AND undone_at IS NULL;

-- name: roster_idle_shops
-- Nothing was lived there since the roster made it: only then may it be removed again.
SELECT s.id FROM shops s WHERE s.created_at = :at
  AND NOT EXISTS (SELECT 1 FROM holdings x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM self_checks x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM observations x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM findings x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM closures x WHERE x.shop_id = s.id AND x.at <> :at)
  AND NOT EXISTS (SELECT 1 FROM cross_duties x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM help_requests x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM leads x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM appeals x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM vetoes x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM ratings x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM titles x WHERE x.shop_id = s.id)
  AND NOT EXISTS (SELECT 1 FROM invites x WHERE x.shop_id = s.id AND x.used_at IS NOT NULL);

-- name: roster_lived_in
-- Whoever came in under the new holder's name, or was seen, keeps it: the roster is not taken back there.
SELECT DISTINCT t.shop_id FROM tenures t WHERE t.since = :at
  AND (EXISTS (SELECT 1 FROM holdings x WHERE x.tenure_id = t.id)
    OR EXISTS (SELECT 1 FROM observations x WHERE x.tenure_id = t.id)
    OR EXISTS (SELECT 1 FROM findings x WHERE x.tenure_id = t.id)
    OR EXISTS (SELECT 1 FROM titles x WHERE x.tenure_id = t.id));

-- name: roster_link_drop!
DELETE FROM links WHERE shop_id = :shop_id AND since = :at;

-- name: roster_link_again!
UPDATE links SET until = NULL WHERE shop_id = :shop_id AND until = :at
  AND NOT EXISTS (SELECT 1 FROM links o WHERE o.until IS NULL
                  AND (o.shop_id = links.shop_id OR (o.member_id = links.member_id AND o.number = links.number)));

-- name: roster_drop_links!
DELETE FROM links WHERE shop_id = :shop_id;

-- name: roster_drop_closures!
DELETE FROM closures WHERE shop_id = :shop_id;

-- name: roster_drop_invites!
DELETE FROM invites WHERE shop_id = :shop_id;

-- name: roster_drop_tenures!
DELETE FROM tenures WHERE shop_id = :shop_id;

-- name: roster_drop_shop!
DELETE FROM shops WHERE id = :shop_id;

-- name: roster_grids_sweep!
-- A grid that only the roster had made would stay behind empty.
DELETE FROM grids WHERE NOT EXISTS (SELECT 1 FROM shops s WHERE s.grid_id = grids.id)
  AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.grid_id = grids.id);

-- name: roster_tenure_drop!
DELETE FROM tenures WHERE shop_id = :shop_id AND since = :at;

-- name: roster_tenure_again!
UPDATE tenures SET until = NULL WHERE shop_id = :shop_id AND until = :at;

-- name: roster_tenure_set!
UPDATE tenures SET owner = :owner, phone = :phone WHERE shop_id = :shop_id AND until IS NULL;

-- name: roster_holdings_again!
UPDATE holdings SET until = NULL WHERE shop_id = :shop_id AND until = :at;

-- name: roster_invite_again!
UPDATE invites SET revoked_at = NULL WHERE shop_id = :shop_id AND revoked_at = :at AND created_at < :at;

-- name: roster_invite_drop!
UPDATE invites SET revoked_at = :at WHERE shop_id = :shop_id AND created_at = :at AND used_at IS NULL;

-- name: roster_closure_drop!
UPDATE closures SET undone_at = :at WHERE shop_id = :shop_id AND at = :at AND until IS NULL;

-- name: roster_closure_again!
UPDATE closures SET until = NULL, undone_at = NULL WHERE id = :id;

-- name: roster_leave_undo!
UPDATE shops SET left_at = NULL WHERE id = :shop_id AND left_at = :at;

-- name: roster_member_drop_invites!
DELETE FROM invites WHERE person_id = :id AND used_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = :id) AND NOT EXISTS (SELECT 1 FROM links l WHERE l.member_id = :id);

-- name: roster_member_drop!
-- Only whoever has left no trace at all; everybody else stays, without shops.
DELETE FROM people WHERE id = :id
  AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = people.id)
  AND NOT EXISTS (SELECT 1 FROM links l WHERE l.member_id = people.id)
  AND NOT EXISTS (SELECT 1 FROM invites i WHERE i.person_id = people.id OR i.used_by = people.id)
  AND NOT EXISTS (SELECT 1 FROM holdings h WHERE h.person_id = people.id)
  AND NOT EXISTS (SELECT 1 FROM observations o WHERE o.observer_id = people.id)
  AND NOT EXISTS (SELECT 1 FROM covers c WHERE c.member_id = people.id OR c.cover_id = people.id)
  AND NOT EXISTS (SELECT 1 FROM cross_duties d WHERE d.member_id = people.id);
