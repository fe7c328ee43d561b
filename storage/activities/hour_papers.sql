-- columns hour_papers: number, person_id, made_at, many, minutes

-- name: hour_paper_add!
INSERT INTO hour_papers (number, person_id, made_at, many, minutes) VALUES (:number, :person_id, :made_at, :many, :minutes);

-- name: hour_paper_one
SELECT {{hour_papers}} FROM hour_papers WHERE number = :number;

-- name: hour_paper_at
SELECT {{hour_papers}} FROM hour_papers WHERE person_id = :person_id AND made_at = :at;

-- name: erase_hour_papers!
DELETE FROM hour_papers WHERE person_id = :person_id;

-- name: hour_papers_move!
UPDATE hour_papers SET person_id = :into WHERE person_id = :person_id;

-- name: person_hour_papers
SELECT number, made_at, many, minutes FROM hour_papers WHERE person_id = :person_id ORDER BY made_at, number;
