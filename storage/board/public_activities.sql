-- name: public_joint
-- What came of joint enforcements lately, of one site or of all; who went along, and four totals. Never before it is closed.
SELECT a.id, a.title AS parties, coalesce(s.name, a.place) AS place, a.begins_at, j.advised, j.fixed, j.limited, j.passed, j.requests
FROM activities a JOIN joint_totals j ON j.activity_id = a.id LEFT JOIN sites s ON s.id = a.site_id
WHERE a.state = 'closed' AND a.begins_at >= :since AND (CAST(:site_id AS BIGINT) = 0 OR a.site_id = CAST(:site_id AS BIGINT))
ORDER BY a.begins_at DESC, a.id DESC LIMIT 20;
