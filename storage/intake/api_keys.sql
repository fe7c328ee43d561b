-- columns api_keys: id, name, scope, digest, secret, per_minute, made_at, revoked_at

-- name: api_key_add
INSERT INTO api_keys (name, scope, digest, secret, per_minute, made_at)
VALUES (:name, :scope, :digest, :secret, :per_minute, :made_at) RETURNING id;

-- name: api_key_of
SELECT {{api_keys}} FROM api_keys WHERE scope = :scope AND digest = :digest AND revoked_at IS NULL;

-- name: api_keys_named
SELECT {{api_keys}} FROM api_keys WHERE scope = :scope AND name = :name AND revoked_at IS NULL ORDER BY id DESC;

-- name: api_keys_all
SELECT {{api_keys}} FROM api_keys ORDER BY id;

-- name: api_key_revoke!
UPDATE api_keys SET revoked_at = :at WHERE id = :id AND revoked_at IS NULL;
