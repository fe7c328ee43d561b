-- columns rosters: id, person_id, at, file, state, entries, kind

-- name: roster_add
INSERT INTO rosters (person_id, at, file, state, kind) VALUES (:person_id, :at, :file, :state, :kind) RETURNING id;

-- name: rosters_give_up!
UPDATE rosters SET state = :after, entries = '' WHERE person_id = :person_id AND state = :before;

-- name: rosters_waiting
SELECT {{rosters r}} FROM rosters r
WHERE r.state = 'waiting' AND EXISTS (SELECT 1 FROM media m WHERE m.subject = 'roster' AND m.subject_id = r.id AND m.state = 'stored')
ORDER BY r.id;

-- name: roster_draft
SELECT {{rosters}} FROM rosters WHERE id = :id;

-- name: roster_opening$
UPDATE rosters SET opened = opened + 1 WHERE id = :id RETURNING opened;

-- name: roster_not_opened!
UPDATE rosters SET opened = opened - 1 WHERE id = :id AND opened > 0;

-- name: roster_previewed!
UPDATE rosters SET state = :after, entries = :entries, kind = :kind WHERE id = :id AND state = :before;

-- name: roster_cancel!
UPDATE rosters SET state = :after, entries = '' WHERE id = :id AND state = :before;

-- name: roster_applied!
UPDATE rosters SET state = :after, entries = '', applied_at = :at, before = :undoes WHERE id = :id AND state = :before;

-- name: roster_last_applied
SELECT id, file, applied_at, before, kind FROM rosters WHERE state IN ('applied', 'undone') AND applied_at IS NOT NULL
ORDER BY applied_at DESC, id DESC LIMIT 1;

-- name: roster_undone!
UPDATE rosters SET state = :after, before = '', undone_at = :at WHERE id = :id AND state = :before;

-- name: rosters_forget!
UPDATE rosters SET state = :cancelled, entries = '' WHERE state = :ready AND at < :before;
