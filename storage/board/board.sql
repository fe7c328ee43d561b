-- columns board_cases: f.id, s.id AS shop_id, s.name AS shop, s.door, s.street, f.duty, f.origin, f.day, f.opened_at, f.due_at,
--   f.state, f.note, f.overdue_at, f.fixed_at, f.closed_at, f.share, f.closing,
--   f.observation_id, f.self_check_id, f.lead_id

-- name: board_streets
SELECT s.street, count(*) AS many FROM shops s WHERE s.left_at IS NULL AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id)) GROUP BY s.street ORDER BY s.street;

-- name: board_shops
-- Shops in the order asked for; of people there is none.
SELECT id, name, door, street, member, state, shown, previous, looked, open_findings FROM (
SELECT s.id, s.walk, s.name, s.door, s.street, m.name AS member, g.state, g.shown, g.previous,
       (SELECT max(o.day) FROM observations o WHERE o.shop_id = s.id AND o.standing = 1) AS looked,
       (SELECT count(*) FROM findings f WHERE f.shop_id = s.id AND f.closed_at IS NULL) AS open_findings
FROM shops s LEFT JOIN links k ON k.shop_id = s.id AND k.until IS NULL LEFT JOIN people m ON m.id = k.member_id
LEFT JOIN ratings g ON g.shop_id = s.id AND g.run_id = :run_id
WHERE s.left_at IS NULL AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id))
  AND (:street = '' OR s.street = :street)
  AND (:words = '' OR lower(s.name) LIKE '%' || lower(CAST(:words AS TEXT)) || '%' OR lower(s.door) LIKE '%' || lower(CAST(:words AS TEXT)) || '%'
    OR s.id IN (SELECT n.shop_id FROM links n JOIN people w ON w.id = n.member_id WHERE n.until IS NULL AND lower(w.name) LIKE '%' || lower(CAST(:words AS TEXT)) || '%'))
  AND (CAST(:stars AS BIGINT) = -1 OR coalesce(g.shown, 0) = CAST(:stars AS BIGINT))
) AS listed ORDER BY CASE WHEN CAST(:sorted AS TEXT) = 'name' THEN name ELSE '' END,
  CASE WHEN :sorted = 'stars' THEN -coalesce(shown, 0) WHEN :sorted = 'change' THEN -abs(coalesce(shown, 0) - coalesce(previous, shown, 0))
       WHEN :sorted = 'looked' AND looked IS NOT NULL THEN 1 WHEN :sorted = 'open' THEN -open_findings ELSE 0 END,
  CASE WHEN :sorted = 'looked' THEN looked END, street, walk, id LIMIT :most OFFSET :skip;

-- name: board_shops_count$
-- The same conditions as the list, so that pages and total agree.
SELECT count(*) FROM shops s LEFT JOIN ratings g ON g.shop_id = s.id AND g.run_id = :run_id
WHERE s.left_at IS NULL AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id))
  AND (:street = '' OR s.street = :street)
  AND (:words = '' OR lower(s.name) LIKE '%' || lower(CAST(:words AS TEXT)) || '%' OR lower(s.door) LIKE '%' || lower(CAST(:words AS TEXT)) || '%'
    OR s.id IN (SELECT n.shop_id FROM links n JOIN people w ON w.id = n.member_id WHERE n.until IS NULL AND lower(w.name) LIKE '%' || lower(CAST(:words AS TEXT)) || '%'))
  AND (CAST(:stars AS BIGINT) = -1 OR coalesce(g.shown, 0) = CAST(:stars AS BIGINT));

-- name: board_may_see$
SELECT count(*) FROM shops s WHERE s.id = :shop_id AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id));

-- name: board_looks
SELECT o.id, o.day, o.at, o.source, o.duties, o.facts, o.left_out, o.note, o.undone_at,
       (SELECT count(*) FROM appeals a WHERE a.subject = 'observation' AND a.subject_id = o.id AND a.state IN ('open', 'granted')) AS contested
FROM observations o WHERE o.shop_id = :shop_id AND (o.standing = 1 OR o.undone_at IS NOT NULL) ORDER BY o.day DESC, o.id DESC LIMIT :most;

-- name: board_findings
SELECT {{board_cases}}
FROM findings f JOIN shops s ON s.id = f.shop_id WHERE f.shop_id = :shop_id ORDER BY f.opened_at DESC, f.id DESC LIMIT :most;

-- name: board_open_findings
-- The two databases put NULL at different ends: what has no deadline comes last on both.
SELECT {{board_cases}}
FROM findings f JOIN shops s ON s.id = f.shop_id WHERE f.closed_at IS NULL AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id))
  AND (CAST(:street AS TEXT) = '' OR s.street = :street)
  AND (CAST(:member_id AS BIGINT) = 0 OR s.id IN (SELECT w.shop_id FROM links w WHERE w.until IS NULL AND w.member_id = :member_id))
ORDER BY CASE WHEN CAST(:sorted AS TEXT) = 'street' THEN s.street ELSE '' END, CASE WHEN :sorted = 'street' THEN s.walk ELSE '' END,
  CASE WHEN :sorted = 'age' THEN f.opened_at ELSE 0 END,
  CASE WHEN f.due_at IS NULL THEN 1 ELSE 0 END, f.due_at, f.id LIMIT :most OFFSET :skip;

