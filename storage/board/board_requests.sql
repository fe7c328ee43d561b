-- columns board_request_rows: r.id, r.at, r.service, r.site_id, s.name AS site, r.place, r.text, r.state, r.due_at, r.done_due_at, r.answered_at,
--   r.ended_at, r.late_at, r.reopened, r.source, r.title, r.share, k.name AS keeper,
--   (SELECT count(*) FROM request_reporters w WHERE w.request_id = r.id) AS reporters

-- name: board_requests
-- The oldest first, or what is due first; of a site the branch is its own, else its keeper's.
SELECT {{board_request_rows}}
FROM service_requests r LEFT JOIN sites s ON s.id = r.site_id LEFT JOIN people o ON o.id = s.keeper_id LEFT JOIN people k ON k.id = r.keeper_id
WHERE (CAST(:branch_id AS BIGINT) = 0 OR coalesce(s.branch_id, o.branch_id) = :branch_id)
  AND ((:which = 'waiting' AND r.ended_at IS NULL) OR (:which = 'late' AND r.ended_at IS NULL AND r.late_at IS NOT NULL)
    OR (:which = 'done' AND r.state = 'done') OR (:which = 'shelved' AND r.state = 'cannot')
    OR (:which = 'ended' AND r.state IN ('closed', 'elsewhere', 'not found')) OR :which = 'all')
  AND (:service = '' OR r.service = :service)
  AND (CAST(:site_id AS BIGINT) = 0 OR r.site_id = CAST(:site_id AS BIGINT))
  AND (:words = '' OR lower(coalesce(s.name, '')) LIKE '%' || lower(CAST(:words AS TEXT)) || '%' OR lower(r.place) LIKE '%' || lower(CAST(:words AS TEXT)) || '%')
ORDER BY CASE WHEN CAST(:sorted AS TEXT) = 'due' THEN CASE WHEN r.answered_at IS NULL THEN r.due_at ELSE r.done_due_at END ELSE r.at END, r.id
LIMIT :most OFFSET :skip;

-- name: board_requests_count$
-- The same conditions as the list, so that pages and total agree.
SELECT count(*) FROM service_requests r LEFT JOIN sites s ON s.id = r.site_id LEFT JOIN people o ON o.id = s.keeper_id
WHERE (CAST(:branch_id AS BIGINT) = 0 OR coalesce(s.branch_id, o.branch_id) = :branch_id)
  AND ((:which = 'waiting' AND r.ended_at IS NULL) OR (:which = 'late' AND r.ended_at IS NULL AND r.late_at IS NOT NULL)
    OR (:which = 'done' AND r.state = 'done') OR (:which = 'shelved' AND r.state = 'cannot')
    OR (:which = 'ended' AND r.state IN ('closed', 'elsewhere', 'not found')) OR :which = 'all')
  AND (:service = '' OR r.service = :service)
  AND (CAST(:site_id AS BIGINT) = 0 OR r.site_id = CAST(:site_id AS BIGINT))
  AND (:words = '' OR lower(coalesce(s.name, '')) LIKE '%' || lower(CAST(:words AS TEXT)) || '%' OR lower(r.place) LIKE '%' || lower(CAST(:words AS TEXT)) || '%');

-- name: board_request
SELECT {{board_request_rows}}
FROM service_requests r LEFT JOIN sites s ON s.id = r.site_id LEFT JOIN people o ON o.id = s.keeper_id LEFT JOIN people k ON k.id = r.keeper_id
WHERE r.id = :id AND (CAST(:branch_id AS BIGINT) = 0 OR coalesce(s.branch_id, o.branch_id) = :branch_id);

-- name: board_request_steps
-- What was said and done, by whom of the staff; whoever reported has no name here.
SELECT e.at, e.event, e.note, p.name AS who, CASE WHEN w.person_id IS NULL THEN 0 ELSE 1 END AS is_reporter
FROM request_events e LEFT JOIN people p ON p.id = e.person_id
LEFT JOIN request_reporters w ON w.request_id = e.request_id AND w.person_id = e.person_id
WHERE e.request_id = :id ORDER BY e.id;

-- name: board_request_of_picture$
-- A picture that came with a request or with its answer.
SELECT m.subject_id FROM media m WHERE m.id = :id AND m.state = 'stored' AND m.subject IN ('request', 'request_answer');

-- name: board_activity_of_picture$
SELECT m.subject_id FROM media m WHERE m.id = :id AND m.state = 'stored' AND m.subject = 'activity';

-- name: board_picture_of_intake$
SELECT count(*) FROM media m WHERE m.id = :id AND m.state = 'stored' AND m.subject = 'intake';

