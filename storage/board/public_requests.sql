-- name: public_done_at
-- What was done at a site lately, in the handler's own title.
SELECT title, service, ended_at FROM service_requests
WHERE site_id = :site_id AND title <> '' AND state IN ('done', 'closed') AND ended_at >= :since
ORDER BY ended_at DESC, id DESC LIMIT 10;

-- name: public_done
SELECT r.title, r.service, s.name AS site, r.ended_at FROM service_requests r JOIN sites s ON s.id = r.site_id
WHERE r.title <> '' AND r.state IN ('done', 'closed') AND r.ended_at >= :since
ORDER BY r.ended_at DESC, r.id DESC LIMIT 30;

-- name: public_figures
-- By service, and every count by itself: they are never added up.
SELECT service, count(*) AS many,
       sum(CASE WHEN state IN ('asking', 'open', 'answered') THEN 1 ELSE 0 END) AS waiting,
       sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END) AS done,
       sum(CASE WHEN state = 'closed' AND ending = 'reporter' THEN 1 ELSE 0 END) AS agreed,
       sum(CASE WHEN state = 'closed' AND ending <> 'reporter' THEN 1 ELSE 0 END) AS silent,
       sum(CASE WHEN state IN ('elsewhere', 'not found', 'cannot') THEN 1 ELSE 0 END) AS otherwise
FROM service_requests WHERE at >= :since AND state NOT IN ('same', 'lead') GROUP BY service ORDER BY service;

-- name: public_sites
SELECT id, kind, name, community, street, place, latitude, longitude FROM sites WHERE kind <> 'camera' ORDER BY community, street, name, id;

-- name: public_rows
SELECT r.id, r.at, r.ended_at, r.state, r.service, s.name AS site, s.latitude, s.longitude
FROM service_requests r LEFT JOIN sites s ON s.id = r.site_id
WHERE r.at >= :since AND r.state NOT IN ('same', 'lead') ORDER BY r.at DESC, r.id DESC LIMIT 1000;