-- name: board_open_findings_count$
SELECT count(*) FROM findings f JOIN shops s ON s.id = f.shop_id WHERE f.closed_at IS NULL AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id))
  AND (CAST(:street AS TEXT) = '' OR s.street = :street)
  AND (CAST(:member_id AS BIGINT) = 0 OR s.id IN (SELECT w.shop_id FROM links w WHERE w.until IS NULL AND w.member_id = :member_id));

-- name: board_help
SELECT h.id, s.id AS shop_id, s.name AS shop, s.door, s.street, h.at, h.text, h.due_at, h.state, h.escalated_at, k.name AS keeper
FROM help_requests h JOIN shops s ON s.id = h.shop_id LEFT JOIN people k ON k.id = h.keeper_id
WHERE h.answered_at IS NULL AND h.state <> 'dropped' AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id))
  AND (CAST(:street AS TEXT) = '' OR s.street = :street)
  AND (CAST(:member_id AS BIGINT) = 0 OR s.id IN (SELECT w.shop_id FROM links w WHERE w.until IS NULL AND w.member_id = :member_id))
ORDER BY CASE WHEN CAST(:sorted AS TEXT) = 'street' THEN s.street ELSE '' END, CASE WHEN :sorted = 'street' THEN s.walk ELSE '' END,
  CASE WHEN :sorted = 'age' THEN h.at ELSE 0 END,
  h.due_at, h.id LIMIT :most;

-- name: board_notices
SELECT t.id, s.id AS shop_id, s.name AS shop, s.door, s.street, t.quarter, t.state, t.number, t.notice_from, t.notice_until,
       (SELECT count(*) FROM objections o WHERE o.title_id = t.id AND o.settled_at IS NULL) AS objections
FROM titles t JOIN shops s ON s.id = t.shop_id WHERE t.state IN ('notice', 'awarded', 'suspended', 'hearing') AND (CAST(:branch_id AS BIGINT) = 0 OR s.id IN (SELECT l.shop_id FROM links l JOIN people m ON m.id = l.member_id
       WHERE l.until IS NULL AND m.branch_id = :branch_id))
ORDER BY CASE t.state WHEN 'notice' THEN 0 WHEN 'hearing' THEN 1 WHEN 'suspended' THEN 2 ELSE 3 END, s.street, s.walk LIMIT :most;

-- name: board_picture_shop$
-- A picture belongs to what it was sent with; only through that to a shop, and to who may see it.
SELECT CASE m.subject
  WHEN 'shop' THEN m.subject_id
  WHEN 'observation' THEN (SELECT shop_id FROM observations WHERE id = m.subject_id)
  WHEN 'self_check' THEN (SELECT shop_id FROM self_checks WHERE id = m.subject_id)
  WHEN 'fix' THEN (SELECT shop_id FROM findings WHERE id = m.subject_id)
  WHEN 'appeal' THEN (SELECT shop_id FROM appeals WHERE id = m.subject_id)
  WHEN 'veto' THEN (SELECT shop_id FROM vetoes WHERE id = m.subject_id)
  WHEN 'lead' THEN (SELECT shop_id FROM leads WHERE id = m.subject_id)
  WHEN 'help' THEN (SELECT shop_id FROM help_requests WHERE id = m.subject_id)
  WHEN 'help_answer' THEN (SELECT shop_id FROM help_requests WHERE id = m.subject_id)
  WHEN 'hearing' THEN (SELECT shop_id FROM titles WHERE id = m.subject_id)
  WHEN 'objection' THEN (SELECT t.shop_id FROM objections o JOIN titles t ON t.id = o.title_id WHERE o.id = m.subject_id) END
FROM media m WHERE m.id = :id AND m.state = 'stored';

-- name: board_outbox
SELECT channel, state, count(*) AS many FROM outbox WHERE created_at >= :since GROUP BY channel, state ORDER BY channel, state;

-- name: public_title
SELECT t.number, s.name AS shop, s.door, s.street, t.quarter, t.state, t.confirmed_at
FROM titles t JOIN shops s ON s.id = t.shop_id WHERE t.number = :number AND t.number <> '';

-- name: public_notices
SELECT s.name AS shop, s.door, s.street, t.quarter, t.notice_from, t.notice_until
FROM titles t JOIN shops s ON s.id = t.shop_id WHERE t.state = 'notice' ORDER BY s.street, s.walk;

-- name: public_titles
SELECT s.name AS shop, s.door, s.street, t.quarter, t.number
FROM titles t JOIN shops s ON s.id = t.shop_id WHERE t.state = 'awarded' ORDER BY s.street, s.walk;

-- name: board_star_history
-- The newest published version of each week, for the shops of one street.
SELECT r.period, g.shop_id, g.shown FROM rating_runs r JOIN ratings g ON g.run_id = r.id JOIN shops s ON s.id = g.shop_id
WHERE r.published_at IS NOT NULL AND r.kind <> 'draft' AND r.period >= :since AND s.street = :street AND s.left_at IS NULL
  AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL)
ORDER BY r.period, g.shop_id;

-- name: board_members
-- Who looks after shops now, by name: to choose from, never to compare.
SELECT m.id, m.name FROM people m WHERE m.id IN (SELECT l.member_id FROM links l WHERE l.until IS NULL)
  AND (CAST(:branch_id AS BIGINT) = 0 OR m.branch_id = :branch_id) ORDER BY m.name, m.id;

-- name: board_shops_of_member
SELECT shop_id FROM links WHERE until IS NULL AND member_id = :member_id;
