-- name: offer_add
INSERT INTO offers (channel, user_id, topic, body, chosen, once, made_at, expires_at)
VALUES (:channel, :user_id, :topic, :body, :chosen, :once, :made_at, :expires_at) RETURNING id;

-- name: offer
SELECT id, topic, body, chosen, once, made_at, expires_at, closed_at FROM offers
WHERE id = :id AND channel = :channel AND user_id = :user_id;

-- name: offers_open
SELECT id, topic, body, chosen, once, made_at, expires_at, closed_at FROM offers
WHERE channel = :channel AND user_id = :user_id AND closed_at IS NULL ORDER BY id DESC LIMIT 12;

-- name: offer_close!
UPDATE offers SET closed_at = :at WHERE id = :id AND closed_at IS NULL;

-- name: offer_choose!
UPDATE offers SET chosen = :chosen WHERE id = :id;

-- name: offers_close_topic!
UPDATE offers SET closed_at = :at
WHERE channel = :channel AND user_id = :user_id AND topic = :topic AND closed_at IS NULL;

-- name: offers_forget!
DELETE FROM offers WHERE made_at < :before;
