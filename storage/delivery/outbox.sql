-- name: outbox_add
INSERT INTO outbox (key, channel, user_id, person_id, thread, body, urgent, not_before, best_before, state, claimed_until, created_at, rest)
VALUES (:key, :channel, :user_id, :person_id, :thread, :body, :urgent, :not_before, :best_before, 'queued', :claimed_until, :created_at, :rest)
ON CONFLICT DO NOTHING RETURNING id, claimed_until;

-- name: outbox_by_key$
SELECT id FROM outbox WHERE key = :key;

-- name: outbox_due
SELECT id FROM outbox
WHERE state = 'queued' AND channel = :channel AND not_before <= :now AND claimed_until <= :now
ORDER BY urgent DESC, id LIMIT :most;

-- name: outbox_claim
UPDATE outbox SET claimed_until = :until
WHERE id IN (SELECT id FROM outbox WHERE state = 'queued' AND channel = :channel AND not_before <= :now AND claimed_until <= :now
             ORDER BY urgent DESC, id LIMIT :most)
RETURNING id, key, channel, user_id, person_id, thread, body, urgent, not_before, best_before, attempts, created_at, error, rest;

-- name: outbox_renew!
UPDATE outbox SET claimed_until = :until WHERE id = :id AND state = 'queued';

-- name: outbox_unclaim!
UPDATE outbox SET claimed_until = 0 WHERE state = 'queued' AND claimed_until > 0;

-- name: outbox_done!
UPDATE outbox SET state = :state, receipt = :receipt, error = :error, attempts = :attempts, done_at = :at, claimed_until = 0
WHERE id = :id;

-- name: outbox_again!
UPDATE outbox SET not_before = :not_before, attempts = :attempts, error = :error, claimed_until = 0 WHERE id = :id;

-- name: outbox_forget!
DELETE FROM outbox WHERE state <> 'queued' AND done_at < :before;

-- name: outbox_export
SELECT o.id, o.key, o.channel, o.state, o.urgent, o.attempts, o.created_at, o.not_before, o.done_at, o.error, p.name AS person
FROM outbox o LEFT JOIN people p ON p.id = o.person_id ORDER BY o.id;
