-- 实事: what was promised, who owns it, and who said that it is done; it comes from requests or firms.
CREATE TABLE pledges (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  branch_id INTEGER REFERENCES branches (id),
  owner_id INTEGER REFERENCES people (id),
  due TEXT NOT NULL,
  made_by INTEGER NOT NULL REFERENCES people (id),
  made_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  done_at INTEGER,
  done_by INTEGER REFERENCES people (id),
  answered_at INTEGER,
  answered_by INTEGER REFERENCES people (id),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX pledges_state ON pledges (state, due);

CREATE TABLE pledge_sources (
  pledge_id INTEGER NOT NULL REFERENCES pledges (id),
  kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  PRIMARY KEY (pledge_id, kind, subject_id)
) STRICT;
