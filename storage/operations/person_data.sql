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

-- name: person_follow_ups
SELECT a.kind AS activity, f.words, f.asked_at, f.state, f.answer, f.answered_at
FROM follow_ups f JOIN activities a ON a.id = f.activity_id
WHERE f.owner_id = :person_id OR f.asked_by = :person_id OR f.answered_by = :person_id ORDER BY f.id;

-- name: person_activities
SELECT kind, title, place, begins_at, ends_at, state, ended_at FROM activities WHERE host_id = :person_id ORDER BY id;

-- name: person_activity_openings
SELECT kind, activities, attendances, minutes, entered_at FROM activity_openings WHERE entered_by = :person_id ORDER BY kind;

-- name: person_branch_leaders
SELECT b.name AS branch FROM branch_leaders l JOIN branches b ON b.id = l.branch_id WHERE l.leader_id = :person_id ORDER BY b.id;

-- name: person_activity_news
SELECT 1 AS is_told FROM activity_news WHERE person_id = :person_id;

-- name: person_calendar_secrets
-- That there is one: the address itself opens the calendar, and is shown to its holder in chat alone.
SELECT made_at FROM calendar_secrets WHERE person_id = :person_id;

-- name: person_articles
SELECT kind, title, link, summary, made_at, withdrawn_at FROM articles WHERE made_by = :person_id ORDER BY id;

-- name: person_covers
SELECT CASE WHEN c.member_id = :person_id THEN 1 ELSE 0 END AS is_covered, c.since, c.until
FROM covers c WHERE c.member_id = :person_id OR c.cover_id = :person_id ORDER BY c.id;

-- name: person_cross_duties
SELECT c.month, s.name AS shop FROM cross_duties c JOIN shops s ON s.id = c.shop_id WHERE c.member_id = :person_id ORDER BY c.id;

-- name: person_finding_words
SELECT finding_id, at, event, note FROM finding_events WHERE person_id = :person_id ORDER BY id;

-- name: person_help_words
SELECT request_id, at, event, note FROM help_events WHERE person_id = :person_id ORDER BY id;

-- name: person_objections
SELECT at, text, settled_at, upheld AS is_upheld FROM objections WHERE person_id = :person_id ORDER BY id;

-- name: person_closures
SELECT s.name AS shop, c.since, c.until, c.reason, c.at, c.undone_at
FROM closures c JOIN shops s ON s.id = c.shop_id WHERE c.person_id = :person_id ORDER BY c.id;

-- name: person_pauses
SELECT street, since, until, reason, at, undone_at FROM pauses WHERE person_id = :person_id ORDER BY id;

-- name: person_vetoes
SELECT s.name AS shop, v.cause, v.reason, v.state, v.proposed_at, v.confirmed_at, v.lifted_at
FROM vetoes v JOIN shops s ON s.id = v.shop_id
WHERE v.proposed_by = :person_id OR v.confirmed_by = :person_id OR v.lifted_by = :person_id ORDER BY v.id;

-- name: person_invites
SELECT kind, name, created_at, expires_at, used_at, revoked_at FROM invites
WHERE person_id = :person_id OR used_by = :person_id ORDER BY id;

-- name: person_sites
SELECT name, kind FROM sites WHERE keeper_id = :person_id ORDER BY id;

-- name: person_rosters
SELECT at, file, state FROM rosters WHERE person_id = :person_id ORDER BY id;

-- name: person_desk_duties
SELECT since_at FROM desk_duties WHERE person_id = :person_id;

-- name: person_camera_rests
SELECT source, camera, until AS until_at FROM camera_rests WHERE person_id = :person_id ORDER BY source, camera;

-- name: person_tellers
SELECT b.kind, b.ends_at FROM ballot_tellers t JOIN ballots b ON b.id = t.ballot_id WHERE t.teller_id = :person_id ORDER BY b.id;

-- name: person_board_sessions
SELECT began_at, expires_at FROM board_sessions WHERE person_id = :person_id ORDER BY began_at;

-- name: person_jobs_asked
SELECT job, period, at, done_at FROM job_requests WHERE person_id = :person_id ORDER BY id;

-- name: person_journal
SELECT at, action, subject, note FROM journal WHERE person_id = :person_id ORDER BY id;
