-- name: export_shops
SELECT s.id, s.name, s.door, s.street, g.name AS grid, s.trade, coalesce(t.owner, '') AS owner, coalesce(t.phone, '') AS phone,
       p.name AS member, l.number, s.opens, s.closes, s.duties, s.area, s.note, t.since AS holder_since_at,
       CASE WHEN EXISTS (SELECT 1 FROM holdings h WHERE h.shop_id = s.id AND h.until IS NULL) THEN 1 ELSE 0 END AS is_enrolled,
       s.left_at, s.latitude, s.longitude
FROM shops s JOIN grids g ON g.id = s.grid_id
LEFT JOIN tenures t ON t.shop_id = s.id AND t.until IS NULL
LEFT JOIN links l ON l.shop_id = s.id AND l.until IS NULL
LEFT JOIN people p ON p.id = l.member_id
ORDER BY s.street, s.walk, s.id;

-- name: export_people
SELECT p.id, p.name, p.phone, p.language, b.name AS branch, p.roles,
       CASE WHEN EXISTS (SELECT 1 FROM holdings h WHERE h.person_id = p.id AND h.until IS NULL) THEN 1 ELSE 0 END AS is_merchant,
       CASE WHEN EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = p.id AND c.gone_at IS NULL) THEN 1 ELSE 0 END AS is_reachable,
       p.reminders AS is_reminded, p.created_at, p.left_at, p.erased_at
FROM people p LEFT JOIN branches b ON b.id = p.branch_id ORDER BY p.id;

-- name: export_links
SELECT p.name AS member, l.number, s.name AS shop, s.door, s.street, l.since AS since_at, l.until AS until_at
FROM links l JOIN people p ON p.id = l.member_id JOIN shops s ON s.id = l.shop_id ORDER BY p.name, l.member_id, l.number, l.id;

-- name: export_invites
-- Codes for another telephone are a person's own affair and stay out of the list for printing.
SELECT i.name, CASE i.kind WHEN 'shop' THEN 'merchant' WHEN 'member' THEN 'member' ELSE i.role END AS role, i.code,
       s.door, s.street, i.created_at, i.expires_at
FROM invites i LEFT JOIN shops s ON s.id = i.shop_id
WHERE i.used_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > :now AND i.kind <> 'phone'
ORDER BY CASE i.kind WHEN 'shop' THEN 0 WHEN 'member' THEN 1 ELSE 2 END, s.street, s.walk, i.id;

-- name: export_self_checks
SELECT c.id, s.name AS shop, s.door, s.street, c.day, p.name AS person, c.duties, c.problems, c.note, c.at, c.standing AS is_standing
FROM self_checks c JOIN shops s ON s.id = c.shop_id JOIN people p ON p.id = c.person_id ORDER BY c.day, c.at, c.id;

-- name: export_reviews
SELECT o.id, s.name AS shop, s.door, s.street, o.day, p.name AS observer, o.source, o.duties, o.facts, o.left_out, o.note, o.at,
       o.standing AS is_standing, o.undone_at
FROM observations o JOIN shops s ON s.id = o.shop_id JOIN people p ON p.id = o.observer_id ORDER BY o.day, o.at, o.id;

-- name: export_findings
SELECT f.id, s.name AS shop, s.door, s.street, f.duty, f.origin, p.name AS found_by, f.day, f.opened_at, f.kind, f.due_at, f.note, f.state,
       f.overdue_at, f.fixed_at, f.checked_at, f.closed_at, f.share, f.closing
FROM findings f JOIN shops s ON s.id = f.shop_id JOIN people p ON p.id = f.found_by ORDER BY f.opened_at, f.id;

-- name: export_ratings
SELECT s.name AS shop, s.door, s.street, r.period, r.version, r.kind, g.state, g.score, g.weakest, g.stars, g.shown, g.previous, g.looks,
       g.figures, g.packed, r.through AS through_at, r.published_at, s.id AS shop_id
FROM ratings g JOIN rating_runs r ON r.id = g.run_id JOIN shops s ON s.id = g.shop_id
WHERE r.published_at IS NOT NULL
  AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL)
ORDER BY r.period, s.street, s.walk, s.id;

-- name: export_help_requests
SELECT h.id, s.name AS shop, s.door, s.street, p.name AS person, h.at, h.text, k.name AS keeper, h.due_at, h.state, h.escalated_at,
       h.answered_at, a.name AS answered_by, h.answer, h.rating
FROM help_requests h JOIN shops s ON s.id = h.shop_id JOIN people p ON p.id = h.person_id
LEFT JOIN people k ON k.id = h.keeper_id LEFT JOIN people a ON a.id = h.answered_by ORDER BY h.at, h.id;

-- name: export_requests
SELECT r.id, r.at, r.text, r.place, r.state, k.name AS keeper, r.due_at, r.done_due_at, r.late_at, r.answered_at, r.ended_at, r.ending,
       r.reopened, r.rating, r.service, s.name AS site, r.card, r.source, r.key, r.title, r.share, r.same_as, r.lead_id, r.escalated_at,
       (SELECT count(*) FROM request_reporters w WHERE w.request_id = r.id) AS reporters
FROM service_requests r LEFT JOIN people k ON k.id = r.keeper_id LEFT JOIN sites s ON s.id = r.site_id ORDER BY r.at, r.id;

-- name: export_sites
SELECT s.id, s.kind, s.name, s.community, s.street, s.place, k.name AS keeper, b.name AS branch, s.latitude, s.longitude, s.spaces, s.hours,
       s.fee, s.goods, s.since, s.until, s.pitches, s.note, s.made_at
FROM sites s LEFT JOIN people k ON k.id = s.keeper_id LEFT JOIN branches b ON b.id = s.branch_id ORDER BY s.id;

-- name: export_service_cards
SELECT c.code, s.name AS site, c.label, c.made_at, c.printed_at, c.retired_at,
       (SELECT coalesce(sum(d.opens), 0) FROM card_days d WHERE d.code = c.code) AS opens
FROM service_cards c JOIN sites s ON s.id = c.site_id ORDER BY s.id, c.label, c.code;

-- name: export_appeals
SELECT a.id, s.name AS shop, s.door, s.street, p.name AS person, a.at, a.subject, a.subject_id, a.text, a.state, a.due_at, a.decided_at,
       d.name AS decided_by, a.reason
FROM appeals a JOIN shops s ON s.id = a.shop_id JOIN people p ON p.id = a.person_id LEFT JOIN people d ON d.id = a.decided_by
ORDER BY a.at, a.id;

-- name: export_titles
SELECT t.id, s.name AS shop, s.door, s.street, t.quarter, t.state, t.number, t.nominated_at, t.notice_from, t.notice_until, t.confirmed_at,
       p.name AS confirmed_by, t.withdrawal_at, t.withdrawal_why, t.ended_at
FROM titles t JOIN shops s ON s.id = t.shop_id LEFT JOIN people p ON p.id = t.confirmed_by ORDER BY t.quarter, t.id;
