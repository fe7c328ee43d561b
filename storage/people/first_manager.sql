-- name: first_manager_known$
SELECT id FROM invites WHERE code = :code;

-- name: first_manager_revoke!
UPDATE invites SET revoked_at = :at
WHERE kind = 'role' AND role = 'manager' AND code <> :code AND used_at IS NULL AND revoked_at IS NULL;
