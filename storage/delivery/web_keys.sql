-- name: web_keys
SELECT user_id, secret, secret_before, confirmed FROM web_keys
WHERE secret = :secret OR secret_before = :secret OR user_id = :user_id;

-- name: web_key_renew!
INSERT INTO web_keys (user_id, secret) VALUES (:user_id, :secret)
ON CONFLICT (user_id) DO UPDATE SET
  secret_before = CASE WHEN web_keys.confirmed = 1 THEN web_keys.secret ELSE web_keys.secret_before END,
  secret = excluded.secret, confirmed = 0
WHERE web_keys.secret <> excluded.secret;

-- name: web_key_confirm!
UPDATE web_keys SET confirmed = 1 WHERE secret = :secret AND confirmed = 0;

-- name: web_key_waits$
SELECT count(*) FROM web_keys WHERE user_id = :user_id AND confirmed = 0;
