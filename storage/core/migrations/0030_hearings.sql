-- Before an honour is taken back whoever it is for is heard: `hearing` is what they said, until which day they may.
ALTER TABLE honours ADD COLUMN hearing TEXT NOT NULL DEFAULT '';
ALTER TABLE honours ADD COLUMN hearing_until TEXT;

-- What somebody has against an honour on notice. Who said it is never shown; `upheld` says whether it was withdrawn.
CREATE TABLE honour_objections (
  id INTEGER PRIMARY KEY,
  honour_id INTEGER NOT NULL REFERENCES honours (id),
  person_id INTEGER REFERENCES people (id),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  settled_at INTEGER,
  settled_by INTEGER REFERENCES people (id),
  upheld INTEGER
) STRICT;
CREATE INDEX honour_objections_of ON honour_objections (honour_id);

-- A ballot of one branch; and who counts its papers, where that was said.
ALTER TABLE ballots ADD COLUMN branch_id INTEGER REFERENCES branches (id);
CREATE TABLE ballot_tellers (
  ballot_id INTEGER NOT NULL REFERENCES ballots (id),
  teller_id INTEGER NOT NULL REFERENCES people (id),
  PRIMARY KEY (ballot_id, teller_id)
) STRICT, WITHOUT ROWID;
