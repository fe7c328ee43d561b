-- columns articles: id, kind, title, link, summary, made_by, made_at, sent_on, useful, withdrawn_at, since, until, aliases

-- name: article_add
INSERT INTO articles (kind, title, link, summary, made_by, made_at, since, until, aliases)
VALUES (:kind, :title, :link, :summary, :made_by, :made_at, :since, :until, :aliases) RETURNING id;

-- name: article
SELECT {{articles}} FROM articles WHERE id = :id;

-- name: articles_newest
-- Those of a list that hold on `day` and have begun by `begun`.
SELECT {{articles}} FROM articles WHERE CASE WHEN kind IN ('study', 'warning') THEN 'study' ELSE 'service' END = :list AND withdrawn_at IS NULL
  AND (since IS NULL OR since <= :begun) AND (until IS NULL OR until >= :day) ORDER BY id DESC LIMIT :most;

-- name: articles_sent
SELECT {{articles}} FROM articles
WHERE CASE WHEN kind IN ('study', 'warning') THEN 'study' ELSE 'service' END = :list AND withdrawn_at IS NULL AND sent_on IS NOT NULL
  AND (until IS NULL OR until >= :day) ORDER BY sent_on DESC, id DESC LIMIT :most;

-- name: article_next
-- Each gets a week of its own, the one that has waited longest first.
SELECT {{articles}} FROM articles WHERE CASE WHEN kind IN ('study', 'warning') THEN 'study' ELSE 'service' END = :list AND withdrawn_at IS NULL AND sent_on IS NULL
  AND (since IS NULL OR since <= :day) AND (until IS NULL OR until >= :day) ORDER BY id LIMIT 1;

-- name: article_sent!
UPDATE articles SET sent_on = :day WHERE id = :id AND sent_on IS NULL;

-- name: article_useful!
UPDATE articles SET useful = useful + 1 WHERE id = :id;

-- name: article_withdraw!
UPDATE articles SET withdrawn_at = :at WHERE id = :id AND withdrawn_at IS NULL;

-- name: study_choice
SELECT state, since FROM study_choices WHERE person_id = :person_id;

-- name: study_choose!
INSERT INTO study_choices (person_id, state, since) VALUES (:person_id, :state, :since)
ON CONFLICT (person_id) DO UPDATE SET state = excluded.state, since = excluded.since;

-- name: erase_study_choices!
DELETE FROM study_choices WHERE person_id = :person_id;

-- name: person_study_choices
SELECT state, since FROM study_choices WHERE person_id = :person_id;

-- name: export_articles
SELECT a.id, a.kind, a.title, a.link, a.summary, p.name AS made_by, a.made_at, a.sent_on, a.useful, a.withdrawn_at,
  a.since, a.until, a.aliases
FROM articles a JOIN people p ON p.id = a.made_by ORDER BY a.id;
