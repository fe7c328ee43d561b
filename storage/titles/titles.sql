-- columns titles: id, shop_id, tenure_id, quarter, state, number, nominated_at, notice_from, notice_until, confirmed_at,
--   confirmed_by, reviewed_on, drawn_at, withdrawal_at, withdrawal_why, hearing, hearing_until, ended_at, ended_by

-- columns objections: id, title_id, person_id, at, text, settled_at, settled_by, upheld

-- name: title_may_nominate
SELECT t.id FROM tenures t
WHERE t.shop_id = :shop_id AND t.until IS NULL
  AND NOT EXISTS (SELECT 1 FROM titles o WHERE o.shop_id = t.shop_id AND (o.ended_at IS NULL OR (o.tenure_id = t.id AND o.quarter = :quarter)));

-- name: title_add
INSERT INTO titles (shop_id, tenure_id, quarter, state, nominated_at) VALUES (:shop_id, :tenure_id, :quarter, 'nominated', :at) RETURNING id;

-- name: title
SELECT {{titles}}
FROM titles WHERE id = :id;

-- name: title_live
SELECT {{titles}}
FROM titles WHERE shop_id = :shop_id AND ended_at IS NULL;

-- name: title_numbered
SELECT {{titles}}
FROM titles WHERE number = :number AND number <> '';

-- name: titles_live
SELECT {{titles t}}
FROM titles t JOIN shops s ON s.id = t.shop_id WHERE t.ended_at IS NULL ORDER BY s.street, s.walk, s.id;

-- name: title_save!
-- `state` as it was read: of two who decide at once the second changes nothing.
UPDATE titles SET {{set titles but id, shop_id, tenure_id, quarter, nominated_at}}
WHERE id = :id AND state = :before;

-- name: titles_end_of_shop!
UPDATE titles SET state = :after, ended_at = :at WHERE shop_id = :shop_id AND state = :before AND ended_at IS NULL;

-- name: titles_again!
-- Where a title stood is told by what it has: there is no event to ask.
UPDATE titles SET ended_at = NULL, state = :before
WHERE shop_id = :shop_id AND state = :after AND ended_at = :at AND ended_by IS NULL AND CAST(:before AS TEXT) = CASE
  WHEN hearing_until IS NOT NULL THEN 'hearing'
  WHEN number <> '' AND EXISTS (SELECT 1 FROM vetoes v WHERE v.shop_id = titles.shop_id AND v.state = 'confirmed') THEN 'suspended'
  WHEN number <> '' THEN 'awarded'
  WHEN notice_until IS NOT NULL THEN 'notice' ELSE 'nominated' END;

-- name: titles_certified
SELECT {{titles}}
FROM titles WHERE number <> '' AND ended_at IS NULL ORDER BY id;

-- name: title_drawn!
UPDATE titles SET drawn_at = :at WHERE id = :id AND drawn_at IS NULL;

-- name: titles_numbered_in$
SELECT count(*) FROM titles WHERE quarter = :quarter AND number <> '';

-- name: title_past
-- Only runs of this holder's time; a run without a star is kept as one that does not count.
SELECT g.shop_id, r.period, CASE WHEN g.state = 'rated' THEN g.stars END AS stars, g.score, g.weakest
FROM ratings g JOIN rating_runs r ON r.id = g.run_id JOIN tenures t ON t.shop_id = g.shop_id AND t.until IS NULL
WHERE g.shop_id = :shop_id AND r.through >= t.since AND r.published_at IS NOT NULL
  AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL)
ORDER BY r.period;

-- name: titles_past
SELECT g.shop_id, r.period, CASE WHEN g.state = 'rated' THEN g.stars END AS stars, g.score, g.weakest
FROM ratings g JOIN rating_runs r ON r.id = g.run_id JOIN tenures t ON t.shop_id = g.shop_id AND t.until IS NULL
WHERE r.period >= :first AND r.through >= t.since AND r.published_at IS NOT NULL
  AND r.version = (SELECT max(n.version) FROM rating_runs n WHERE n.period = r.period AND n.published_at IS NOT NULL)
ORDER BY g.shop_id, r.period;

-- name: objection_add
INSERT INTO objections (title_id, person_id, at, text) VALUES (:title_id, :person_id, :at, :text) RETURNING id;

-- name: objection
SELECT {{objections}} FROM objections WHERE id = :id;

-- name: objections_of
SELECT {{objections}} FROM objections WHERE title_id = :title_id ORDER BY id;

-- name: objections_open_of$
SELECT count(*) FROM objections WHERE title_id = :title_id AND settled_at IS NULL;

-- name: objection_correct!
UPDATE objections SET text = :text WHERE id = :id AND settled_at IS NULL;

-- name: objection_settle!
UPDATE objections SET settled_at = :at, settled_by = :person_id, upheld = :upheld WHERE id = :id AND settled_at IS NULL;
