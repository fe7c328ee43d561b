-- Leave to sell at a sale site for one season. Nobody's telephone and no number of theirs; what was talked about goes with the season.
CREATE TABLE permits (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL DEFAULT '',
  site_id INTEGER NOT NULL REFERENCES sites (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  name TEXT NOT NULL,
  village TEXT NOT NULL,
  goods TEXT NOT NULL,
  state TEXT NOT NULL,
  asked_at INTEGER NOT NULL,
  since TEXT NOT NULL,
  until TEXT,
  decided_at INTEGER,
  decided_by INTEGER REFERENCES people (id),
  talks INTEGER NOT NULL DEFAULT 0,
  talked_at INTEGER,
  talked_by INTEGER REFERENCES people (id),
  heard TEXT NOT NULL DEFAULT '',
  drawn_at INTEGER,
  ended_at INTEGER
) STRICT;
CREATE INDEX permits_site ON permits (site_id, state);
CREATE INDEX permits_person ON permits (person_id);
CREATE INDEX permits_number ON permits (number);

-- A pitch that its holder has left to others for a day; the next morning nothing of it is kept.
CREATE TABLE pitches_freed (
  permit_id INTEGER NOT NULL REFERENCES permits (id),
  day TEXT NOT NULL,
  PRIMARY KEY (permit_id, day)
) STRICT, WITHOUT ROWID;

-- Which seasons of a sale site have begun and ended, so that each is told once.
CREATE TABLE stall_seasons (
  site_id INTEGER NOT NULL REFERENCES sites (id),
  since TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  closed_on TEXT,
  PRIMARY KEY (site_id, since)
) STRICT, WITHOUT ROWID;
