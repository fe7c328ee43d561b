-- columns media: id, subject, subject_id, person_id, channel, user_id, kind, ref, name, at, state, attempts, opened,
--   sha256, phash, taken_at, bytes, error

-- name: media_add
INSERT INTO media (subject, subject_id, person_id, channel, user_id, kind, ref, name, at, state)
VALUES (:subject, :subject_id, :person_id, :channel, :user_id, :kind, :ref, :name, :at, :state) RETURNING id;

-- name: media_one
SELECT {{media}}
FROM media WHERE id = :id;

-- name: media_of
SELECT {{media}}
FROM media WHERE subject = :subject AND subject_id = :subject_id ORDER BY id;

-- name: media_move!
UPDATE media SET subject = :to, subject_id = :to_id WHERE subject = :subject AND subject_id = :subject_id;

-- name: media_due
SELECT id FROM media
WHERE state = 'to fetch' AND channel = :channel AND next_at <= :now AND claimed_until <= :now ORDER BY next_at, id LIMIT :most;

-- name: media_claim
UPDATE media SET claimed_until = :until, attempts = attempts + 1
WHERE id IN (SELECT id FROM media WHERE state = 'to fetch' AND channel = :channel AND next_at <= :now AND claimed_until <= :now
             ORDER BY next_at, id LIMIT :most)
RETURNING {{media}};

-- name: media_unclaim!
UPDATE media SET claimed_until = 0 WHERE state = 'to fetch' AND claimed_until > 0;

-- name: media_stored!
UPDATE media SET state = 'stored', sha256 = :sha256, phash = :phash, taken_at = :taken_at, bytes = :bytes, error = ''
WHERE id = :id AND state = 'to fetch';

-- name: media_again!
UPDATE media SET attempts = :attempts, next_at = :next_at, claimed_until = 0, error = :error WHERE id = :id AND state = 'to fetch';

-- name: media_opening!
UPDATE media SET opened = opened + 1, claimed_until = :until WHERE id = :id AND state = 'to fetch';

-- name: media_not_opened!
UPDATE media SET opened = opened - 1, claimed_until = 0 WHERE id = :id AND state = 'to fetch' AND opened > 0;

-- name: media_fetch_again!
-- The count of tries begins anew: it had been fetched well, and what we lost since is not the channel's fault.
UPDATE media SET state = 'to fetch', attempts = 0, opened = 0, next_at = :now, claimed_until = 0, error = 'its file is not whole'
WHERE id = :id AND state = 'stored' AND ref <> '';

-- name: media_stored_since
SELECT {{media}}
FROM media WHERE state = 'stored' AND at >= :since ORDER BY id;

-- name: media_set_aside
SELECT kind, id, channel, at, error FROM media WHERE state = 'set aside' AND at >= :since
UNION ALL SELECT 'roster', id, '', at, '' FROM rosters WHERE state = 'set aside' AND at >= :since ORDER BY 4, 2;

-- name: media_sent_by
SELECT {{media}}
FROM media WHERE person_id = :person_id AND at >= :since ORDER BY at, id;

-- name: media_last_lost
SELECT id, subject, subject_id, person_id, channel, user_id, kind, ref, name, at, state, attempts, opened, sha256, phash, taken_at, bytes, error
FROM media WHERE person_id = :person_id AND kind = 'photo' AND subject IN ('observation', 'self_check', 'lead')
  AND state IN ('failed', 'set aside') AND at >= :since ORDER BY at DESC, id DESC LIMIT 1;

-- name: media_failed!
UPDATE media SET state = :state, attempts = :attempts, error = :error WHERE id = :id AND state = 'to fetch';

-- name: media_same
SELECT {{media}}
FROM media WHERE sha256 = :sha256 AND sha256 <> '' AND id <> :id ORDER BY id LIMIT 20;

-- name: media_old
SELECT {{media}}
FROM media WHERE state = 'stored' AND at < CASE subject
  WHEN 'fix' THEN CAST(:fixes_before AS BIGINT) WHEN 'roster' THEN CAST(:rosters_before AS BIGINT)
  WHEN 'case_sheet' THEN CAST(:sheets_before AS BIGINT) ELSE CAST(:before AS BIGINT) END LIMIT 500;

-- name: media_drop!
UPDATE media SET state = 'dropped', ref = '', name = '' WHERE id = :id;

-- name: media_still_used$
SELECT count(*) FROM media WHERE sha256 = :sha256 AND state = 'stored';
