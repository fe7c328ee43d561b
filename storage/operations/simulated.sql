-- name: simulated_last
SELECT subject AS day, note AS town FROM journal WHERE action = 'simulate' ORDER BY id DESC LIMIT 1;

-- name: simulated_shops
SELECT s.id, s.name, l.member_id, l.number FROM shops s LEFT JOIN links l ON l.shop_id = s.id AND l.until IS NULL ORDER BY s.id;

-- name: simulated_people
SELECT user_id FROM conversations WHERE channel = :channel AND person_id IS NOT NULL;

-- name: simulated_named$
SELECT count(*) FROM people WHERE name = :name;

-- name: simulated_branch!
UPDATE people SET branch_id = :branch_id WHERE name = :name AND branch_id IS NULL;

-- name: simulated_letters!
DELETE FROM outbox WHERE channel = :channel;

-- name: simulated_photos!
UPDATE media SET state = 'dropped' WHERE channel = :channel AND state = 'to fetch';

-- name: simulated_offers!
DELETE FROM offers WHERE channel = :channel AND made_at < :before;

-- name: simulated_slowest
SELECT job, period, took_ms FROM runs WHERE took_ms IS NOT NULL ORDER BY took_ms DESC, job LIMIT 1;
