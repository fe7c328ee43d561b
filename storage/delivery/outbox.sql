-- columns outbox: id, key, channel, user_id, person_id, thread, body, urgent, not_before, best_before, attempts,
--   created_at, error, rest, parts, receipt, answers, ticket, ticket_until, state

-- name: outbox_add
-- A key written before is left as it is: whatever wrote it twice was run twice.
INSERT INTO outbox (key, channel, user_id, person_id, thread, body, urgent, not_before, best_before, state, claimed_until, created_at, rest, answers, ticket, ticket_until)
VALUES (:key, :channel, :user_id, :person_id, :thread, :body, :urgent, :not_before, :best_before, 'queued', :claimed_until, :created_at, :rest, :answers, :ticket, :ticket_until)
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
RETURNING {{outbox}};

-- name: outbox_renew!
UPDATE outbox SET claimed_until = :until WHERE id = :id AND state = 'queued';

-- name: outbox_unclaim!
UPDATE outbox SET claimed_until = 0 WHERE state = 'queued' AND claimed_until > 0;

-- name: outbox_done!
UPDATE outbox SET state = :after, receipt = :receipt, error = :error, attempts = :attempts, done_at = :at, claimed_until = 0
WHERE id = :id AND state = :before;

-- name: outbox_again!
UPDATE outbox SET not_before = :not_before, attempts = :attempts, error = :error, claimed_until = 0 WHERE id = :id AND state = 'queued';

-- name: outbox_part!
UPDATE outbox SET parts = :parts, receipt = :receipt WHERE id = :id;

-- name: outbox_held
SELECT {{outbox}}
FROM outbox WHERE state = 'held' AND channel = :channel AND user_id = :user_id ORDER BY id;

-- name: outbox_answers
SELECT {{outbox}}
FROM outbox WHERE channel = :channel AND user_id = :user_id AND substr(key, 1, length(CAST(:key AS TEXT)) + 1) = CAST(:key AS TEXT) || '/' ORDER BY id;

-- name: outbox_sent_as
-- A message by what the channel called one of its parts; receipts are kept with a space between them.
SELECT {{outbox}}
FROM outbox WHERE state = 'sent' AND channel = :channel AND user_id = :user_id
  AND ' ' || receipt || ' ' LIKE '% ' || CAST(:receipt AS TEXT) || ' %' ORDER BY id DESC LIMIT 1;

-- name: outbox_unasked
SELECT {{outbox}}
FROM outbox WHERE state = 'queued' AND person_id = :person_id AND not_before > :now AND key LIKE 'unasked:%' ORDER BY id;

-- name: outbox_rewrite!
UPDATE outbox SET body = :body WHERE id = :id AND state = 'queued';

-- name: outbox_last_sent
SELECT {{outbox}}
FROM outbox WHERE state IN ('sent', 'unsure') AND channel = :channel AND user_id = :user_id ORDER BY done_at DESC, id DESC LIMIT 1;

-- name: outbox_release!
UPDATE outbox SET state = :after, body = :body, best_before = :best_before, not_before = :now, claimed_until = :claimed_until,
  error = '', done_at = NULL, answers = 1, rest = '' WHERE id = :id AND state = :before;

-- name: outbox_readdress!
UPDATE outbox SET state = :after, channel = :channel, user_id = :user_id, thread = :thread, body = :body, not_before = :now,
  claimed_until = 0, parts = 0, receipt = '', ticket = '', error = '', done_at = NULL WHERE id = :id AND state = :before;

-- name: outbox_state!
UPDATE outbox SET state = :after, error = :error, done_at = :at, claimed_until = 0 WHERE id = :id AND state = :before;

-- name: outbox_requeue!
-- Once more from the start, after the channel said later that it did not arrive.
UPDATE outbox SET state = :after, not_before = :not_before, parts = 0, receipt = '', error = :error, done_at = NULL,
  claimed_until = 0, attempts = attempts + 1 WHERE id = :id AND state = :before;

-- name: outbox_held_untold
SELECT id, person_id, best_before, created_at FROM outbox
WHERE state = 'held' AND urgent = 1 AND told_at IS NULL AND person_id IS NOT NULL ORDER BY id;

-- name: outbox_told!
UPDATE outbox SET told_at = :at WHERE id = :id;

-- name: outbox_shut_out$
SELECT count(DISTINCT person_id) FROM outbox WHERE state = 'held' AND person_id IS NOT NULL;

-- name: outbox_held_over!
UPDATE outbox SET state = :after, done_at = :now
WHERE state = :before AND (best_before <= :now OR created_at < :written_before);

-- name: outbox_lately
-- A message of several parts has the receipt of each, with a space between them.
SELECT user_id, done_at, length(receipt) - length(replace(receipt, ' ', '')) + 1 AS parts FROM outbox WHERE channel = :channel AND state = 'sent' AND done_at > :since ORDER BY done_at;

-- name: outbox_said_after$
-- Messages that went out after a moment, each of their parts counted: their receipts have a space between them.
SELECT coalesce(sum(length(receipt) - length(replace(receipt, ' ', '')) + 1), 0) FROM outbox
WHERE channel = :channel AND user_id = :user_id AND state IN ('sent', 'unsure') AND attempts > 0 AND done_at > :since;

-- name: outbox_forget!
-- What is still to go out, or waits for the person, is never forgotten here.
DELETE FROM outbox WHERE state NOT IN ('queued', 'held') AND done_at < :before;

-- name: outbox_export
SELECT o.id, o.key, o.channel, o.state, o.urgent, o.attempts, o.created_at, o.not_before, o.done_at, o.error, p.name AS person
FROM outbox o LEFT JOIN people p ON p.id = o.person_id ORDER BY o.id;
