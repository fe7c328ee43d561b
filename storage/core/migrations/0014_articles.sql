-- What the office recommends to read. How often somebody called it useful is counted; who did, or who read it, is not kept.
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  link TEXT NOT NULL DEFAULT '',
  summary TEXT NOT NULL DEFAULT '',
  made_by INTEGER NOT NULL REFERENCES people (id),
  made_at INTEGER NOT NULL,
  sent_on TEXT,
  useful INTEGER NOT NULL DEFAULT 0,
  withdrawn_at INTEGER
) STRICT;
CREATE INDEX articles_kind ON articles (kind, made_at);

-- Whether a member wants the weekly article: their answer or that they were asked, and since which day.
CREATE TABLE study_choices (
  person_id INTEGER PRIMARY KEY REFERENCES people (id),
  state TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT;
