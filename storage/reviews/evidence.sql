-- columns observations: id, shop_id, tenure_id, day, observer_id, at, source, duties, facts, left_out, self_check_id, note,
--   standing, undone_at

-- columns self_checks: id, shop_id, day, person_id, at, duties, problems, note

-- name: self_check_standing
SELECT {{self_checks}} FROM self_checks
WHERE day = :day AND shop_id = :shop_id AND standing = 1;

-- name: self_check_unstand
UPDATE self_checks SET standing = 0 WHERE day = :day AND shop_id = :shop_id AND standing = 1 RETURNING problems;

-- name: self_check_take_back!
UPDATE self_checks SET standing = 0 WHERE id = :id AND standing = 1;

-- name: self_check_kept
SELECT {{self_checks}} FROM self_checks WHERE id = :id;

-- name: self_check_correct!
UPDATE self_checks SET note = :note WHERE id = :id;

-- name: observation_correct!
UPDATE observations SET note = :note WHERE id = :id;

-- name: self_check_add
INSERT INTO self_checks (shop_id, day, person_id, at, duties, problems, note, standing)
VALUES (:shop_id, :day, :person_id, :at, :duties, :problems, :note, 1) RETURNING id;

-- name: jotting_add
INSERT INTO self_checks (shop_id, day, person_id, at, duties, problems, note, standing)
VALUES (:shop_id, :day, :person_id, :at, '', '', :note, 0) RETURNING id;

-- name: jotting
SELECT {{self_checks}} FROM self_checks
WHERE id = :id AND person_id = :person_id AND standing = 0 AND duties = '';

-- name: jotting_place!
UPDATE self_checks SET shop_id = :shop_id WHERE id = :id AND standing = 0 AND duties = '';

-- name: jotting_hand!
UPDATE media SET subject = :subject, subject_id = :subject_id WHERE subject = :jotting AND subject_id = :id;

-- name: self_checks_last_day$
SELECT max(day) FROM self_checks WHERE shop_id = :shop_id AND standing = 1;

-- name: self_checks_of_shop
SELECT {{self_checks}} FROM self_checks
WHERE shop_id = :shop_id AND standing = 1 AND day BETWEEN :first AND :last ORDER BY day;

-- name: observation
SELECT {{observations}}
FROM observations WHERE id = :id;

-- name: observation_standing
SELECT {{observations}}
FROM observations WHERE shop_id = :shop_id AND day = :day AND observer_id = :observer_id AND standing = 1;

-- name: observation_unstand!
UPDATE observations SET standing = 0 WHERE shop_id = :shop_id AND day = :day AND observer_id = :observer_id AND standing = 1;

-- name: observation_add
INSERT INTO observations (shop_id, tenure_id, day, observer_id, at, source, duties, facts, left_out, self_check_id, note, standing)
VALUES (:shop_id, :tenure_id, :day, :observer_id, :at, :source, :duties, :facts, :left_out, :self_check_id, :note, 1) RETURNING id;

-- name: observation_undo!
UPDATE observations SET standing = 0, undone_at = :at WHERE id = :id AND standing = 1;

-- name: observation_restore
SELECT id FROM observations WHERE shop_id = :shop_id AND day = :day AND observer_id = :observer_id AND id < :id AND undone_at IS NULL
ORDER BY id DESC LIMIT 1;

-- name: observation_stand!
UPDATE observations SET standing = 1 WHERE id = :id;

-- name: look_findings_move!
UPDATE findings SET observation_id = :after WHERE observation_id = :before;

-- name: look_appeals_move!
UPDATE appeals SET subject_id = :after WHERE subject = 'observation' AND subject_id = :before;

-- name: look_photos_move!
UPDATE media SET subject_id = :after WHERE subject = 'observation' AND subject_id = :before;

-- name: observation_latest_by
SELECT {{observations}}
FROM observations WHERE observer_id = :observer_id AND standing = 1 ORDER BY at DESC, id DESC LIMIT 1;

-- name: observations_said_at
SELECT {{observations}}
FROM observations WHERE observer_id = :observer_id AND at = :at AND standing = 1 ORDER BY id;

-- name: observations_of_shop
SELECT {{observations}}
FROM observations WHERE shop_id = :shop_id AND standing = 1 AND day BETWEEN :first AND :last ORDER BY day, id;

-- name: observations_last_days
SELECT o.shop_id, max(o.day) AS day FROM observations o JOIN links l ON l.shop_id = o.shop_id AND l.until IS NULL
WHERE l.member_id = :member_id AND o.standing = 1 GROUP BY o.shop_id;

-- name: self_check_note!
-- PostgreSQL cannot guess the type of a value that is only put together with others: hence the casts.
UPDATE self_checks SET note = CASE WHEN note = '' THEN CAST(:note AS TEXT) ELSE note || CAST(:gap AS TEXT) || CAST(:note AS TEXT) END WHERE id = :id;

-- name: observation_note!
UPDATE observations SET note = CASE WHEN note = '' THEN CAST(:note AS TEXT) ELSE note || CAST(:gap AS TEXT) || CAST(:note AS TEXT) END WHERE id = :id;
