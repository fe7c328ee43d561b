-- What other systems sent, one row for each thing under the name it has there. `same_as` is the first of the same trouble.
CREATE TABLE intakes (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  outer_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  said_at TEXT NOT NULL DEFAULT '',
  camera TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT '',
  service TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  score TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  due_at INTEGER,
  site_id INTEGER REFERENCES sites (id),
  state TEXT NOT NULL,
  same_as INTEGER REFERENCES intakes (id),
  asked_at INTEGER,
  judged_at INTEGER,
  judged_by INTEGER REFERENCES people (id),
  why TEXT NOT NULL DEFAULT '',
  lead_id INTEGER REFERENCES leads (id),
  request_id INTEGER REFERENCES service_requests (id),
  told TEXT NOT NULL DEFAULT '',
  UNIQUE (source, outer_id)
) STRICT;
CREATE INDEX intakes_trouble ON intakes (source, camera, service, id);
CREATE INDEX intakes_same ON intakes (same_as, at);
CREATE INDEX intakes_state ON intakes (state, at);
CREATE INDEX intakes_lead ON intakes (lead_id);
CREATE INDEX intakes_request ON intakes (request_id);

-- A camera that is given a rest, by whom, and until when.
CREATE TABLE camera_rests (
  source TEXT NOT NULL,
  camera TEXT NOT NULL,
  until INTEGER NOT NULL,
  person_id INTEGER REFERENCES people (id),
  PRIMARY KEY (source, camera)
) STRICT, WITHOUT ROWID;

-- Who of the desk said that they are on duty: they are written to at night as well.
CREATE TABLE desk_duties (
  person_id INTEGER PRIMARY KEY REFERENCES people (id),
  since_at INTEGER NOT NULL
) STRICT;

-- Who stands in requests for another system: a platform, a sheet, an Open311 client.
CREATE TABLE system_senders (
  source TEXT NOT NULL PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id)
) STRICT, WITHOUT ROWID;

-- Keys of other systems. A signature cannot be checked by a digest: `secret` is kept where a platform signs, else only the digest.
CREATE TABLE api_keys (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  scope TEXT NOT NULL,
  digest TEXT NOT NULL UNIQUE,
  secret TEXT NOT NULL DEFAULT '',
  per_minute INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX api_keys_name ON api_keys (scope, name);

-- A sheet of cases sent in chat: read, shown, and taken once whoever sent it agrees. `cases` is JSON until then.
CREATE TABLE case_sheets (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  at INTEGER NOT NULL,
  file TEXT NOT NULL,
  state TEXT NOT NULL,
  cases TEXT NOT NULL DEFAULT '',
  wants_results INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX case_sheets_state ON case_sheets (state);
