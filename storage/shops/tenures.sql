-- What ends with a holder's time, each statement for one place; the events keep what it was, so that a roster can be taken back.

-- name: tenure_findings_note!
INSERT INTO finding_events (finding_id, at, event, note)
SELECT id, CAST(:at AS BIGINT), 'new holder', state FROM findings WHERE shop_id = :shop_id AND closed_at IS NULL;

-- name: tenure_findings_end!
UPDATE findings SET state = :after, closed_at = :at WHERE shop_id = :shop_id AND state = :before AND closed_at IS NULL;

-- name: tenure_help_note!
INSERT INTO help_events (request_id, at, event, note)
SELECT id, CAST(:at AS BIGINT), 'new holder', state FROM help_requests WHERE shop_id = :shop_id AND state IN ('open', 'answered');

-- name: tenure_help_end!
UPDATE help_requests SET state = :after WHERE shop_id = :shop_id AND state = :before;

-- name: tenure_appeals_end!
UPDATE appeals SET state = :after, decided_at = :at WHERE shop_id = :shop_id AND state = :before;

-- name: tenure_vetoes_end!
UPDATE vetoes SET state = :after, lifted_at = :at WHERE shop_id = :shop_id AND state = :before;

-- name: tenure_objections_end!
UPDATE objections SET settled_at = :at
WHERE settled_at IS NULL AND title_id IN (SELECT id FROM titles WHERE shop_id = :shop_id AND ended_at IS NULL);

-- name: tenure_keepers
SELECT DISTINCT keeper_id FROM help_requests WHERE shop_id = :shop_id AND state = 'open' ORDER BY keeper_id;

-- name: tenure_findings_again!
-- The event of that moment says from which state it was ended; nothing ended by anybody else comes back.
UPDATE findings SET closed_at = NULL, state = :before
WHERE shop_id = :shop_id AND state = :after AND closed_at = :at AND CAST(:before AS TEXT) =
  (SELECT max(e.note) FROM finding_events e WHERE e.finding_id = findings.id AND e.at = :at AND e.event = 'new holder');

-- name: tenure_findings_later!
-- The time between was not the shop's: what was left then is left now.
UPDATE findings SET due_at = due_at + (CAST(:now AS BIGINT) - CAST(:at AS BIGINT))
WHERE shop_id = :shop_id AND state = 'open' AND due_at > :at
  AND EXISTS (SELECT 1 FROM finding_events e WHERE e.finding_id = findings.id AND e.at = :at AND e.event = 'new holder');

-- name: tenure_help_again!
UPDATE help_requests SET state = :before
WHERE shop_id = :shop_id AND state = :after AND CAST(:before AS TEXT) =
  (SELECT max(e.note) FROM help_events e WHERE e.request_id = help_requests.id AND e.at = :at AND e.event = 'new holder');

-- name: tenure_help_later!
-- The hour that was promised stood still as well.
UPDATE help_requests SET due_at = due_at + (CAST(:now AS BIGINT) - CAST(:at AS BIGINT))
WHERE shop_id = :shop_id AND state = 'open' AND due_at > :at
  AND EXISTS (SELECT 1 FROM help_events e WHERE e.request_id = help_requests.id AND e.at = :at AND e.event = 'new holder');

-- name: tenure_appeals_again!
UPDATE appeals SET state = :before, decided_at = NULL WHERE shop_id = :shop_id AND state = :after AND decided_at = :at;

-- name: tenure_vetoes_again!
-- Without somebody who lifted it, it was lifted by the holder's going.
UPDATE vetoes SET state = :before, lifted_at = NULL
WHERE shop_id = :shop_id AND state = :after AND lifted_at = :at AND lifted_by IS NULL
  AND CAST(:before AS TEXT) = CASE WHEN confirmed_at IS NULL THEN 'proposed' ELSE 'confirmed' END;

-- name: tenure_objections_again!
UPDATE objections SET settled_at = NULL
WHERE settled_at = :at AND settled_by IS NULL AND title_id IN (SELECT id FROM titles WHERE shop_id = :shop_id);

-- name: tenure_place$
SELECT name FROM shops WHERE id = :shop_id;

-- name: tenure_topics
SELECT CAST(:help AS TEXT) AS subject, id FROM help_requests WHERE shop_id = :shop_id AND state IN ('open', 'answered')
UNION SELECT CAST(:finding AS TEXT), id FROM findings WHERE shop_id = :shop_id AND closed_at IS NULL ORDER BY subject, id;

-- name: tenure_reporters
SELECT DISTINCT l.person_id FROM findings f JOIN leads m ON m.finding_id = f.id JOIN leads l ON l.id = m.id OR l.same_as = m.id
WHERE f.shop_id = :shop_id AND f.closed_at IS NULL AND l.person_id IS NOT NULL ORDER BY l.person_id;

-- name: tenure_objectors
SELECT DISTINCT o.person_id FROM objections o JOIN titles t ON t.id = o.title_id
WHERE t.shop_id = :shop_id AND t.ended_at IS NULL AND o.settled_at IS NULL AND o.person_id IS NOT NULL ORDER BY o.person_id;

-- name: tenures_ended_at
SELECT DISTINCT shop_id FROM tenures WHERE until = :at ORDER BY shop_id;
