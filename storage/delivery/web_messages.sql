-- columns web_letters: number, version, direction, body, at

-- name: web_letter_known
SELECT number FROM web_letters WHERE key = :key;

-- name: web_letter_add
-- The version counts by person, so that a page asks for what is newer than it has.
INSERT INTO web_letters (version, user_id, key, direction, body, at)
SELECT coalesce(max(version), 0) + 1, :user_id, :key, :direction, :body, :at FROM web_letters WHERE user_id = :user_id
RETURNING number;

-- name: web_letter_rewrite!
UPDATE web_letters SET body = :body, version = (SELECT max(version) + 1 FROM web_letters WHERE user_id = :user_id)
WHERE number = :number AND user_id = :user_id;

-- name: web_letters_since
SELECT {{web_letters}} FROM web_letters
WHERE user_id = :user_id AND version > :after ORDER BY version LIMIT :most;

-- name: web_letters_before
SELECT {{web_letters}} FROM (
  SELECT {{web_letters}} FROM web_letters WHERE user_id = :user_id AND number < :number
  ORDER BY number DESC LIMIT :most) newest
ORDER BY number;

-- name: web_letters_forget!
DELETE FROM web_letters WHERE at < :before;
