-- name: help_request
SELECT id, shop_id, person_id, at, text, keeper_id, due_at, state, escalated_at, answered_at, answered_by, answer, rating,
       first_due_at, first_answered_at
FROM help_requests WHERE id = :id;

-- name: help_add
INSERT INTO help_requests (shop_id, person_id, at, text, keeper_id, due_at, state, first_due_at)
VALUES (:shop_id, :person_id, :at, :text, :keeper_id, :due_at, :state, :due_at) RETURNING id;

-- name: help_save!
UPDATE help_requests SET shop_id = :shop_id, text = :text, keeper_id = :keeper_id, due_at = :due_at, state = :state,
  escalated_at = :escalated_at, answered_at = :answered_at, answered_by = :answered_by, answer = :answer, rating = :rating,
  first_due_at = :first_due_at, first_answered_at = :first_answered_at
WHERE id = :id AND state = :before;

-- name: help_of_shop
SELECT id, shop_id, person_id, at, text, keeper_id, due_at, state, escalated_at, answered_at, answered_by, answer, rating,
       first_due_at, first_answered_at
FROM help_requests WHERE shop_id = :shop_id AND answered_at IS NULL AND state <> 'dropped' ORDER BY at DESC, id DESC;

-- name: help_unanswered
SELECT id, shop_id, person_id, at, text, keeper_id, due_at, state, escalated_at, answered_at, answered_by, answer, rating,
       first_due_at, first_answered_at
FROM help_requests WHERE answered_at IS NULL AND state <> 'dropped' ORDER BY due_at, id;

-- name: help_event_add
INSERT INTO help_events (request_id, at, person_id, event, note) VALUES (:request_id, :at, :person_id, :event, :note) RETURNING id;

-- name: help_events_of
SELECT id, request_id, at, person_id, event, note FROM help_events WHERE request_id = :request_id ORDER BY id;