-- name: board_sites
-- By community and street, as one walks; `open` are requests that wait, `opens` openings of its cards since that day.
SELECT s.id, s.kind, s.name, s.community, s.street, s.place, o.name AS keeper,
       (SELECT count(*) FROM service_cards c WHERE c.site_id = s.id AND c.retired_at IS NULL) AS cards,
       (SELECT coalesce(sum(d.opens), 0) FROM service_cards c JOIN card_days d ON d.code = c.code WHERE c.site_id = s.id AND d.day >= :since) AS opens,
       (SELECT count(*) FROM service_requests r WHERE r.site_id = s.id AND r.ended_at IS NULL) AS open,
       (SELECT min(r.at) FROM service_requests r WHERE r.site_id = s.id AND r.ended_at IS NULL) AS oldest_at
FROM sites s LEFT JOIN people o ON o.id = s.keeper_id
WHERE (CAST(:branch_id AS BIGINT) = 0 OR coalesce(s.branch_id, o.branch_id) = :branch_id) AND (:kind = '' OR s.kind = :kind)
  AND (:words = '' OR lower(s.name || ' ' || s.community || ' ' || s.street || ' ' || coalesce(o.name, '')) LIKE '%' || lower(CAST(:words AS TEXT)) || '%')
ORDER BY s.community, s.street, s.name, s.id LIMIT :most OFFSET :skip;

-- name: board_sites_count$
SELECT count(*) FROM sites s LEFT JOIN people o ON o.id = s.keeper_id
WHERE (CAST(:branch_id AS BIGINT) = 0 OR coalesce(s.branch_id, o.branch_id) = :branch_id) AND (:kind = '' OR s.kind = :kind)
  AND (:words = '' OR lower(s.name || ' ' || s.community || ' ' || s.street || ' ' || coalesce(o.name, '')) LIKE '%' || lower(CAST(:words AS TEXT)) || '%');

-- name: board_may_see_site$
SELECT count(*) FROM sites s LEFT JOIN people o ON o.id = s.keeper_id
WHERE s.id = :id AND (CAST(:branch_id AS BIGINT) = 0 OR coalesce(s.branch_id, o.branch_id) = :branch_id);

-- name: board_cards
SELECT c.code, c.label, c.made_at, c.printed_at, c.retired_at,
       (SELECT coalesce(sum(d.opens), 0) FROM card_days d WHERE d.code = c.code AND d.day >= :since) AS opens,
       (SELECT max(d.day) FROM card_days d WHERE d.code = c.code) AS last
FROM service_cards c WHERE c.site_id = :site_id ORDER BY CASE WHEN c.retired_at IS NULL THEN 0 ELSE 1 END, c.label, c.code;

-- name: board_intakes
-- One line a trouble, with how often it was sent; what is muted was told to nobody and is listed by itself.
SELECT i.id, i.at, i.source, i.outer_id, i.camera, i.kind, i.service, i.place, s.name AS site, i.state, i.why, i.due_at, i.lead_id, i.request_id,
       m.state AS lead, r.state AS request, r.id AS goes_on_as,
       (SELECT count(*) FROM intakes n WHERE n.same_as = i.id) AS more
FROM intakes i LEFT JOIN sites s ON s.id = i.site_id
LEFT JOIN service_requests q ON q.id = i.request_id LEFT JOIN service_requests r ON r.id = coalesce(q.same_as, q.id)
LEFT JOIN leads l ON l.id = coalesce(i.lead_id, r.lead_id) LEFT JOIN leads m ON m.id = coalesce(l.same_as, l.id)
WHERE i.same_as IS NULL AND (:which = 'all' OR i.state = :which) AND (:service = '' OR i.service = :service) AND (:source = '' OR i.source = :source)
  AND (:words = '' OR lower(i.camera || ' ' || i.outer_id || ' ' || i.place || ' ' || coalesce(s.name, '')) LIKE '%' || lower(CAST(:words AS TEXT)) || '%')
ORDER BY CASE WHEN i.state = 'new' THEN i.at ELSE -i.at END, i.id LIMIT :most OFFSET :skip;

-- name: board_intakes_count$
SELECT count(*) FROM intakes i LEFT JOIN sites s ON s.id = i.site_id
WHERE i.same_as IS NULL AND (:which = 'all' OR i.state = :which) AND (:service = '' OR i.service = :service) AND (:source = '' OR i.source = :source)
  AND (:words = '' OR lower(i.camera || ' ' || i.outer_id || ' ' || i.place || ' ' || coalesce(s.name, '')) LIKE '%' || lower(CAST(:words AS TEXT)) || '%');

-- name: board_intake_sources
SELECT DISTINCT source FROM intakes ORDER BY source;
