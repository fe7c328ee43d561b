-- name: digest_shops
SELECT s.id, s.name, s.door, s.street, s.walk, s.grid_id, g.name AS grid, p.branch_id AS branch, s.open_days, s.holidays, s.created_at,
       s.latitude, s.longitude
FROM shops s JOIN grids g ON g.id = s.grid_id
LEFT JOIN links l ON l.shop_id = s.id AND l.until IS NULL LEFT JOIN people p ON p.id = l.member_id
WHERE s.left_at IS NULL AND s.created_at <= :through ORDER BY g.name, s.street, s.walk, s.id;

-- name: digest_looks
SELECT shop_id, count(*) AS many FROM observations
WHERE standing = 1 AND day BETWEEN :first AND :last AND at <= :through GROUP BY shop_id;

-- name: digest_last_looks
-- The newest look at each shop, by its index: what is read does not grow with the years.
SELECT s.id AS shop_id, (SELECT o.day FROM observations o WHERE o.shop_id = s.id AND o.standing = 1 AND o.day <= :last AND o.at <= :through
                         ORDER BY o.day DESC LIMIT 1) AS last
FROM shops s WHERE s.left_at IS NULL;

-- name: digest_recorded
SELECT observer_id AS observer, shop_id AS shop, at, day, CASE WHEN facts = '{}' THEN 1 ELSE 0 END AS is_met FROM observations
WHERE standing = 1 AND day BETWEEN :first AND :last AND at <= :through ORDER BY observer_id, at, shop_id;

-- name: digest_pictures
SELECT m.id, o.shop_id AS shop, m.at, m.sha256, m.phash FROM media m JOIN observations o ON o.id = m.subject_id
WHERE m.subject = 'observation' AND m.kind = 'photo' AND m.state = 'stored' AND m.at BETWEEN :since AND :through
UNION ALL
SELECT m.id, c.shop_id AS shop, m.at, m.sha256, m.phash FROM media m JOIN self_checks c ON c.id = m.subject_id
WHERE m.subject = 'self_check' AND m.kind = 'photo' AND m.state = 'stored' AND m.at BETWEEN :since AND :through
UNION ALL
SELECT m.id, f.shop_id AS shop, m.at, m.sha256, m.phash FROM media m JOIN findings f ON f.id = m.subject_id
WHERE m.subject = 'fix' AND m.kind = 'photo' AND m.state = 'stored' AND m.at BETWEEN :since AND :through;

-- name: digest_findings
SELECT f.id, f.shop_id, f.duty, f.note, f.opened_at, f.due_at, f.fixed_at, f.closed_at, f.state, f.share, f.origin FROM findings f
WHERE f.state <> 'withdrawn' AND f.opened_at <= :through AND (f.closed_at IS NULL OR f.closed_at >= :start)
ORDER BY f.opened_at, f.id;

-- name: digest_shares
SELECT share FROM findings WHERE state = 'closed' AND share <> '' AND closed_at >= :since AND closed_at <= :through;

-- name: digest_request_shares
SELECT service, share FROM service_requests
WHERE state IN ('done', 'closed') AND ended_at >= :since AND ended_at <= :through;

-- name: digest_requests
-- What residents reported in the week, what ended in it and what has not ended; merged ones and those at a shop's door are counted there.
SELECT r.id, r.service, s.name AS site, coalesce(s.branch_id, k.branch_id) AS branch, r.at, r.due_at, r.answered_at, r.done_due_at,
       r.ended_at, r.state, r.share
FROM service_requests r LEFT JOIN sites s ON s.id = r.site_id LEFT JOIN people k ON k.id = s.keeper_id
WHERE r.at <= :through AND r.state NOT IN ('same', 'lead') AND (r.at >= :start OR r.ended_at IS NULL OR r.ended_at >= :start)
ORDER BY r.at, r.id;

-- name: digest_alerts
-- Troubles that cameras sent in the week, and how many of them somebody found to be so; one trouble is counted once.
SELECT count(*) AS many, coalesce(sum(CASE WHEN m.state = 'confirmed' OR r.state IN ('done', 'closed') THEN 1 ELSE 0 END), 0) AS confirmed
FROM intakes i
LEFT JOIN service_requests q ON q.id = i.request_id
LEFT JOIN service_requests r ON r.id = coalesce(q.same_as, q.id)
LEFT JOIN leads l ON l.id = coalesce(i.lead_id, r.lead_id)
LEFT JOIN leads m ON m.id = coalesce(l.same_as, l.id)
WHERE i.camera <> '' AND i.same_as IS NULL AND i.state <> 'muted' AND i.at BETWEEN :start AND :through;

-- name: digest_together
-- What was closed, answered, given or confirmed in the week; hours noted late count once a second person has vouched for them.
SELECT
  (SELECT count(*) FROM activities WHERE kind = 'volunteer' AND state = 'closed' AND ended_at BETWEEN :start AND :through) AS volunteer_days,
  (SELECT count(*) FROM activity_parts p JOIN activities a ON a.id = p.activity_id WHERE a.kind = 'volunteer' AND a.state = 'closed'
    AND a.ended_at BETWEEN :start AND :through AND p.state = 'came' AND p.sure = 1 AND p.noted_at <= :through) AS attendances,
  (SELECT count(*) FROM activities WHERE kind = 'joint' AND state = 'closed' AND ended_at BETWEEN :start AND :through) AS joint_actions,
  (SELECT coalesce(sum(j.advised + j.fixed + j.limited + j.passed), 0) FROM joint_totals j JOIN activities a ON a.id = j.activity_id
    WHERE a.state = 'closed' AND a.ended_at BETWEEN :start AND :through) AS joint_matters,
  (SELECT count(*) FROM activities WHERE kind IN ('branch_check', 'branch_visit') AND state = 'closed'
    AND ended_at BETWEEN :start AND :through) AS branch_days,
  (SELECT count(*) FROM activities WHERE kind IN ('study', 'warning') AND state = 'closed'
    AND ended_at BETWEEN :start AND :through) AS meetings,
  (SELECT count(*) FROM follow_ups WHERE answered_at BETWEEN :start AND :through) AS follow_ups,
  (SELECT count(*) FROM permits WHERE number <> '' AND decided_at BETWEEN :start AND :through) AS permits,
  (SELECT count(*) FROM pledges WHERE state = 'answered' AND answered_at BETWEEN :start AND :through) AS pledges,
  (SELECT count(*) FROM honours WHERE confirmed_at BETWEEN :start AND :through) AS honours;

