-- name: erasure_find
SELECT p.id, p.name, p.phone, p.roles,
       (SELECT count(*) FROM holdings h WHERE h.person_id = p.id AND h.until IS NULL) AS shops
FROM people p
WHERE p.erased_at IS NULL ORDER BY p.id;

-- name: erasure_files
-- A picture another person has sent as well stays: it is theirs too.
SELECT {{media}}
FROM media m WHERE (person_id = :person_id AND kind = 'voice' OR subject IN ('roster', 'case_sheet') AND state = 'stored')
  AND NOT EXISTS (SELECT 1 FROM media o WHERE o.sha256 = m.sha256 AND o.sha256 <> '' AND o.subject NOT IN ('roster', 'case_sheet')
    AND coalesce(o.person_id, 0) <> coalesce(m.person_id, 0));

-- name: erasure_web_users
SELECT user_id FROM conversations WHERE person_id = :person_id AND channel = 'web';

-- name: erase_web_letters!
DELETE FROM web_letters WHERE user_id IN (SELECT user_id FROM conversations WHERE person_id = :person_id AND channel = 'web');

-- name: erase_outbox!
DELETE FROM outbox WHERE person_id = :person_id
  OR EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = :person_id AND c.channel = outbox.channel AND c.user_id = outbox.user_id);

-- name: erase_offers!
DELETE FROM offers
WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = :person_id AND c.channel = offers.channel AND c.user_id = offers.user_id);

-- name: erase_message_effects!
DELETE FROM message_effects
WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = :person_id AND c.channel = message_effects.channel AND c.user_id = message_effects.user_id);

-- name: erase_parked!
DELETE FROM parked
WHERE EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = :person_id AND parked.body LIKE '%"' || c.user_id || '"%');

-- name: erase_wrong_codes!
DELETE FROM wrong_codes
WHERE person_id = :person_id OR EXISTS (SELECT 1 FROM conversations c WHERE c.person_id = :person_id AND c.channel = wrong_codes.channel AND c.user_id = wrong_codes.user_id);

-- name: erase_files!
UPDATE media SET state = 'dropped', ref = '', name = ''
WHERE person_id = :person_id AND kind = 'voice' OR subject IN ('roster', 'case_sheet') AND state = 'stored';

-- name: erase_media!
UPDATE media SET person_id = NULL, user_id = '', name = '' WHERE person_id = :person_id;

-- name: erase_notes!
UPDATE self_checks SET note = '' WHERE person_id = :person_id;

-- name: erase_look_notes!
UPDATE observations SET note = '' WHERE observer_id = :person_id;

-- name: erase_finding_notes!
UPDATE findings SET note = '' WHERE found_by = :person_id;

-- name: erase_event_notes!
UPDATE finding_events SET note = '' WHERE person_id = :person_id;

-- name: erase_help!
UPDATE help_requests SET text = '' WHERE person_id = :person_id;

-- name: erase_help_words!
UPDATE help_events SET note = '' WHERE person_id = :person_id;

-- name: erase_help_answers!
UPDATE help_requests SET answer = '' WHERE answered_by = :person_id;

-- name: erase_requests!
UPDATE service_requests SET text = '', place = '', phone = '' WHERE person_id = :person_id;

-- name: erase_request_words!
UPDATE request_events SET note = '' WHERE person_id = :person_id;

-- name: erase_leads!
UPDATE leads SET text = '', place = '', person_id = NULL WHERE person_id = :person_id;

-- name: erase_appeals!
UPDATE appeals SET text = '' WHERE person_id = :person_id;

-- name: erase_objections!
UPDATE objections SET text = '', person_id = NULL WHERE person_id = :person_id;

-- name: erase_hearings!
UPDATE titles SET hearing = '' WHERE shop_id IN (SELECT shop_id FROM holdings WHERE person_id = :person_id AND until IS NULL);

-- name: erase_invite_names!
UPDATE invites SET name = '' WHERE shop_id IS NULL AND (person_id = :person_id OR used_by = :person_id);

-- name: erased_file_add!
INSERT INTO erased_files (path, at) VALUES (:path, :at) ON CONFLICT DO NOTHING;

-- name: erased_files
SELECT path FROM erased_files ORDER BY path LIMIT 500;

-- name: erased_file_gone!
DELETE FROM erased_files WHERE path = :path;

-- name: erase_owners!
UPDATE tenures SET owner = '', phone = '' WHERE id IN (SELECT tenure_id FROM holdings WHERE person_id = :person_id);

-- name: erase_conversations!
DELETE FROM conversations WHERE person_id = :person_id;

-- name: erase_links!
UPDATE links SET until = :at WHERE member_id = :person_id AND until IS NULL;

-- name: erase_rosters!
-- A list holds other people's telephones: its text goes even where the row stays.
UPDATE rosters SET entries = '', before = '', person_id = CASE WHEN person_id = :person_id THEN NULL ELSE person_id END,
  state = CASE WHEN state IN ('waiting', 'ready') THEN 'cancelled' ELSE state END
WHERE entries <> '' OR before <> '' OR person_id = :person_id;

-- name: erase_case_sheets!
UPDATE case_sheets SET file = '', cases = '' WHERE person_id = :person_id;

-- name: erase_desk_duties!
DELETE FROM desk_duties WHERE person_id = :person_id;

-- name: erase_complaints!
UPDATE complaints SET text = '', place = '', person_id = NULL WHERE person_id = :person_id;

-- name: complaint_readers_forget!
DELETE FROM complaint_readers WHERE person_id = :person_id;

-- name: erase_follow_up_words!
UPDATE follow_ups SET words = '' WHERE asked_by = :person_id;

-- name: erase_follow_up_answers!
UPDATE follow_ups SET answer = '' WHERE answered_by = :person_id;

-- name: erase_follow_up_owners!
-- Without an owner it is on every manager's list.
UPDATE follow_ups SET owner_id = NULL WHERE owner_id = :person_id AND state = 'open';

-- name: erase_closures!
UPDATE closures SET reason = '' WHERE person_id = :person_id;

-- name: erase_board_links!
DELETE FROM board_links WHERE person_id = :person_id;

-- name: erase_board_sessions!
DELETE FROM board_sessions WHERE person_id = :person_id;
