-- columns intakes: id, source, outer_id, at, said_at, camera, kind, service, place, score, text, phone, due_at, site_id, state,
--   same_as, asked_at, judged_at, judged_by, why, lead_id, request_id, told

-- name: intake_one
SELECT {{intakes}} FROM intakes WHERE id = :id;

-- name: intakes_known
SELECT outer_id FROM intakes WHERE source = :source;

-- name: intake_add
INSERT INTO intakes (source, outer_id, at, said_at, camera, kind, service, place, score, text, phone, due_at, site_id, state, same_as)
VALUES (:source, :outer_id, :at, :said_at, :camera, :kind, :service, :place, :score, :text, :phone, :due_at, :site_id, :state, :same_as)
ON CONFLICT (source, outer_id) DO NOTHING RETURNING id;

-- name: intake_save!
UPDATE intakes SET {{set intakes but id, source, outer_id, at, said_at, camera, kind, score, text, same_as, told}}
WHERE id = :id AND state = :before;

-- name: intake_before
-- The last trouble of a camera and kind, of which another alert may be one more.
SELECT {{intakes}} FROM intakes
WHERE source = :source AND camera = :camera AND service = :service AND state IN ('new', 'passed', 'dismissed')
ORDER BY id DESC LIMIT 1;

-- name: intake_many
-- How many alerts there are of one trouble, the first among them, and when the first and the last came.
SELECT count(*) AS many, min(at) AS first_at, max(at) AS last_at FROM intakes WHERE id = :id OR same_as = :id;

-- name: intake_is_open$
-- Whether somebody still has what came of it in hand.
SELECT count(*) FROM intakes i
LEFT JOIN leads l ON l.id = i.lead_id
LEFT JOIN leads m ON m.id = coalesce(l.same_as, l.id)
LEFT JOIN findings f ON f.id = m.finding_id
LEFT JOIN service_requests r ON r.id = i.request_id
WHERE i.id = :id AND (
  i.state = 'new'
  OR (i.lead_id IS NOT NULL AND (m.judged_at IS NULL OR (f.id IS NOT NULL AND f.closed_at IS NULL AND f.state NOT IN ('closed', 'withdrawn'))))
  OR (i.request_id IS NOT NULL AND r.ended_at IS NULL));

-- name: intakes_in
SELECT {{intakes}} FROM intakes WHERE state = :state ORDER BY at, id LIMIT :most;

-- name: intakes_unasked
-- What nobody has been asked about yet: it came by night.
SELECT {{intakes}} FROM intakes WHERE state = 'new' AND asked_at IS NULL ORDER BY at, id LIMIT :most;

-- name: intake_asked!
UPDATE intakes SET asked_at = :at WHERE id = :id AND asked_at IS NULL;

-- name: intake_told!
UPDATE intakes SET told = :told WHERE id = :id;

-- name: intakes_outcome
-- Alerts with what came of them or of the first of their trouble, where that may be more than the platform has heard.
-- A request may have been merged with another, or gone on as a lead.
SELECT i.id, i.source, i.outer_id, i.told, t.state, m.state AS lead, r.state AS request,
       CASE WHEN f.state IN ('closed', 'withdrawn') THEN 1 ELSE 0 END AS is_finding_closed
FROM intakes i JOIN intakes t ON t.id = coalesce(i.same_as, i.id)
LEFT JOIN service_requests q ON q.id = t.request_id
LEFT JOIN service_requests r ON r.id = coalesce(q.same_as, q.id)
LEFT JOIN leads l ON l.id = coalesce(t.lead_id, r.lead_id)
LEFT JOIN leads m ON m.id = coalesce(l.same_as, l.id)
LEFT JOIN findings f ON f.id = m.finding_id
WHERE i.source = :source AND t.state IN ('passed', 'dismissed') AND i.id > :after
  AND (i.told IN ('', 'passed', 'confirmed') OR i.at > :since)
ORDER BY i.id LIMIT :most;

