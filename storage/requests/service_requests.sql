-- columns service_requests: id, token, person_id, at, text, place, state, keeper_id, due_at, done_due_at, late_at,
--   answered_at, ended_at, ending, reopened, rating, service, site_id, card, source, key, title, share, phone, same_as, lead_id,
--   escalated_at
-- columns request_events: id, request_id, at, person_id, event, note

-- name: request_one
SELECT {{service_requests}} FROM service_requests WHERE id = :id;

-- name: request_of_token
SELECT {{service_requests}} FROM service_requests WHERE token = :token;

-- name: request_add
INSERT INTO service_requests (token, person_id, at, text, place, state, due_at, done_due_at, service, site_id, card, source, key, phone)
VALUES (:token, :person_id, :at, :text, :place, :state, :due_at, :done_due_at, :service, :site_id, :card, :source, :key, :phone)
RETURNING id;

-- name: request_save!
UPDATE service_requests SET {{set service_requests but id, token, person_id, at, text, card, source, key}} WHERE id = :id AND state = :before;

-- name: requests_in
SELECT {{service_requests}} FROM service_requests WHERE state = :state ORDER BY due_at, id;

-- name: requests_of_person
SELECT {{service_requests r}} FROM service_requests r JOIN request_reporters w ON w.request_id = r.id
WHERE w.person_id = :person_id AND r.state <> 'same' ORDER BY r.at DESC, r.id DESC LIMIT :most;

-- name: requests_at_site
-- What is reported of a site and not yet ended, or ended since; the oldest first.
SELECT {{service_requests}} FROM service_requests
WHERE site_id = :site_id AND (ended_at IS NULL OR ended_at >= :since) ORDER BY at, id;

-- name: requests_by_card$
SELECT count(*) FROM service_requests WHERE card = :card AND at > :since;

-- name: request_of_key
SELECT {{service_requests}} FROM service_requests WHERE key = :key;

-- name: reporter_add!
INSERT INTO request_reporters (request_id, person_id, at) VALUES (:request_id, :person_id, :at) ON CONFLICT DO NOTHING;

-- name: reporters_of
SELECT person_id FROM request_reporters WHERE request_id = :request_id ORDER BY at, person_id;

-- name: request_event_add
INSERT INTO request_events (request_id, at, person_id, event, note) VALUES (:request_id, :at, :person_id, :event, :note) RETURNING id;

-- name: request_event
SELECT {{request_events}} FROM request_events WHERE id = :id;

-- name: request_event_correct!
UPDATE request_events SET note = :note WHERE id = :id;

-- name: request_text_correct!
UPDATE service_requests SET text = :text WHERE id = :id;

-- name: request_events_of
SELECT {{request_events}} FROM request_events WHERE request_id = :request_id ORDER BY id;

-- name: requests_move!
UPDATE service_requests SET person_id = :into WHERE person_id = :person_id;

-- name: reporters_copy!
INSERT INTO request_reporters (request_id, person_id, at)
SELECT request_id, :into, at FROM request_reporters WHERE person_id = :person_id ON CONFLICT DO NOTHING;

-- name: reporters_forget!
DELETE FROM request_reporters WHERE person_id = :person_id;

-- name: requests_lately
SELECT (SELECT count(*) FROM service_requests WHERE person_id = :person_id AND ended_at IS NULL) AS waiting,
       (SELECT count(*) FROM service_requests WHERE person_id = :person_id AND at > :since) AS reported,
       (SELECT count(*) FROM request_events WHERE person_id = :person_id AND event = 'added' AND at > :since) AS added;

-- name: request_phone_keep!
UPDATE service_requests SET phone = :phone WHERE id = :id;

-- name: request_phones_forget!
UPDATE service_requests SET phone = '' WHERE phone <> '' AND ended_at < :before;

-- name: residents_to_forget
-- People who only ever reported something, once all of it has long ended.
SELECT p.id FROM people p
WHERE p.name = '' AND p.roles = '' AND p.erased_at IS NULL
  AND (EXISTS (SELECT 1 FROM request_reporters w WHERE w.person_id = p.id) OR EXISTS (SELECT 1 FROM permits m WHERE m.person_id = p.id)
    OR EXISTS (SELECT 1 FROM complaints c WHERE c.person_id = p.id))
  AND NOT EXISTS (SELECT 1 FROM complaints c WHERE c.person_id = p.id AND (c.answered_at IS NULL OR c.answered_at > :before))
  AND NOT EXISTS (SELECT 1 FROM request_reporters w JOIN service_requests r ON r.id = w.request_id WHERE w.person_id = p.id
                  AND (r.ended_at IS NULL OR r.ended_at > :before))
  AND NOT EXISTS (SELECT 1 FROM permits m WHERE m.person_id = p.id AND (m.ended_at IS NULL OR m.ended_at > :before))
  AND NOT EXISTS (SELECT 1 FROM holdings h WHERE h.person_id = p.id)
ORDER BY p.id LIMIT 200;
