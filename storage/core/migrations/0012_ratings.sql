-- A claimed fix that somebody saw failing later than the next working day: it counts as found again.
ALTER TABLE findings ADD COLUMN again_at INTEGER;

-- What was kept of looks did not say who looked: empty rows are counted anew from the raw ones.
UPDATE kept_looks SET looks = '';

-- What a run read, grid by grid: so the same run can be made again whatever was recorded since.
CREATE TABLE rating_worlds (
  run_id INTEGER NOT NULL REFERENCES rating_runs (id),
  grid_id INTEGER NOT NULL,
  world BLOB NOT NULL,
  PRIMARY KEY (run_id, grid_id)
) STRICT;

-- A run reads each shop's holder as of its cut-off, and the looks taken back since.
CREATE INDEX tenures_shop ON tenures (shop_id, since);
CREATE INDEX observations_undone ON observations (undone_at) WHERE undone_at IS NOT NULL;

CREATE INDEX finding_events_at ON finding_events (at);

-- The rules a run was made with, by their hash.
CREATE TABLE rating_rules (
  hash TEXT NOT NULL PRIMARY KEY,
  rules TEXT NOT NULL
) STRICT;
