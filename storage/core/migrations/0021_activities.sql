-- What the bureau does together on a day. `changes` counts changes of day, hour or place, as calendars want it.
CREATE TABLE activities (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  site_id INTEGER REFERENCES sites (id),
  branch_id INTEGER REFERENCES branches (id),
  host_id INTEGER NOT NULL REFERENCES people (id),
  begins_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  places INTEGER,
  state TEXT NOT NULL,
  changes INTEGER NOT NULL DEFAULT 0,
  made_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX activities_begin ON activities (begins_at);
CREATE INDEX activities_state ON activities (state, ends_at);

-- Who comes and who came, never who did not. Of an erased person, or one who came without a name, only the minutes stay.
-- `sure`: noted within a week, or a second person has vouched for it.
CREATE TABLE activity_parts (
  id INTEGER PRIMARY KEY,
  activity_id INTEGER NOT NULL REFERENCES activities (id),
  person_id INTEGER REFERENCES people (id),
  state TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  minutes INTEGER,
  noted_by INTEGER REFERENCES people (id),
  noted_at INTEGER,
  second_by INTEGER REFERENCES people (id),
  sure INTEGER NOT NULL DEFAULT 0,
  UNIQUE (activity_id, person_id)
) STRICT;
CREATE INDEX activity_parts_person ON activity_parts (person_id);

-- Who wants to hear of new volunteer days.
CREATE TABLE activity_news (
  person_id INTEGER PRIMARY KEY REFERENCES people (id)
) STRICT;
