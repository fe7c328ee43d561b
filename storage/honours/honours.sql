-- columns honours: id, kind, level, year, person_id, branch_id, deed, nominated_by, nominated_at, state, answered_at, public, ballot_id,
--   notice_from, notice_until, number, confirmed_at, confirmed_by, drawn_at, reason, hearing, hearing_until

-- name: honour_add
INSERT INTO honours (kind, level, year, person_id, branch_id, deed, nominated_by, nominated_at, state, number, confirmed_at, confirmed_by)
VALUES (:kind, :level, :year, :person_id, :branch_id, :deed, :nominated_by, :nominated_at, :state, :number, :confirmed_at, :confirmed_by)
RETURNING id;

-- name: honour_one
SELECT {{honours}} FROM honours WHERE id = :id;

-- name: honour_save!
UPDATE honours SET {{set honours but id, kind, level, year, person_id, deed, nominated_by, nominated_at}} WHERE id = :id AND state = :before;

-- name: honours_in
SELECT {{honours}} FROM honours WHERE state = :state ORDER BY id;

-- name: honours_of_ballot
-- In the papers' order: branch, then name; by number nobody is before anybody.
SELECT h.id, p.name, coalesce(b.name, '') AS branch, h.person_id, h.deed, h.state
FROM honours h JOIN people p ON p.id = h.person_id LEFT JOIN branches b ON b.id = p.branch_id
WHERE h.ballot_id = :ballot_id ORDER BY 3, 2, h.id;

-- name: honours_numbered$
SELECT count(*) FROM honours WHERE year = :year AND number <> '';

-- name: honours_undrawn
SELECT {{honours}} FROM honours WHERE state = 'confirmed' AND drawn_at IS NULL ORDER BY id;

-- name: honours_public
-- By year, kind, branch and name: by nothing that would put one before another.
SELECT h.kind, h.level, h.year, coalesce(p.name, b.name, '') AS name, CASE WHEN p.id IS NULL THEN '' ELSE coalesce(b.name, '') END AS branch, h.number
FROM honours h LEFT JOIN people p ON p.id = h.person_id LEFT JOIN branches b ON b.id = h.branch_id
WHERE h.state = 'confirmed' AND (h.person_id IS NULL OR h.public = 1 AND p.name <> '')
ORDER BY h.year DESC, h.level, h.kind, 5, 4, h.id;

-- name: erase_honours!
UPDATE honours SET deed = '', hearing = '' WHERE person_id = :person_id;

-- name: person_honours
SELECT kind, level, year, deed, state, nominated_at, number, confirmed_at, reason, hearing FROM honours WHERE person_id = :person_id ORDER BY id;

-- name: export_honours
SELECT h.id, h.kind, h.level, h.year, p.name AS person, b.name AS branch, h.deed, n.name AS nominated_by, h.nominated_at, h.state,
       h.notice_from, h.notice_until, h.number, h.confirmed_at, h.reason
FROM honours h LEFT JOIN people p ON p.id = h.person_id LEFT JOIN branches b ON b.id = h.branch_id
JOIN people n ON n.id = h.nominated_by ORDER BY h.year, h.id;
