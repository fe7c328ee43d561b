-- columns pledges: id, kind, title, branch_id, owner_id, due, made_by, made_at, state, done_at, done_by, answered_at, answered_by,
--   reason

-- name: pledge_add
INSERT INTO pledges (kind, title, branch_id, owner_id, due, made_by, made_at, state)
VALUES (:kind, :title, :branch_id, :owner_id, :due, :made_by, :made_at, :state) RETURNING id;

-- name: pledge_one
SELECT {{pledges}} FROM pledges WHERE id = :id;

-- name: pledge_save!
UPDATE pledges SET {{set pledges but id, kind, title, made_by, made_at}} WHERE id = :id AND state = :before;

-- name: pledges_in
SELECT {{pledges}} FROM pledges WHERE state = :state ORDER BY due, id;

-- name: pledges_owned
SELECT {{pledges}} FROM pledges WHERE owner_id = :owner_id AND state IN ('promised', 'doing') ORDER BY due, id;

-- name: pledge_give!
UPDATE pledges SET owner_id = :owner_id WHERE id = :id;

-- name: pledge_source_add!
INSERT INTO pledge_sources (pledge_id, kind, subject_id) VALUES (:pledge_id, :kind, :subject_id) ON CONFLICT DO NOTHING;

-- name: pledge_sources_of
SELECT kind, subject_id FROM pledge_sources WHERE pledge_id = :pledge_id ORDER BY kind, subject_id;

-- name: pledges_answered
-- What everybody may read: no owner, nobody who said so.
SELECT kind, title, answered_at FROM pledges WHERE state = 'answered' ORDER BY answered_at DESC, id DESC;

-- name: pledges_board
SELECT p.id, p.kind, p.title, b.name AS branch, o.name AS owner, p.due, p.state, p.done_at, p.reason,
       (SELECT count(*) FROM pledge_sources s WHERE s.pledge_id = p.id) AS sources
FROM pledges p LEFT JOIN branches b ON b.id = p.branch_id LEFT JOIN people o ON o.id = p.owner_id
WHERE CAST(:branch AS BIGINT) = 0 OR p.branch_id = CAST(:branch AS BIGINT)
ORDER BY CASE p.state WHEN 'answered' THEN 1 WHEN 'dropped' THEN 2 ELSE 0 END, p.due, p.id;

-- name: pledge_topics
-- What was asked for most at which site since then, and what was said to be impossible: for whoever chooses next year's pledges.
SELECT r.service, s.name AS site, count(*) AS many, sum(CASE WHEN r.state = 'cannot' THEN 1 ELSE 0 END) AS shelved
FROM service_requests r JOIN sites s ON s.id = r.site_id
WHERE r.at >= :since AND r.service <> '' AND r.state <> 'same'
GROUP BY r.service, s.name HAVING count(*) > 1 OR sum(CASE WHEN r.state = 'cannot' THEN 1 ELSE 0 END) > 0
ORDER BY 4 DESC, 3 DESC, 1, 2 LIMIT :most;

-- name: person_pledges
SELECT title, due, state, done_at, answered_at, reason FROM pledges
WHERE owner_id = :person_id OR made_by = :person_id OR done_by = :person_id OR answered_by = :person_id ORDER BY id;

-- name: export_pledges
SELECT p.id, p.kind, p.title, b.name AS branch, o.name AS owner, p.due, m.name AS made_by, p.made_at, p.state, p.done_at, p.answered_at,
       p.reason, (SELECT count(*) FROM pledge_sources s WHERE s.pledge_id = p.id) AS sources
FROM pledges p LEFT JOIN branches b ON b.id = p.branch_id LEFT JOIN people o ON o.id = p.owner_id JOIN people m ON m.id = p.made_by
ORDER BY p.id;
