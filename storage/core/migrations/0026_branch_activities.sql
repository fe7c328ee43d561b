-- Which branch was visited; the form of a meeting and how many were there, never who.
ALTER TABLE activities ADD COLUMN visited_id INTEGER REFERENCES branches (id);
ALTER TABLE activities ADD COLUMN form TEXT NOT NULL DEFAULT '';
ALTER TABLE activities ADD COLUMN people INTEGER;

-- What came of a joint enforcement: four totals, no names.
CREATE TABLE joint_totals (
  activity_id INTEGER PRIMARY KEY REFERENCES activities (id),
  advised INTEGER NOT NULL,
  fixed INTEGER NOT NULL,
  limited INTEGER NOT NULL,
  passed INTEGER NOT NULL,
  requests INTEGER NOT NULL
) STRICT;

-- What an activity carried away to be done. Without an owner it is on every manager's list.
CREATE TABLE follow_ups (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activities (id),
  words TEXT NOT NULL,
  owner_id INTEGER REFERENCES people (id),
  asked_by INTEGER NOT NULL REFERENCES people (id),
  asked_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',
  answered_by INTEGER REFERENCES people (id),
  answered_at INTEGER
) STRICT;
CREATE INDEX follow_ups_state ON follow_ups (state);

-- Which branch goes to which in a quarter, as it was drawn.
CREATE TABLE branch_rounds (
  quarter TEXT NOT NULL,
  branch_id INTEGER NOT NULL REFERENCES branches (id),
  visited_id INTEGER NOT NULL REFERENCES branches (id),
  PRIMARY KEY (quarter, branch_id)
) STRICT;
