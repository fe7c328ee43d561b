-- name: cursor
SELECT position, rung_at, rung_with FROM cursors WHERE channel = :channel AND account = :account;

-- name: cursor_move!
INSERT INTO cursors (channel, account, position, moved_at) VALUES (:channel, :account, :position, :at)
ON CONFLICT (channel, account) DO UPDATE SET position = excluded.position, moved_at = excluded.moved_at;

-- name: cursor_ring!
INSERT INTO cursors (channel, account, rung_at, rung_with) VALUES (:channel, :account, :at, :token)
ON CONFLICT (channel, account) DO UPDATE SET rung_at = excluded.rung_at, rung_with = excluded.rung_with;
