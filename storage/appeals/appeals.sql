-- columns appeals: id, shop_id, person_id, at, subject, subject_id, text, state, due_at, decided_at, decided_by, reason

-- name: appeal_add
INSERT INTO appeals (shop_id, person_id, at, subject, subject_id, text, state, due_at)
VALUES (:shop_id, :person_id, :at, :subject, :subject_id, :text, 'open', :due_at) RETURNING id;

-- name: appeal
SELECT {{appeals}} FROM appeals WHERE id = :id;

-- name: appeals_of_shop
SELECT {{appeals}} FROM appeals
WHERE shop_id = :shop_id ORDER BY at DESC, id DESC;

-- name: appeals_open
SELECT {{appeals}} FROM appeals
WHERE state = 'open' ORDER BY due_at, id;

-- name: appeal_say!
-- PostgreSQL cannot guess the type of a value that is only put together with others: hence the casts.
UPDATE appeals SET text = CASE WHEN text = '' THEN CAST(:text AS TEXT) ELSE text || CAST(:gap AS TEXT) || CAST(:text AS TEXT) END
WHERE id = :id AND state = 'open';

-- name: appeal_correct!
UPDATE appeals SET text = :text WHERE id = :id AND state = 'open';

-- name: appeal_decide!
UPDATE appeals SET state = :after, decided_at = :at, decided_by = :person_id, reason = :reason WHERE id = :id AND state = :before;

-- name: appeals_end_of_look!
UPDATE appeals SET state = :after, decided_at = :at WHERE subject = 'observation' AND subject_id = :look AND state = :before;

-- name: appeal_set_aside!
INSERT INTO appeals (shop_id, person_id, at, subject, subject_id, text, state, due_at, decided_at, decided_by, reason)
VALUES (:shop_id, :person_id, :at, 'observation', :subject_id, '', :state, :due_at, :at, :decided_by, :reason);

-- name: appeal_observers
SELECT observer_id AS person_id FROM observations WHERE id = :id
UNION SELECT found_by FROM findings WHERE observation_id = :id AND origin <> 'self';

-- name: appeal_star_observers
SELECT observer_id AS person_id FROM observations WHERE shop_id = :shop_id AND standing = 1 AND day >= :first
UNION SELECT found_by FROM findings WHERE shop_id = :shop_id AND origin <> 'self' AND day >= :first;

-- name: appeal_judges
-- Whoever cannot be reached could never decide: only those with an open conversation.
SELECT p.id, p.roles,
       CASE WHEN p.branch_id IS NOT NULL AND p.branch_id = m.branch_id THEN 1 ELSE 0 END AS is_branch,
       CASE WHEN EXISTS (SELECT 1 FROM holdings h WHERE h.shop_id = :shop_id AND h.person_id = p.id AND h.until IS NULL) THEN 1 ELSE 0 END AS holds
FROM people p LEFT JOIN links l ON l.shop_id = :shop_id AND l.until IS NULL LEFT JOIN people m ON m.id = l.member_id
WHERE p.left_at IS NULL AND (' ' || p.roles || ' ' LIKE '% manager %' OR ' ' || p.roles || ' ' LIKE '% secretary %')
  AND EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = p.id AND c.gone_at IS NULL)
ORDER BY p.id;

-- name: appeal_runs_since
SELECT r.period FROM rating_runs r WHERE r.published_at IS NOT NULL AND r.through >= :at GROUP BY r.period ORDER BY r.period;

-- name: appeals_granted_since$
-- Whether a new version of a run is an appeal's doing: it is called so.
SELECT count(*) FROM appeals WHERE state = 'granted' AND decided_at >= :at;
