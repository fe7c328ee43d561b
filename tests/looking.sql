-- What only tests ask the database.

-- name: findings_everything
SELECT f.id, f.shop_id, s.name AS shop, s.door, f.duty, f.origin, f.day, f.opened_at, f.kind, f.due_at, f.note, f.state,
       f.overdue_at, f.fixed_at, f.checked_at, f.closed_at, f.share, f.closing
FROM findings f JOIN shops s ON s.id = f.shop_id ORDER BY f.id;

-- name: journal_of
SELECT at, person_id, subject, note FROM journal WHERE action = :action ORDER BY id;

-- name: media_every
SELECT {{media}}
FROM media ORDER BY id;

-- name: clean_days_of_shop
SELECT shop_id, month, days FROM clean_days WHERE shop_id = :shop_id AND days <> 0 ORDER BY month;

-- name: evidence_of_shop
SELECT looks, cases, reported FROM shop_evidence WHERE shop_id = :shop_id;

-- name: forget_inputs!
UPDATE rating_runs SET inputs_hash = 'forgotten' WHERE id = :id;

-- name: worlds_kept
SELECT DISTINCT run_id FROM rating_worlds ORDER BY run_id;

-- name: rating_versions
SELECT version, kind, published_at FROM rating_runs WHERE period = :period ORDER BY version;

-- name: observations_everything
SELECT o.id, o.shop_id, s.name AS shop, s.door, o.day, o.source, o.duties, o.facts, o.left_out, o.note, o.at, o.standing,
       p.name AS observer
FROM observations o JOIN shops s ON s.id = o.shop_id JOIN people p ON p.id = o.observer_id ORDER BY o.id;

-- name: self_checks_everything
SELECT c.id, c.shop_id, s.name AS shop, s.door, c.day, c.duties, c.problems, c.note, c.at, c.standing
FROM self_checks c JOIN shops s ON s.id = c.shop_id ORDER BY c.id;

-- name: people_names
SELECT name FROM people ORDER BY id;

-- name: parts_left_of_closed
SELECT p.id, p.state FROM activity_parts p JOIN activities a ON a.id = p.activity_id WHERE a.state = 'closed' AND p.state <> 'came';

-- name: outbox_bodies
SELECT user_id, body FROM outbox ORDER BY id;
