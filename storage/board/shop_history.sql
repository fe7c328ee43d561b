-- name: shop_history_pictures
-- What was sent with something that is in the file of the shop; a report counts from when it was confirmed.
SELECT m.id, m.subject, m.subject_id, m.at FROM media m
WHERE m.kind = 'photo' AND m.state = 'stored' AND (
  (m.subject = 'shop' AND m.subject_id = :shop_id)
  OR (m.subject = 'observation' AND m.subject_id IN (SELECT id FROM observations WHERE shop_id = :shop_id))
  OR (m.subject = 'self_check' AND m.subject_id IN (SELECT id FROM self_checks WHERE shop_id = :shop_id))
  OR (m.subject = 'lead' AND m.subject_id IN (SELECT lead_id FROM findings WHERE shop_id = :shop_id AND lead_id IS NOT NULL))
  OR (m.subject = 'fix' AND m.subject_id IN (SELECT id FROM findings WHERE shop_id = :shop_id)))
ORDER BY m.at DESC, m.id DESC LIMIT :most;

-- name: shop_history_help
SELECT id, at, text, due_at, first_answered_at AS answered_at FROM help_requests
WHERE shop_id = :shop_id AND at >= :since AND state <> 'dropped' ORDER BY at DESC, id DESC;
