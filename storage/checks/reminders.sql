-- name: reminder_candidates
-- A day on which we could not deliver the question counts as not asked: silence was not theirs.
SELECT p.id AS person_id, p.quiet_since, s.id AS shop_id, s.name AS shop, s.grid_id, s.street, s.opens, s.closes, s.open_days, s.holidays,
       (SELECT count(*) FROM asked a
        WHERE a.person_id = p.id AND a.day < CAST(:day AS TEXT) AND a.day > coalesce(
          (SELECT max(c.day) FROM self_checks c JOIN holdings m ON m.shop_id = c.shop_id AND m.until IS NULL WHERE m.person_id = p.id), '')
          AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = 'unasked:' || p.id || ':' || a.day AND o.state IN ('expired', 'refused', 'gone'))
       ) AS unanswered
FROM people p JOIN holdings h ON h.person_id = p.id AND h.until IS NULL JOIN shops s ON s.id = h.shop_id
WHERE p.reminders = 1 AND p.left_at IS NULL AND s.left_at IS NULL
  AND EXISTS (SELECT 1 FROM conversations v WHERE v.person_id = p.id AND v.gone_at IS NULL)
  AND NOT EXISTS (SELECT 1 FROM self_checks c WHERE c.day = CAST(:day AS TEXT) AND c.shop_id = s.id AND c.standing = 1)
  AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.key = 'unasked:' || p.id || ':' || CAST(:day AS TEXT))
  AND (p.quiet_since IS NULL OR EXISTS (
    SELECT 1 FROM self_checks c JOIN holdings m ON m.shop_id = c.shop_id AND m.until IS NULL
    WHERE m.person_id = p.id AND c.day >= p.quiet_since))
ORDER BY p.id, s.street, s.walk, s.id;

-- name: closures_on
SELECT shop_id FROM closures WHERE undone_at IS NULL AND since <= :day AND (until IS NULL OR until >= :day);

-- name: asked_add!
INSERT INTO asked (person_id, day) VALUES (:person_id, :day) ON CONFLICT DO NOTHING;

-- name: asked_drop!
DELETE FROM asked WHERE person_id = :person_id;

-- name: asked_forget!
DELETE FROM asked WHERE day < :before;
