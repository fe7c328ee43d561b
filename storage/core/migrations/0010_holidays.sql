-- The State Council's list of a year as an office entered it, in its own words; `before` is what stood there until then.
CREATE TABLE holidays (
  year INTEGER PRIMARY KEY,
  notice TEXT NOT NULL,
  before TEXT NOT NULL DEFAULT '',
  entered_at INTEGER NOT NULL
) STRICT;
