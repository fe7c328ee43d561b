-- name: seen_record!
INSERT INTO seen (key, at) VALUES (:key, :at) ON CONFLICT DO NOTHING;

-- name: seen_forget!
DELETE FROM seen WHERE at < :before;

-- name: attempt_record
INSERT INTO attempts (key, count, error, at) VALUES (:key, 1, :error, :at)
ON CONFLICT (key) DO UPDATE SET count = attempts.count + 1, error = excluded.error, at = excluded.at
RETURNING count;

-- name: attempts_forget!
DELETE FROM attempts WHERE at < :before;

-- name: parked_add!
INSERT INTO parked (key, body, error, at) VALUES (:key, :body, :error, :at) ON CONFLICT DO NOTHING;

-- name: parked_open
SELECT id, key, body, error, at FROM parked WHERE settled_at IS NULL ORDER BY id;

-- name: parked_forget!
DELETE FROM parked WHERE at < :before;
