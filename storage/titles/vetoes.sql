-- columns vetoes: id, shop_id, cause, reason, proposed_at, proposed_by, confirmed_at, confirmed_by, since, lifted_at,
--   lifted_by, state

-- name: veto_add
INSERT INTO vetoes (shop_id, cause, reason, proposed_at, proposed_by, state)
VALUES (:shop_id, :cause, :reason, :at, :person_id, 'proposed') RETURNING id;

-- name: veto
SELECT {{vetoes}}
FROM vetoes WHERE id = :id;

-- name: vetoes_of_shop
SELECT {{vetoes}}
FROM vetoes WHERE shop_id = :shop_id ORDER BY id DESC;

-- name: vetoes_in_state
SELECT {{vetoes}}
FROM vetoes WHERE state = :state ORDER BY id;

-- name: veto_confirm!
UPDATE vetoes SET state = :after, confirmed_at = :at, confirmed_by = :person_id, since = :day WHERE id = :id AND state = :before;

-- name: veto_settle!
UPDATE vetoes SET state = :after, lifted_at = :at, lifted_by = :person_id WHERE id = :id AND state = :before;
