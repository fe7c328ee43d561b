-- 岗位轮岗: who hands over to whom on which day, both signatures, and what passed.
CREATE TABLE rotations (
  id INTEGER PRIMARY KEY,
  leaver_id INTEGER NOT NULL REFERENCES people (id),
  successor_id INTEGER NOT NULL REFERENCES people (id),
  day TEXT NOT NULL,
  planned_by INTEGER NOT NULL REFERENCES people (id),
  planned_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  given_at INTEGER,
  given_by INTEGER REFERENCES people (id),
  taken_at INTEGER,
  drawn_at INTEGER,
  passed_at INTEGER,
  ended_at INTEGER,
  ended_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX rotations_state ON rotations (state, day);

-- What passed: links, sites, requests, covers and cross reviews, by their kind and number.
CREATE TABLE rotation_items (
  rotation_id INTEGER NOT NULL REFERENCES rotations (id),
  kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  PRIMARY KEY (rotation_id, kind, subject_id)
) STRICT;
