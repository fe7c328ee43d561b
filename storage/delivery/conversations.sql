-- name: conversation
SELECT c.channel, c.user_id, c.person_id, c.place AS step, c.in_hand, c.thread, c.seen_at, c.gone_at, c.spoke_at, c.said, c.form, c.typed,
       coalesce(p.name, '') AS name, coalesce(p.language, '') AS language, p.branch_id,
       coalesce(p.roles, '') AS roles, coalesce((SELECT o.topic FROM offers o WHERE o.id = c.in_hand), '') AS asked,
       CASE WHEN EXISTS (SELECT 1 FROM holdings h WHERE h.person_id = p.id AND h.until IS NULL) THEN 1 ELSE 0 END AS holds
FROM conversations c LEFT JOIN people p ON p.id = c.person_id
WHERE c.channel = :channel AND c.user_id = :user_id;

-- name: conversation_save!
-- A page that was opened is no way to reach anybody: what is done on the board counts as a conversation that is gone.
-- A word no earlier than the last one opens the window anew: what was said before it no longer counts, what was said since does
-- (`said`: a word may reach us late). Channels tell whole seconds.
INSERT INTO conversations (channel, user_id, person_id, place, in_hand, thread, seen_at, spoke_at, said, form, typed, gone_at)
VALUES (:channel, :user_id, :person_id, :step, :in_hand, :thread, :seen_at, :spoke_at, :said, :form, :typed,
  CASE WHEN CAST(:channel AS TEXT) = 'board' THEN CAST(:seen_at AS BIGINT) END)
ON CONFLICT (channel, user_id) DO UPDATE SET person_id = excluded.person_id, place = excluded.place,
  in_hand = excluded.in_hand, thread = excluded.thread, seen_at = excluded.seen_at, gone_at = excluded.gone_at,
  said = CASE WHEN excluded.spoke_at > 0 AND excluded.spoke_at >= conversations.spoke_at THEN excluded.said ELSE conversations.said END,
  spoke_at = CASE WHEN excluded.spoke_at > conversations.spoke_at THEN excluded.spoke_at ELSE conversations.spoke_at END,
  form = excluded.form, typed = excluded.typed;

-- name: conversation_enter!
-- Takes one of the messages a window allows, in one step with asking whether it is open: two processes never take the last one.
UPDATE conversations SET said = said + 1
WHERE channel = :channel AND user_id = :user_id AND spoke_at > :since AND said < :most;

-- name: conversation_give_back!
UPDATE conversations SET said = said - 1 WHERE channel = :channel AND user_id = :user_id AND said > 0;

-- name: conversation_shut!
UPDATE conversations SET said = :most WHERE channel = :channel AND user_id = :user_id AND said < :most;

-- name: conversation_gone!
UPDATE conversations SET gone_at = :at WHERE channel = :channel AND user_id = :user_id;

-- name: addresses_of
SELECT channel, user_id, thread, spoke_at, said FROM conversations
WHERE person_id = :person_id AND gone_at IS NULL AND channel <> 'board' ORDER BY seen_at DESC;

-- name: conversations_release!
UPDATE conversations SET person_id = NULL, place = '', in_hand = NULL WHERE person_id = :person_id;
