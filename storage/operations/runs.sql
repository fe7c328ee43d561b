-- columns runs: job, period, state, claimed_at, finished_at, took_ms, note

-- name: run_claim!
INSERT INTO runs (job, period, state, claimed_at) VALUES (:job, :period, 'done', :at) ON CONFLICT DO NOTHING;

-- name: run_finish!
UPDATE runs SET finished_at = :at, took_ms = :took_ms, note = :note WHERE job = :job AND period = :period AND finished_at IS NULL;

-- name: run_miss!
INSERT INTO runs (job, period, state, claimed_at, note) VALUES (:job, :period, 'missed', :at, :note) ON CONFLICT DO NOTHING;

-- name: run
SELECT {{runs}} FROM runs WHERE job = :job AND period = :period;

-- name: runs_of
SELECT period FROM runs WHERE job = :job AND claimed_at >= :first;

-- name: runs_since$
SELECT min(at) FROM (
  SELECT min(claimed_at) AS at FROM runs WHERE job = :job
  UNION ALL SELECT min(at) AS at FROM journal WHERE action = 'begin' AND subject = 'hours') known;

-- name: runs_last
SELECT {{runs r}} FROM runs r
WHERE r.period = (SELECT o.period FROM runs o WHERE o.job = r.job ORDER BY o.claimed_at DESC, o.period DESC LIMIT 1) ORDER BY r.job;

-- name: runs_export
SELECT {{runs}} FROM runs ORDER BY claimed_at, job;

-- name: runs_forget!
DELETE FROM runs WHERE claimed_at < :before;

-- name: runs_forget_ticks!
DELETE FROM runs WHERE claimed_at < :before AND period LIKE '____-__-__T__:__';

-- name: job_requests_forget!
DELETE FROM job_requests WHERE done_at < :before;

-- name: job_request_add!
INSERT INTO job_requests (job, period, person_id, at) VALUES (:job, :period, :person_id, :at);

-- name: job_requests_open
SELECT id, job, period, person_id, at FROM job_requests
WHERE done_at IS NULL AND (taken_at IS NULL OR taken_at < :lost) ORDER BY id;

-- name: job_request_take!
UPDATE job_requests SET taken_at = :at WHERE id = :id AND done_at IS NULL AND (taken_at IS NULL OR taken_at < :lost);

-- name: job_request_done!
UPDATE job_requests SET done_at = :at WHERE id = :id;

-- name: job_requests_untake!
UPDATE job_requests SET taken_at = NULL WHERE done_at IS NULL;
