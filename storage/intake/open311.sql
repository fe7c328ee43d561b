-- name: open311_one
-- What went on as a lead is closed once somebody has looked.
SELECT r.id, r.token, r.at, r.text, r.place,
       CASE WHEN r.state = 'lead' AND m.judged_at IS NOT NULL THEN 'closed' ELSE r.state END AS state, r.service, r.title, coalesce(r.key, '') AS key, r.done_due_at, r.lead_id, r.site_id,
       coalesce(s.name, '') AS site, coalesce(s.place, '') AS site_place, s.latitude, s.longitude,
       (SELECT max(e.at) FROM request_events e WHERE e.request_id = r.id) AS changed_at
FROM service_requests r LEFT JOIN sites s ON s.id = r.site_id
LEFT JOIN leads l ON l.id = r.lead_id LEFT JOIN leads m ON m.id = coalesce(l.same_as, l.id)
WHERE r.id = :id;

-- name: open311_list
-- Of several services and states, each between blanks; none for all of them. What is at a shop's door is only for who filed it.
SELECT r.id, r.token, r.at, r.text, r.place,
       CASE WHEN r.state = 'lead' AND m.judged_at IS NOT NULL THEN 'closed' ELSE r.state END AS state, r.service, r.title, coalesce(r.key, '') AS key, r.done_due_at, r.lead_id, r.site_id,
       coalesce(s.name, '') AS site, coalesce(s.place, '') AS site_place, s.latitude, s.longitude,
       (SELECT max(e.at) FROM request_events e WHERE e.request_id = r.id) AS changed_at
FROM service_requests r LEFT JOIN sites s ON s.id = r.site_id
LEFT JOIN leads l ON l.id = r.lead_id LEFT JOIN leads m ON m.id = coalesce(l.same_as, l.id)
WHERE r.at >= :since AND r.at <= :until
  AND (CAST(:services AS TEXT) = '' OR ' ' || CAST(:services AS TEXT) || ' ' LIKE '% ' || r.service || ' %')
  AND (CAST(:states AS TEXT) = '' OR ' ' || CAST(:states AS TEXT) || ' ' LIKE '% ' || replace(CASE WHEN r.state = 'lead' AND m.judged_at IS NOT NULL THEN 'closed' ELSE r.state END, ' ', '_') || ' %')
  AND ((r.lead_id IS NULL AND ' ' || CAST(:at_shops AS TEXT) || ' ' NOT LIKE '% ' || r.service || ' %')
    OR (CAST(:mine AS TEXT) <> '' AND substr(coalesce(r.key, ''), 1, length(CAST(:mine AS TEXT))) = CAST(:mine AS TEXT)))
ORDER BY r.at DESC, r.id DESC LIMIT :most;

-- name: open311_updates
SELECT e.id, e.at, e.event, e.note, r.id AS request_id, r.at AS asked_at, coalesce(r.key, '') AS key
FROM request_events e JOIN service_requests r ON r.id = e.request_id
WHERE e.at >= :since AND e.at <= :until AND e.event IN ('answered', 'done', 'elsewhere', 'not found', 'cannot', 'same', 'reopened')
  AND ((r.lead_id IS NULL AND ' ' || CAST(:at_shops AS TEXT) || ' ' NOT LIKE '% ' || r.service || ' %')
    OR (CAST(:mine AS TEXT) <> '' AND substr(coalesce(r.key, ''), 1, length(CAST(:mine AS TEXT))) = CAST(:mine AS TEXT)))
ORDER BY e.at DESC, e.id DESC LIMIT :most;
