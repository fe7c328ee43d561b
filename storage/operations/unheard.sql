-- name: unheard_add!
INSERT INTO unheard (week, sentence, speaker) VALUES (:week, :sentence, :speaker) ON CONFLICT DO NOTHING;

-- name: unheard_often
SELECT sentence, count(*) AS many FROM unheard WHERE week = :week
GROUP BY sentence HAVING count(*) >= :least ORDER BY count(*) DESC, sentence LIMIT :most;

-- name: unheard_forget!
DELETE FROM unheard WHERE week < :before;

-- name: people_named_in
SELECT DISTINCT name FROM (
  SELECT name FROM people WHERE length(name) > 1 UNION ALL SELECT owner FROM tenures WHERE length(owner) > 1
) known WHERE :sentence LIKE '%' || name || '%';
