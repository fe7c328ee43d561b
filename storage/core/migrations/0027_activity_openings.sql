-- What was held before this programme counted, one row a kind, each figure as the office says it.
CREATE TABLE activity_openings (
  kind TEXT PRIMARY KEY,
  activities INTEGER NOT NULL,
  attendances INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  entered_by INTEGER NOT NULL REFERENCES people (id),
  entered_at INTEGER NOT NULL
) STRICT;
