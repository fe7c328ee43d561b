-- name: site_keepers
-- Everybody who may look after a site, whatever their part in the work.
SELECT p.id, p.name, p.phone, coalesce(b.name, '') AS branch,
       CASE WHEN EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = p.id) THEN 1 ELSE 0 END AS reachable,
       CASE WHEN EXISTS (SELECT 1 FROM invites i WHERE i.person_id = p.id AND i.used_at IS NULL AND i.revoked_at IS NULL
                         AND i.expires_at > :now) THEN 1 ELSE 0 END AS invited
FROM people p LEFT JOIN branches b ON b.id = p.branch_id
WHERE p.left_at IS NULL AND p.erased_at IS NULL AND p.name <> '' AND (' ' || p.roles || ' ' LIKE '% member %' OR ' ' || p.roles || ' ' LIKE '% squad %'
  OR ' ' || p.roles || ' ' LIKE '% secretary %' OR ' ' || p.roles || ' ' LIKE '% manager %')
ORDER BY p.id;
