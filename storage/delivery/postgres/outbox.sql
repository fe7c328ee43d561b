-- Several processes send here; each is known by the name its connections carry.

-- name: outbox_add
INSERT INTO outbox (key, channel, user_id, person_id, thread, body, urgent, not_before, best_before, state, claimed_until, claimed_by, created_at, rest, answers, ticket, ticket_until)
SELECT :key, :channel, :user_id, :person_id, :thread, :body, :urgent, :not_before, :best_before, 'queued',
  CASE WHEN EXISTS (
    SELECT 1 FROM outbox e WHERE e.channel = :channel AND e.user_id = :user_id AND e.state = 'queued' AND e.not_before <= :not_before
      AND (e.claimed_until <= :created_at OR e.claimed_by <> current_setting('application_name'))
  ) THEN 0 ELSE CAST(:claimed_until AS BIGINT) END, current_setting('application_name'), :created_at, :rest, :answers, :ticket, :ticket_until
ON CONFLICT DO NOTHING RETURNING id, claimed_until;

-- name: outbox_claim
UPDATE outbox SET claimed_until = :until, claimed_by = current_setting('application_name')
WHERE id IN (
  SELECT o.id FROM outbox o
  WHERE o.state = 'queued' AND o.channel = :channel AND o.not_before <= :now AND o.claimed_until <= :now AND NOT EXISTS (
    SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.user_id = o.user_id AND e.state = 'queued'
      AND e.claimed_until > :now AND e.claimed_by <> current_setting('application_name'))
  ORDER BY o.urgent DESC, o.id LIMIT :most FOR UPDATE SKIP LOCKED)
RETURNING {{outbox}};

-- name: outbox_renew!
UPDATE outbox SET claimed_until = :until WHERE id = :id AND state = 'queued' AND claimed_by = current_setting('application_name');
