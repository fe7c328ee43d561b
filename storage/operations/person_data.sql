-- name: person_itself
SELECT p.id, p.name, p.phone, p.language, b.name AS branch, p.roles, p.reminders AS is_reminded, p.created_at, p.left_at, p.erased_at
FROM people p LEFT JOIN branches b ON b.id = p.branch_id WHERE p.id = :person_id;

-- name: person_chats
SELECT channel, user_id, seen_at, gone_at FROM conversations WHERE person_id = :person_id ORDER BY channel, user_id;

-- name: person_shops
SELECT s.name AS shop, s.door, s.street, t.owner, t.phone, h.since AS since_at, h.until AS until_at
FROM holdings h JOIN shops s ON s.id = h.shop_id JOIN tenures t ON t.id = h.tenure_id WHERE h.person_id = :person_id ORDER BY h.id;

-- name: person_links
SELECT s.name AS shop, s.door, s.street, l.number, l.since AS since_at, l.until AS until_at
FROM links l JOIN shops s ON s.id = l.shop_id WHERE l.member_id = :person_id ORDER BY l.id;

-- name: person_self_checks
SELECT s.name AS shop, c.day, c.duties, c.problems, c.note, c.at, c.standing AS is_standing
FROM self_checks c JOIN shops s ON s.id = c.shop_id WHERE c.person_id = :person_id ORDER BY c.id;

-- name: person_reviews
SELECT s.name AS shop, o.day, o.source, o.facts, o.note, o.at, o.standing AS is_standing, o.undone_at
FROM observations o JOIN shops s ON s.id = o.shop_id WHERE o.observer_id = :person_id ORDER BY o.id;

-- name: person_findings
SELECT s.name AS shop, f.duty, f.origin, f.day, f.note, f.state, f.opened_at, f.closed_at
FROM findings f JOIN shops s ON s.id = f.shop_id WHERE f.found_by = :person_id ORDER BY f.id;

-- name: person_help_requests
SELECT s.name AS shop, h.at, h.text, h.state, h.answered_at, h.answer, h.rating
FROM help_requests h JOIN shops s ON s.id = h.shop_id WHERE h.person_id = :person_id OR h.answered_by = :person_id ORDER BY h.id;

-- name: person_requests
SELECT r.at, r.text, r.place, r.service, s.name AS site, r.phone, r.state, r.due_at, r.answered_at, r.ended_at, r.ending, r.reopened, r.rating
FROM service_requests r LEFT JOIN sites s ON s.id = r.site_id WHERE r.person_id = :person_id
UNION ALL
SELECT w.at, '', '', r.service, s.name, '', r.state, r.due_at, r.answered_at, r.ended_at, r.ending, r.reopened, r.rating
FROM request_reporters w JOIN service_requests r ON r.id = w.request_id LEFT JOIN sites s ON s.id = r.site_id
WHERE w.person_id = :person_id AND r.person_id <> :person_id
ORDER BY 1;

-- name: person_request_words
SELECT request_id, at, event, note FROM request_events WHERE person_id = :person_id ORDER BY id;

-- name: person_complaints
SELECT at, text, place, answered_at, answer FROM complaints WHERE person_id = :person_id ORDER BY id;

-- name: person_appeals
SELECT s.name AS shop, a.at, a.subject, a.text, a.state, a.decided_at, a.reason
FROM appeals a JOIN shops s ON s.id = a.shop_id WHERE a.person_id = :person_id ORDER BY a.id;

-- name: person_leads
SELECT day, at, source, duty, text, state FROM leads WHERE person_id = :person_id ORDER BY id;

-- name: person_files
SELECT id, kind, subject, name, at, state, taken_at, bytes FROM media WHERE person_id = :person_id ORDER BY id;

-- name: person_messages_to
SELECT channel, created_at, state, body FROM outbox WHERE person_id = :person_id ORDER BY id;

-- name: person_case_sheets
SELECT at, file, state FROM case_sheets WHERE person_id = :person_id ORDER BY id;

-- name: person_intakes
SELECT source, outer_id, at, state, why, judged_at FROM intakes WHERE judged_by = :person_id ORDER BY id;
