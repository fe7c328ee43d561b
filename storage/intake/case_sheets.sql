-- columns case_sheets: id, person_id, at, file, state, cases, wants_results, opened

-- name: case_sheet_add
INSERT INTO case_sheets (person_id, at, file, state, wants_results) VALUES (:person_id, :at, :file, :state, :wants_results) RETURNING id;

-- name: case_sheet_one
SELECT {{case_sheets}} FROM case_sheets WHERE id = :id;

-- name: case_sheets_to_read
SELECT {{case_sheets s}} FROM case_sheets s
WHERE s.state = 'waiting' AND EXISTS (SELECT 1 FROM media m WHERE m.subject = 'case_sheet' AND m.subject_id = s.id AND m.state = 'stored')
ORDER BY s.id;

-- name: case_sheets_agreed
SELECT {{case_sheets}} FROM case_sheets WHERE state = 'agreed' ORDER BY id;

-- name: case_sheets_wanted
SELECT {{case_sheets}} FROM case_sheets WHERE state = 'done' AND wants_results = 1 ORDER BY id;

-- name: case_sheet_last
SELECT {{case_sheets}} FROM case_sheets WHERE person_id = :person_id AND state IN ('agreed', 'done') ORDER BY id DESC LIMIT 1;

-- name: case_sheet_save!
UPDATE case_sheets SET {{set case_sheets but id, person_id, at, file, opened}} WHERE id = :id AND state = :before;

-- name: case_sheet_opening$
UPDATE case_sheets SET opened = opened + 1 WHERE id = :id RETURNING opened;

-- name: case_sheet_not_opened!
UPDATE case_sheets SET opened = opened - 1 WHERE id = :id AND opened > 0;

-- name: case_sheets_forget!
UPDATE case_sheets SET state = :refused, cases = '' WHERE state = :ready AND at < :before;
