-- What somebody without a role reported or asked for; `token` is what its page is opened by, `ending` who closed it.
CREATE TABLE service_requests (
  id INTEGER PRIMARY KEY,
  token TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES people (id),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  keeper_id INTEGER REFERENCES people (id),
  due_at INTEGER NOT NULL,
  done_due_at INTEGER NOT NULL,
  late_at INTEGER,
  answered_at INTEGER,
  ended_at INTEGER,
  ending TEXT NOT NULL DEFAULT '',
  reopened INTEGER NOT NULL DEFAULT 0,
  rating INTEGER
) STRICT;
CREATE INDEX service_requests_state ON service_requests (state, due_at);
CREATE INDEX service_requests_person ON service_requests (person_id, at);

CREATE TABLE request_events (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES service_requests (id),
  at INTEGER NOT NULL,
  person_id INTEGER REFERENCES people (id),
  event TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX request_events_request ON request_events (request_id);