-- name: intakes_results
SELECT i.outer_id, i.state, i.why, i.judged_at, m.state AS lead, m.judged_at AS lead_at, f.state AS finding, f.closed_at,
       r.state AS request, r.ended_at AS request_at, coalesce(k.name, w.name, j.name, '') AS who,
       coalesce((SELECT e.note FROM request_events e WHERE e.request_id = r.id AND e.event = r.state ORDER BY e.id DESC LIMIT 1), '') AS words
FROM intakes i
LEFT JOIN service_requests q ON q.id = i.request_id
LEFT JOIN service_requests r ON r.id = coalesce(q.same_as, q.id)
LEFT JOIN leads l ON l.id = coalesce(i.lead_id, r.lead_id)
LEFT JOIN leads m ON m.id = coalesce(l.same_as, l.id)
LEFT JOIN findings f ON f.id = m.finding_id
LEFT JOIN people k ON k.id = r.keeper_id
LEFT JOIN people w ON w.id = m.judged_by
LEFT JOIN people j ON j.id = i.judged_by
WHERE i.source = :source ORDER BY i.id;

-- name: intakes_truth
-- Troubles of a camera by kind: judged at the door, at the site, or by the desk from the picture.
SELECT i.source, i.camera, i.service, count(*) AS alerts,
  sum(CASE WHEN i.state = 'dismissed' OR m.state IN ('confirmed', 'unfounded')
             OR r.state IN ('done', 'closed', 'not found') THEN 1 ELSE 0 END) AS judged,
  sum(CASE WHEN m.state = 'confirmed' OR r.state IN ('done', 'closed') THEN 1 ELSE 0 END) AS confirmed
FROM intakes i
LEFT JOIN service_requests q ON q.id = i.request_id
LEFT JOIN service_requests r ON r.id = coalesce(q.same_as, q.id)
LEFT JOIN leads l ON l.id = coalesce(i.lead_id, r.lead_id)
LEFT JOIN leads m ON m.id = coalesce(l.same_as, l.id)
WHERE i.camera <> '' AND i.same_as IS NULL AND i.state <> 'muted'
GROUP BY i.source, i.camera, i.service ORDER BY i.source, i.camera, i.service;

-- name: camera_rest$
SELECT until FROM camera_rests WHERE source = :source AND camera = :camera AND until > :now;

-- name: camera_rest_set!
INSERT INTO camera_rests (source, camera, until, person_id) VALUES (:source, :camera, :until, :person_id)
ON CONFLICT (source, camera) DO UPDATE SET until = excluded.until, person_id = excluded.person_id;

-- name: cameras_of
SELECT DISTINCT source, camera FROM intakes WHERE upper(camera) = upper(CAST(:camera AS TEXT)) ORDER BY source, camera;

-- name: desk_duty_begin!
INSERT INTO desk_duties (person_id, since_at) VALUES (:person_id, :at) ON CONFLICT (person_id) DO UPDATE SET since_at = excluded.since_at;

-- name: desk_duty_end!
DELETE FROM desk_duties WHERE person_id = :person_id;

-- name: desk_duties_since
SELECT person_id FROM desk_duties WHERE since_at > :since ORDER BY person_id;

-- name: system_sender$
SELECT person_id FROM system_senders WHERE source = :source;

-- name: system_sender_add!
INSERT INTO system_senders (source, person_id) VALUES (:source, :person_id);

-- name: export_intakes
SELECT i.id, i.source, i.outer_id, i.at, i.said_at, i.camera, i.kind, i.service, i.place, i.score, i.text, i.due_at, s.name AS site,
       i.state, i.same_as, i.asked_at, i.judged_at, p.name AS judged_by, i.why, i.lead_id, i.request_id, i.told
FROM intakes i LEFT JOIN sites s ON s.id = i.site_id LEFT JOIN people p ON p.id = i.judged_by ORDER BY i.at, i.id;

-- name: intake_of_lead
SELECT {{intakes}} FROM intakes WHERE lead_id = :lead_id ORDER BY id LIMIT 1;

-- name: intake_phones_forget!
UPDATE intakes SET phone = '' WHERE phone <> '' AND at < :before;
