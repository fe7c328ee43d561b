-- The clock of a finding starts when the shop is told; what is open already has been running since it was found.
ALTER TABLE findings ADD COLUMN told_at INTEGER;
UPDATE findings SET told_at = opened_at;
