-- columns help_requests: id, shop_id, person_id, at, text, keeper_id, due_at, state, escalated_at, answered_at,
--   answered_by, answer, rating, first_due_at, first_answered_at
-- columns help_events: id, request_id, at, person_id, event, note

-- name: help_request
SELECT {{help_requests}}
FROM help_requests WHERE id = :id;

-- name: help_add
INSERT INTO help_requests (shop_id, person_id, at, text, keeper_id, due_at, state, first_due_at)
VALUES (:shop_id, :person_id, :at, :text, :keeper_id, :due_at, :state, :due_at) RETURNING id;

-- name: help_save!
UPDATE help_requests SET {{set help_requests but id, person_id, at}}
WHERE id = :id AND state = :before;

-- name: help_of_shop
SELECT {{help_requests}}
FROM help_requests WHERE shop_id = :shop_id AND answered_at IS NULL AND state <> 'dropped' ORDER BY at DESC, id DESC;

-- name: help_answered_last
SELECT {{help_requests}}
FROM help_requests WHERE shop_id = :shop_id AND answered_at >= :since ORDER BY answered_at DESC, id DESC LIMIT 1;

-- name: help_unanswered
SELECT {{help_requests}}
FROM help_requests WHERE answered_at IS NULL AND state <> 'dropped' ORDER BY due_at, id;

-- name: help_event_add
INSERT INTO help_events (request_id, at, person_id, event, note) VALUES (:request_id, :at, :person_id, :event, :note) RETURNING id;

-- name: help_event
SELECT {{help_events}} FROM help_events WHERE id = :id;

-- name: help_event_correct!
UPDATE help_events SET note = :note WHERE id = :id;

-- name: help_text_correct!
UPDATE help_requests SET text = :text WHERE id = :id;

-- name: help_events_of
SELECT {{help_events}} FROM help_events WHERE request_id = :request_id ORDER BY id;