-- name: digest_helps
-- “Not solved” starts a new hour; whether the promise was kept is judged by the first answer.
SELECT id, shop_id, text, at, coalesce(first_due_at, due_at) AS due_at, coalesce(first_answered_at, answered_at) AS answered_at, rating,
       CASE WHEN answered_at IS NULL OR answered_at > :through THEN due_at END AS waits_until_at
FROM help_requests WHERE at <= :through AND state <> 'dropped'
  AND (at >= :start OR coalesce(first_answered_at, answered_at) IS NULL OR coalesce(first_answered_at, answered_at) >= :start)
ORDER BY at, id;

-- name: digest_self_checks
SELECT p.branch_id AS branch, count(DISTINCT c.shop_id) AS shops FROM self_checks c
JOIN shops s ON s.id = c.shop_id AND s.left_at IS NULL
LEFT JOIN links l ON l.shop_id = c.shop_id AND l.until IS NULL LEFT JOIN people p ON p.id = l.member_id
WHERE c.standing = 1 AND c.day BETWEEN :first AND :last AND c.at <= :through GROUP BY p.branch_id;

-- name: digest_appeals
-- A star set aside closes several appeals in one moment: that is one decision.
SELECT count(CASE WHEN decided_at IS NULL OR decided_at > :through THEN 1 END) AS open,
       count(CASE WHEN (decided_at IS NULL OR decided_at > :through) AND due_at < :through THEN 1 END) AS late,
       count(DISTINCT CASE WHEN decided_by IS NOT NULL AND decided_at BETWEEN :start AND :through
                           THEN CAST(shop_id AS TEXT) || ' ' || CAST(decided_at AS TEXT) END) AS decided,
       min(CASE WHEN decided_at IS NULL OR decided_at > :through THEN due_at END) AS due
FROM appeals WHERE at <= :through;

-- name: digest_vetoes$
SELECT count(*) FROM vetoes WHERE state = 'proposed' AND proposed_at <= :through;

-- name: digest_hearings$
SELECT count(*) FROM titles WHERE state = 'hearing' AND ended_at IS NULL AND withdrawal_at <= :through;

-- name: digest_star_counts
-- Runs are never edited: of each period the newest published version is the one that holds.
SELECT r.period, coalesce(g.shown, 0) AS stars, count(*) AS shops FROM rating_runs r JOIN ratings g ON g.run_id = r.id
JOIN shops s ON s.id = g.shop_id AND s.left_at IS NULL
WHERE r.published_at IS NOT NULL AND r.kind <> 'draft' AND r.period BETWEEN :oldest AND :newest
  AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL)
GROUP BY r.period, coalesce(g.shown, 0) ORDER BY r.period;

-- name: star_news_upto$
-- The last of the next people who answer for a shop, so many of them.
SELECT max(n.person_id) FROM (
  SELECT DISTINCT h.person_id FROM holdings h WHERE h.until IS NULL AND h.person_id > :after ORDER BY h.person_id LIMIT :most
) n;

-- name: star_news_merchants
SELECT h.person_id, h.shop_id, s.name, s.door, s.street FROM holdings h
JOIN shops s ON s.id = h.shop_id AND s.left_at IS NULL JOIN people p ON p.id = h.person_id
WHERE h.until IS NULL AND h.person_id > :after AND h.person_id <= :upto
  AND p.left_at IS NULL AND p.erased_at IS NULL AND p.reminders = 1
ORDER BY h.person_id, s.street, s.walk, s.id;

-- name: star_news_weeks
-- The newest published version of each week, of the shops that these people answer for.
SELECT r.period, g.shop_id, g.shown FROM holdings h
JOIN ratings g ON g.shop_id = h.shop_id JOIN rating_runs r ON r.id = g.run_id
WHERE h.until IS NULL AND h.person_id > :after AND h.person_id <= :upto
  AND r.published_at IS NOT NULL AND r.kind <> 'draft' AND r.period BETWEEN :oldest AND :newest
  AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL);

-- name: digest_names
SELECT name || door || street AS words FROM shops WHERE left_at IS NULL UNION SELECT name AS words FROM grids;

-- name: digest_often_closed
SELECT c.shop_id, count(*) AS many, max(c.at) AS at FROM closures c JOIN shops s ON s.id = c.shop_id
WHERE s.left_at IS NULL AND c.undone_at IS NULL AND c.since > :since AND c.since <= :last
GROUP BY c.shop_id HAVING count(*) >= :least ORDER BY c.shop_id;

-- name: digest_star_history
-- The newest published version of each of the last weeks, shop by shop.
SELECT r.period, g.shop_id, g.shown FROM rating_runs r JOIN ratings g ON g.run_id = r.id JOIN shops s ON s.id = g.shop_id
WHERE r.published_at IS NOT NULL AND r.kind <> 'draft' AND r.period >= :oldest AND r.period <= :newest AND s.left_at IS NULL
  AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL);
