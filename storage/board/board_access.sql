-- name: board_link_add!
INSERT INTO board_links (secret, person_id, expires_at) VALUES (:secret, :person_id, :expires_at);

-- name: board_link_use
-- One statement, so that two taps at once cannot both enter.
UPDATE board_links SET used_at = :now WHERE secret = :secret AND used_at IS NULL AND expires_at > :now RETURNING person_id;

-- name: board_link_open$
SELECT count(*) FROM board_links WHERE secret = :secret AND used_at IS NULL AND expires_at > :now;

-- name: board_session_add!
INSERT INTO board_sessions (secret, person_id, began_at, expires_at) VALUES (:secret, :person_id, :began_at, :expires_at);

-- name: board_visitor
SELECT p.id, p.name, p.language, p.branch_id, p.roles FROM board_sessions b JOIN people p ON p.id = b.person_id
WHERE b.secret = :secret AND b.expires_at > :now AND p.left_at IS NULL;

-- name: board_session_end!
DELETE FROM board_sessions WHERE secret = :secret;

-- name: board_links_forget!
DELETE FROM board_links WHERE expires_at < :before;

-- name: board_sessions_forget!
DELETE FROM board_sessions WHERE expires_at < :before;
