-- name: letters_waiting
SELECT channel, count(*) AS many, min(not_before) AS oldest FROM outbox
WHERE state = 'queued' AND not_before <= :now GROUP BY channel ORDER BY channel;

-- name: letters_held
SELECT channel, count(*) AS many FROM outbox WHERE state = 'held' GROUP BY channel ORDER BY channel;

-- name: figures
SELECT (SELECT count(*) FROM shops WHERE left_at IS NULL) AS shops,
       (SELECT count(*) FROM people WHERE left_at IS NULL) AS people,
       (SELECT count(*) FROM people WHERE left_at IS NULL AND ' ' || roles || ' ' LIKE '% manager %') AS managers,
       (SELECT count(*) FROM shops s WHERE s.left_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM links l WHERE l.shop_id = s.id AND l.until IS NULL)) AS unlinked,
       (SELECT count(*) FROM shops s WHERE s.left_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM holdings h WHERE h.shop_id = s.id AND h.until IS NULL)) AS silent,
       (SELECT count(*) FROM parked WHERE settled_at IS NULL) AS parked,
       (SELECT count(*) FROM media WHERE state = 'to fetch') AS to_fetch,
       (SELECT count(*) FROM media WHERE state = 'failed') AS lost_files,
       (SELECT count(*) FROM findings WHERE closed_at IS NULL) AS open_findings,
       (SELECT count(*) FROM help_requests WHERE answered_at IS NULL AND state <> 'dropped') AS open_help,
       (SELECT count(*) FROM appeals WHERE decided_at IS NULL) AS open_appeals,
       (SELECT max(number) FROM migrations) AS schema;

-- name: damaged_pages$
SELECT 0 AS pages;

-- name: newest_instant$
-- A clock behind what was already written has been put back.
SELECT max(at) FROM (
  SELECT max(at) AS at FROM seen UNION ALL SELECT max(created_at) FROM outbox UNION ALL SELECT max(claimed_at) FROM runs) latest;
