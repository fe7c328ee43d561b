-- name: file_id
SELECT file_id FROM file_ids WHERE channel = :channel AND digest = :digest AND at >= :since;

-- name: file_id_keep!
INSERT INTO file_ids (channel, digest, file_id, at) VALUES (:channel, :digest, :file_id, :at)
ON CONFLICT (channel, digest) DO UPDATE SET file_id = excluded.file_id, at = excluded.at;

-- name: file_ids_forget!
DELETE FROM file_ids WHERE at < :before;
