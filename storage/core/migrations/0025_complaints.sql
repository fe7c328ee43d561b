-- Complaints and ideas (投诉建议) with their answers. Whoever reads one sees no name: the person is kept for the answer alone.
CREATE TABLE complaints (
  id INTEGER PRIMARY KEY,
  person_id INTEGER REFERENCES people (id),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  answered_at INTEGER,
  answered_by INTEGER REFERENCES people (id),
  answer TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX complaints_person ON complaints (person_id);

-- Who was asked to read one: managers it is not about, and whoever supervises.
CREATE TABLE complaint_readers (
  complaint_id INTEGER NOT NULL REFERENCES complaints (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  PRIMARY KEY (complaint_id, person_id)
) STRICT;
