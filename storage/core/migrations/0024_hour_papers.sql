-- A certificate of hours as it was given out; its page says whether that is still what is noted.
CREATE TABLE hour_papers (
  number TEXT PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  made_at INTEGER NOT NULL,
  many INTEGER NOT NULL,
  minutes INTEGER NOT NULL
) STRICT;
CREATE INDEX hour_papers_person ON hour_papers (person_id);

-- The address of a person's own calendar feed; another secret ends the one before.
CREATE TABLE calendar_secrets (
  person_id INTEGER PRIMARY KEY REFERENCES people (id),
  secret TEXT NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT;

-- When somebody last asked in chat for the poster of an activity: the job that draws it finds it by that.
ALTER TABLE activities ADD COLUMN poster_asked_at INTEGER;
