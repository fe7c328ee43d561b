-- name: incarnation_token$
SELECT token FROM incarnation;

-- name: incarnation_cookie_key$
SELECT cookie_key FROM incarnation;

-- name: incarnation_begin!
INSERT INTO incarnation (token, cookie_key) VALUES (:token, :cookie_key);

-- name: incarnation_renew!
UPDATE incarnation SET token = :token;

-- name: incarnation_queue!
-- What still waits to be sent keeps working: nobody has seen it yet.
UPDATE outbox SET body = replace(body, '-' || CAST(:old AS TEXT) || '.', '-' || CAST(:new AS TEXT) || '.') WHERE state IN ('queued', 'held');

-- name: incarnation_queued
SELECT body FROM outbox WHERE state IN ('queued', 'held') AND body LIKE '%-' || CAST(:token AS TEXT) || '.%';

-- name: incarnation_open_prompts
SELECT id FROM offers WHERE closed_at IS NULL;

-- name: incarnation_steps!
UPDATE conversations SET place = '' WHERE place <> '';

-- name: incarnation_links!
DELETE FROM board_links;

-- name: incarnation_sessions!
DELETE FROM board_sessions;
