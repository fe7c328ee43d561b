-- name: sample_outbox!
DELETE FROM outbox WHERE state = 'queued';

-- name: sample_offers!
DELETE FROM offers WHERE closed_at IS NULL AND made_at < :since;

-- name: sample_places!
UPDATE conversations SET place = '', in_hand = NULL;

-- name: sample_photos!
UPDATE media SET state = 'dropped' WHERE state = 'to fetch';
