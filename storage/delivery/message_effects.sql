-- columns message_effects: id, step, print, files, said, subject, subject_id

-- name: message_effect_add!
INSERT INTO message_effects (channel, user_id, message, step, print, files, said, at, subject, subject_id)
VALUES (:channel, :user_id, :message, :step, :print, :files, :said, :at, :subject, :subject_id);

-- name: message_effects_of
SELECT {{message_effects}} FROM message_effects
WHERE channel = :channel AND user_id = :user_id AND message = :message ORDER BY id;

-- name: message_effects_say!
UPDATE message_effects SET print = :print, files = :files, said = CASE WHEN said = '' THEN '' ELSE CAST(:said AS TEXT) END
WHERE channel = :channel AND user_id = :user_id AND message = :message;

-- name: message_effects_drop!
DELETE FROM message_effects WHERE channel = :channel AND user_id = :user_id AND message = :message;

-- name: message_effects_forget!
DELETE FROM message_effects WHERE at < :before;
