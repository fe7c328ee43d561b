-- 荣誉: who was nominated by whom for which deed, and how far it came. No figure of this software is kept with it.
CREATE TABLE honours (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  level TEXT NOT NULL DEFAULT '',
  year INTEGER NOT NULL,
  person_id INTEGER REFERENCES people (id),
  branch_id INTEGER REFERENCES branches (id),
  deed TEXT NOT NULL DEFAULT '',
  nominated_by INTEGER NOT NULL REFERENCES people (id),
  nominated_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  answered_at INTEGER,
  public INTEGER NOT NULL DEFAULT 0,
  ballot_id INTEGER,
  notice_from TEXT,
  notice_until TEXT,
  number TEXT NOT NULL DEFAULT '',
  confirmed_at INTEGER,
  confirmed_by INTEGER REFERENCES people (id),
  drawn_at INTEGER,
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX honours_state ON honours (state, id);

-- 推选: the totals stay, the votes go once two tellers agree or the page is counted.
CREATE TABLE ballots (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  way TEXT NOT NULL,
  most INTEGER NOT NULL,
  eligible INTEGER NOT NULL,
  made_by INTEGER NOT NULL REFERENCES people (id),
  made_at INTEGER NOT NULL,
  ends_at INTEGER,
  state TEXT NOT NULL,
  issued INTEGER,
  returned INTEGER,
  valid INTEGER,
  drawn_at INTEGER,
  ended_at INTEGER
) STRICT;

CREATE TABLE teller_counts (
  ballot_id INTEGER NOT NULL REFERENCES ballots (id),
  teller_id INTEGER NOT NULL REFERENCES people (id),
  figures TEXT NOT NULL,
  PRIMARY KEY (ballot_id, teller_id)
) STRICT;

-- Who may vote by page, the digest of their link, and whether they have taken an envelope: when, and which, nobody knows.
CREATE TABLE ballot_roll (
  ballot_id INTEGER NOT NULL REFERENCES ballots (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  link TEXT NOT NULL,
  took INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (ballot_id, person_id)
) STRICT, WITHOUT ROWID;

-- Envelopes that nobody has taken yet, by what opens them. The row goes when somebody takes it.
CREATE TABLE ballot_sealed (
  secret TEXT NOT NULL PRIMARY KEY,
  ballot_id INTEGER NOT NULL REFERENCES ballots (id)
) STRICT, WITHOUT ROWID;

-- The digest of every envelope, made before the vote. The row goes when its paper is in.
CREATE TABLE ballot_envelopes (
  digest TEXT NOT NULL PRIMARY KEY,
  ballot_id INTEGER NOT NULL REFERENCES ballots (id)
) STRICT, WITHOUT ROWID;

-- Papers under random keys, all written anew with each one that comes in, so that they have no order; gone once they are counted.
CREATE TABLE ballot_papers (
  key TEXT NOT NULL PRIMARY KEY,
  ballot_id INTEGER NOT NULL REFERENCES ballots (id),
  marks TEXT NOT NULL
) STRICT, WITHOUT ROWID;
