-- name: invite_add
INSERT INTO invites (code, kind, name, shop_id, person_id, role, created_at, expires_at)
VALUES (:code, :kind, :name, :shop_id, :person_id, :role, :created_at, :expires_at) RETURNING id;

-- name: invite_open
SELECT id, code, kind, name, shop_id, person_id, role, expires_at FROM invites
WHERE code = :code AND used_at IS NULL AND revoked_at IS NULL AND expires_at > :now;

-- name: invite_use!
UPDATE invites SET used_at = :at, used_by = :person_id WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL;

-- name: invites_open
SELECT i.id, i.code, i.kind, i.name, i.shop_id, i.person_id, i.role, i.expires_at FROM invites i
WHERE i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > :now ORDER BY i.kind, i.id;

-- name: invite_revoke!
UPDATE invites SET revoked_at = :at WHERE id = :id AND used_at IS NULL AND revoked_at IS NULL;

-- name: invites_revoke_shop!
UPDATE invites SET revoked_at = :at WHERE shop_id = :shop_id AND used_at IS NULL AND revoked_at IS NULL;

-- name: invites_revoke_person!
UPDATE invites SET revoked_at = :at WHERE person_id = :person_id AND used_at IS NULL AND revoked_at IS NULL;

-- name: wrong_code_add!
INSERT INTO wrong_codes (channel, user_id, at) VALUES (:channel, :user_id, :at);

-- name: wrong_codes_count$
SELECT count(*) FROM wrong_codes WHERE channel = :channel AND user_id = :user_id AND at > :since;

-- name: wrong_codes_all$
SELECT count(*) FROM wrong_codes WHERE at > :since;

-- name: wrong_codes_forget!
DELETE FROM wrong_codes WHERE at < :before;
