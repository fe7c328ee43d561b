-- columns honour_objections: id, honour_id, person_id, at, text, settled_at, settled_by, upheld

-- name: honour_objection_add
INSERT INTO honour_objections (honour_id, person_id, at, text) VALUES (:honour_id, :person_id, :at, :text) RETURNING id;

-- name: honour_objection_one
SELECT {{honour_objections}} FROM honour_objections WHERE id = :id;

-- name: honour_objections_open
SELECT {{honour_objections}} FROM honour_objections WHERE honour_id = :honour_id AND settled_at IS NULL ORDER BY id;

-- name: honour_objection_correct!
UPDATE honour_objections SET text = :text WHERE id = :id AND settled_at IS NULL;

-- name: honour_objection_settle!
UPDATE honour_objections SET settled_at = :at, settled_by = :by, upheld = :upheld WHERE id = :id AND settled_at IS NULL;

-- name: erase_honour_objections!
UPDATE honour_objections SET text = '', person_id = NULL WHERE person_id = :person_id;

-- name: person_honour_objections
SELECT h.kind, o.at, o.text, o.settled_at, o.upheld AS is_upheld
FROM honour_objections o JOIN honours h ON h.id = o.honour_id WHERE o.person_id = :person_id ORDER BY o.id;
