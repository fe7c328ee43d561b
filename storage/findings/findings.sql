-- columns findings: id, shop_id, tenure_id, duty, origin, observation_id, self_check_id, lead_id, found_by, day, opened_at,
--   kind, due_at, note, state, cue, reminded, overdue_at, stopped_at, stopped_why, fixed_at, fixed_by, checked_at,
--   checked_by, closed_at, share, closing, beside_id, again_at, told_at

-- name: finding
SELECT {{findings}}
FROM findings WHERE id = :id;

-- name: finding_add
INSERT INTO findings (shop_id, tenure_id, duty, origin, observation_id, self_check_id, lead_id, found_by, day, opened_at, kind, due_at, note, state, beside_id, told_at)
VALUES (:shop_id, :tenure_id, :duty, :origin, :observation_id, :self_check_id, :lead_id, :found_by, :day, :opened_at, :kind, :due_at, :note, :state, :beside_id, :told_at)
RETURNING id;

-- name: finding_save!
UPDATE findings SET {{set findings but id, shop_id, tenure_id, duty, origin, observation_id, self_check_id, lead_id, found_by, day, opened_at, kind}}
WHERE id = :id AND state = :before;

-- name: findings_open_of_shop
SELECT {{findings}}
FROM findings WHERE shop_id = :shop_id AND closed_at IS NULL AND state <> 'between' ORDER BY opened_at, id;

-- name: findings_of_shop
SELECT {{findings}}
FROM findings WHERE shop_id = :shop_id AND day >= :first ORDER BY opened_at, id;

-- name: findings_open
SELECT {{findings}}
FROM findings WHERE closed_at IS NULL ORDER BY opened_at, id;

-- name: findings_of_day
SELECT {{findings}}
FROM findings WHERE observation_id IN
  (SELECT o.id FROM observations o WHERE o.shop_id = :shop_id AND o.day = :day AND o.observer_id = :observer_id) ORDER BY id;

-- name: findings_of_check
SELECT {{findings}}
FROM findings WHERE self_check_id = :check_id ORDER BY id;

-- name: findings_in_state
SELECT {{findings}}
FROM findings WHERE state = :state AND closed_at IS NULL ORDER BY opened_at, id;

-- name: findings_closed_since
SELECT {{findings}}
FROM findings WHERE shop_id = :shop_id AND state = 'closed' AND closed_at >= :since ORDER BY closed_at DESC, id DESC;

-- name: finding_event_add!
INSERT INTO finding_events (finding_id, at, person_id, event, note) VALUES (:finding_id, :at, :person_id, :event, :note);

-- name: finding_events_of
SELECT finding_id, at, person_id, event, note FROM finding_events WHERE finding_id = :finding_id ORDER BY id;

-- name: findings_to_report
SELECT {{findings}}
FROM findings WHERE state IN ('open', 'repair') AND kind = 'report_only' AND closed_at IS NULL ORDER BY opened_at, id;

-- name: finding_words$
-- What was added to the self-check, look or report later stands there and not with the finding.
SELECT coalesce(nullif(c.note, ''), nullif(o.note, ''), nullif(l.text, ''), f.note) FROM findings f
LEFT JOIN self_checks c ON c.id = f.self_check_id LEFT JOIN observations o ON o.id = f.observation_id LEFT JOIN leads l ON l.id = f.lead_id
WHERE f.id = :id;

-- name: findings_untold
-- What has a deadline whose clock has not started: nobody is known to have told the shop.
SELECT id, shop_id, tenure_id, duty, origin, observation_id, self_check_id, lead_id, found_by, day, opened_at, kind, due_at, note, state,
       cue, reminded, overdue_at, stopped_at, stopped_why, fixed_at, fixed_by, checked_at, checked_by, closed_at, share, closing, beside_id, again_at, told_at
FROM findings WHERE told_at IS NULL AND due_at IS NOT NULL AND closed_at IS NULL ORDER BY opened_at, id;

-- name: finding_delivered
-- Keys of messages about one finding stand side by side; one that moved to another telephone has more behind the same key.
SELECT done_at, CASE WHEN not_before > created_at THEN not_before ELSE created_at END AS expected_at FROM outbox
WHERE key >= :first AND key < :past AND state IN ('sent', 'unsure') AND done_at IS NOT NULL ORDER BY done_at LIMIT 1;
