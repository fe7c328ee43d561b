-- columns sites: id, kind, name, community, street, place, keeper_id, branch_id, latitude, longitude, spaces, hours, fee, goods,
--   since, until, pitches, note, made_at

-- name: site_one
SELECT {{sites}} FROM sites WHERE id = :id;

-- name: sites_all
SELECT {{sites}} FROM sites ORDER BY community, street, name, id;

-- name: site_keeper_set!
UPDATE sites SET keeper_id = :keeper_id WHERE id = :id;
