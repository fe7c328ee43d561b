-- columns offers: id, topic, body, chosen, once, made_at, expires_at, closed_at

-- name: offer_add
INSERT INTO offers (channel, user_id, topic, body, chosen, once, made_at, expires_at)
VALUES (:channel, :user_id, :topic, :body, :chosen, :once, :made_at, :expires_at)
RETURNING id AS number, (SELECT token FROM incarnation) AS life;

-- name: offer
SELECT {{offers}}, (SELECT token FROM incarnation) AS life FROM offers
WHERE id = :id AND channel = :channel AND user_id = :user_id;

-- name: offers_open
-- Of the newest twelve. A label is a whole JSON string of the body, which nothing else can look like; bodies of before labels
-- were kept are all read.
SELECT {{offers}}, (SELECT token FROM incarnation) AS life FROM (
  SELECT {{offers}} FROM offers
  WHERE channel = :channel AND user_id = :user_id AND closed_at IS NULL AND (expires_at IS NULL OR expires_at > :now)
  ORDER BY id DESC LIMIT 12) AS newest
WHERE CAST(:said AS TEXT) = '' OR replace(body, CAST(:said AS TEXT), '') <> body OR replace(body, '"said":', '') = body
ORDER BY id DESC;

-- name: offer_close!
UPDATE offers SET closed_at = :at WHERE id = :id AND closed_at IS NULL;

-- name: offer_choose!
UPDATE offers SET chosen = :chosen WHERE id = :id;

-- name: offers_close_topic!
UPDATE offers SET closed_at = :at
WHERE channel = :channel AND user_id = :user_id AND topic = :topic AND closed_at IS NULL;

-- name: offers_forget!
DELETE FROM offers WHERE made_at < :before;

-- name: offer_is_asked$
SELECT count(*) FROM offers o JOIN conversations c ON c.channel = o.channel AND c.user_id = o.user_id
WHERE c.person_id = :person_id AND o.topic LIKE :topic AND o.closed_at IS NULL AND (o.expires_at IS NULL OR o.expires_at > :now);

-- name: offers_close_subject!
UPDATE offers SET closed_at = :at
WHERE topic LIKE :topic AND closed_at IS NULL AND EXISTS (
  SELECT 1 FROM conversations c WHERE c.channel = offers.channel AND c.user_id = offers.user_id AND c.person_id = :person_id);
