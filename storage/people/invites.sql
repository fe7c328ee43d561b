-- columns invites: id, code, kind, name, shop_id, person_id, role, expires_at

-- name: invite_add
INSERT INTO invites (code, kind, name, shop_id, person_id, role, created_at, expires_at)
VALUES (:code, :kind, :name, :shop_id, :person_id, :role, :created_at, :expires_at) RETURNING id;

-- name: invite_open
SELECT {{invites}} FROM invites
WHERE (code = :code OR token = :code) AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now;

-- name: invite_use!
-- One statement, so that a code is used once even if two enrol at the same moment.
UPDATE invites SET used_at = :at, used_by = :person_id WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL;

-- name: invites_open
SELECT {{invites i}} FROM invites i
WHERE i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > :now AND i.kind <> 'phone' ORDER BY i.kind, i.id;

-- name: invites_revoke_shop!
UPDATE invites SET revoked_at = :at WHERE shop_id = :shop_id AND used_at IS NULL AND revoked_at IS NULL;

-- name: invites_revoke_person!
UPDATE invites SET revoked_at = :at WHERE person_id = :person_id AND kind <> 'phone' AND used_at IS NULL AND revoked_at IS NULL;

-- name: invites_revoke_phone!
UPDATE invites SET revoked_at = :at WHERE person_id = :person_id AND kind = 'phone' AND used_at IS NULL AND revoked_at IS NULL;

-- name: invite_spent_by
-- A code its bearer spent themselves, unless it was for a shop they no longer answer for.
SELECT i.id FROM invites i WHERE (i.code = :code OR i.token = :code) AND i.used_by = :person_id AND (i.kind <> 'shop' OR EXISTS (
  SELECT 1 FROM holdings h WHERE h.shop_id = i.shop_id AND h.person_id = i.used_by AND h.until IS NULL));

-- name: wrong_code_add!
INSERT INTO wrong_codes (channel, user_id, person_id, at) VALUES (:channel, :user_id, :person_id, :at);

-- name: wrong_codes_count$
SELECT count(*) FROM wrong_codes WHERE ((channel = :channel AND user_id = :user_id) OR person_id = :person_id) AND at > :since;

-- name: wrong_codes_all$
SELECT count(*) FROM wrong_codes WHERE channel = :channel AND at > :since;

-- name: wrong_codes_most$
SELECT count(*) FROM wrong_codes WHERE at > :since GROUP BY channel ORDER BY 1 DESC LIMIT 1;

-- name: invites_without_token
SELECT id FROM invites
WHERE token IS NULL AND kind IN ('shop', 'member') AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now;

-- name: invite_give_token!
UPDATE invites SET token = :token WHERE id = :id AND token IS NULL;

-- name: wrong_codes_forget!
DELETE FROM wrong_codes WHERE at < :before;

-- name: invites_printable
SELECT i.kind, i.name, i.code, i.expires_at, coalesce(s.door, '') AS door, coalesce(s.street, '') AS street,
       coalesce(m.name, '') AS member, coalesce(b.name, '') AS branch, i.created_at, coalesce(i.token, '') AS token
FROM invites i
LEFT JOIN shops s ON s.id = i.shop_id
LEFT JOIN links l ON l.shop_id = i.shop_id AND l.until IS NULL
LEFT JOIN people m ON m.id = l.member_id
LEFT JOIN people p ON p.id = i.person_id
LEFT JOIN branches b ON b.id = p.branch_id
WHERE i.kind IN ('shop', 'member') AND i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > :now
ORDER BY CASE i.kind WHEN 'shop' THEN 0 ELSE 1 END, s.street, s.walk, b.name, i.name, i.id;

-- name: invite_bearers
SELECT 'shop' AS kind, s.id, s.name, CASE WHEN s.street <> '' AND replace(s.door, s.street, '') <> s.door THEN s.door ELSE trim(s.street || ' ' || s.door) END AS place FROM shops s
WHERE s.left_at IS NULL AND (CAST(:any AS BIGINT) = 1 OR (CAST(:kind AS TEXT) = 'shop' AND s.id = :id))
UNION ALL
SELECT 'member' AS kind, p.id, p.name, coalesce(b.name, '') AS place FROM people p LEFT JOIN branches b ON b.id = p.branch_id
WHERE p.left_at IS NULL AND ' ' || p.roles || ' ' LIKE '% member %' AND (CAST(:any AS BIGINT) = 1 OR (CAST(:kind AS TEXT) = 'member' AND p.id = :id))
ORDER BY 1, 2;

-- name: invite_void!
UPDATE invites SET revoked_at = :at WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL;
