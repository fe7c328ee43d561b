-- columns complaints: id, person_id, at, text, place, answered_at, answered_by, answer

-- name: complaint_add
INSERT INTO complaints (person_id, at, text, place) VALUES (:person_id, :at, :text, :place) RETURNING id;

-- name: complaint_one
SELECT {{complaints}} FROM complaints WHERE id = :id;

-- name: complaint_answer!
UPDATE complaints SET answered_at = :at, answered_by = :by, answer = :answer WHERE id = :id AND answered_at IS NULL;

-- name: complaint_reader_add!
INSERT INTO complaint_readers (complaint_id, person_id) VALUES (:complaint_id, :person_id) ON CONFLICT DO NOTHING;

-- name: complaint_is_read_by$
SELECT count(*) FROM complaint_readers WHERE complaint_id = :complaint_id AND person_id = :person_id;

-- name: complaints_waiting
-- What somebody was asked to read and nobody has answered, the oldest first.
SELECT {{complaints c}} FROM complaints c JOIN complaint_readers r ON r.complaint_id = c.id
WHERE r.person_id = :person_id AND c.answered_at IS NULL ORDER BY c.at, c.id;
