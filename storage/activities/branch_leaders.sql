-- name: branch_leader_set!
INSERT INTO branch_leaders (branch_id, leader_id) VALUES (:branch_id, :leader_id)
ON CONFLICT (branch_id) DO UPDATE SET leader_id = excluded.leader_id;

-- name: branch_leader_drop!
DELETE FROM branch_leaders WHERE branch_id = :branch_id;

-- name: branch_leaders_all
SELECT l.branch_id, l.leader_id FROM branch_leaders l JOIN people p ON p.id = l.leader_id WHERE p.left_at IS NULL ORDER BY l.branch_id;

-- name: branch_brand_set!
UPDATE branches SET brand = :brand WHERE id = :id;

-- name: branch_brands
SELECT id, brand FROM branches WHERE brand <> '' ORDER BY id;

-- name: erase_branch_leaders!
DELETE FROM branch_leaders WHERE leader_id = :person_id;
