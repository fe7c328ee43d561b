-- columns leads: id, shop_id, place, duty, day, at, source, person_id, text, state, same_as, judged_at, judged_by,
--   finding_id, routed_at

-- name: lead
SELECT {{leads}}
FROM leads WHERE id = :id;

-- name: lead_add
INSERT INTO leads (shop_id, place, duty, day, at, source, person_id, text, state)
VALUES (:shop_id, :place, :duty, :day, :at, :source, :person_id, :text, 'open') RETURNING id;

-- name: lead_save!
UPDATE leads SET {{set leads but id, place, day, at, person_id}}
WHERE id = :id AND state = :before;

-- name: lead_like
-- Only what still runs: after “not seen”, or once the finding is closed, a report is a new one, whatever the day.
SELECT {{leads}}
FROM leads WHERE shop_id = :shop_id AND duty = :duty AND same_as IS NULL AND id <> :id AND routed_at IS NOT NULL AND state <> 'withdrawn'
  AND (judged_at IS NULL OR EXISTS (SELECT 1 FROM findings f WHERE f.id = leads.finding_id AND f.closed_at IS NULL))
ORDER BY id LIMIT 1;

-- name: leads_waiting
SELECT {{leads}}
FROM leads WHERE judged_at IS NULL AND same_as IS NULL ORDER BY at, id;

-- name: leads_of_finding
SELECT {{leads}}
FROM leads WHERE finding_id = :finding_id ORDER BY id;

-- name: leads_same_as
SELECT {{leads}}
FROM leads WHERE same_as = :id ORDER BY id;

-- name: lead_reporters
SELECT DISTINCT person_id FROM leads WHERE (id = :id OR same_as = :id) AND person_id IS NOT NULL ORDER BY person_id;
