-- name: migrations_done^
SELECT max(number) AS number FROM migrations;

-- name: migration_record!
INSERT INTO migrations (number, name, applied_at) VALUES (:number, :name, :applied_at);
