-- The engine: what arrived, where each conversation stands, what was offered, what we say, what runs at an hour.

CREATE TABLE seen (
  key TEXT NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE attempts (
  key TEXT NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL,
  error TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE parked (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  error TEXT NOT NULL,
  at INTEGER NOT NULL,
  settled_at INTEGER
) STRICT;

CREATE TABLE branches (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE people (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  phone TEXT NOT NULL DEFAULT '',
  language TEXT NOT NULL DEFAULT '',
  branch_id INTEGER REFERENCES branches (id),
  roles TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  reminders INTEGER NOT NULL DEFAULT 1,
  quiet_since TEXT,
  left_at INTEGER,
  erased_at INTEGER
) STRICT;
CREATE INDEX people_phone ON people (phone);

CREATE TABLE conversations (
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  person_id INTEGER REFERENCES people (id),
  place TEXT NOT NULL DEFAULT '',
  in_hand INTEGER,
  thread TEXT NOT NULL DEFAULT '',
  seen_at INTEGER NOT NULL,
  gone_at INTEGER,
  PRIMARY KEY (channel, user_id)
) STRICT;
CREATE INDEX conversations_person ON conversations (person_id);

CREATE TABLE offers (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  topic TEXT NOT NULL,
  body TEXT NOT NULL,
  chosen TEXT NOT NULL DEFAULT '',
  once INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  expires_at INTEGER,
  closed_at INTEGER
) STRICT;
CREATE INDEX offers_open ON offers (channel, user_id, id) WHERE closed_at IS NULL;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  person_id INTEGER,
  thread TEXT NOT NULL DEFAULT '',
  body TEXT NOT NULL,
  urgent INTEGER NOT NULL,
  not_before INTEGER NOT NULL,
  best_before INTEGER,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  claimed_until INTEGER NOT NULL DEFAULT 0,
  claimed_by TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  done_at INTEGER,
  receipt TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX outbox_due ON outbox (channel, urgent DESC, id) WHERE state = 'queued';
CREATE INDEX outbox_person ON outbox (channel, user_id, id);

CREATE TABLE runs (
  job TEXT NOT NULL,
  period TEXT NOT NULL,
  state TEXT NOT NULL,
  claimed_at INTEGER NOT NULL,
  finished_at INTEGER,
  took_ms INTEGER,
  note TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (job, period)
) STRICT;

CREATE TABLE journal (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  person_id INTEGER,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE web_letters (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  version INTEGER NOT NULL,
  user_id TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  direction TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX web_letters_news ON web_letters (user_id, version);

CREATE TABLE board_links (
  secret TEXT NOT NULL PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  expires_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

CREATE TABLE board_sessions (
  secret TEXT NOT NULL PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES people (id),
  began_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

-- Places and the people who answer for them.

CREATE TABLE grids (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE shops (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  door TEXT NOT NULL,
  street TEXT NOT NULL,
  walk TEXT NOT NULL,
  grid_id INTEGER NOT NULL REFERENCES grids (id),
  trade TEXT NOT NULL DEFAULT '',
  opens TEXT,
  closes TEXT,
  open_days TEXT NOT NULL DEFAULT '1 2 3 4 5 6 7',
  holidays INTEGER NOT NULL DEFAULT 1,
  duties TEXT NOT NULL DEFAULT '',
  area TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  left_at INTEGER
) STRICT;
CREATE INDEX shops_door ON shops (street, door);
CREATE INDEX shops_grid ON shops (grid_id, id);

CREATE TABLE tenures (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  owner TEXT NOT NULL DEFAULT '',
  phone TEXT NOT NULL DEFAULT '',
  since INTEGER NOT NULL,
  until INTEGER
) STRICT;
CREATE UNIQUE INDEX tenures_current ON tenures (shop_id) WHERE until IS NULL;

CREATE TABLE holdings (
  id INTEGER PRIMARY KEY,
  tenure_id INTEGER NOT NULL REFERENCES tenures (id),
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  since INTEGER NOT NULL,
  until INTEGER
) STRICT;
CREATE UNIQUE INDEX holdings_current ON holdings (shop_id, person_id) WHERE until IS NULL;
CREATE INDEX holdings_person ON holdings (person_id) WHERE until IS NULL;

CREATE TABLE links (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  member_id INTEGER NOT NULL REFERENCES people (id),
  number INTEGER NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER
) STRICT;
CREATE UNIQUE INDEX links_shop ON links (shop_id) WHERE until IS NULL;
CREATE UNIQUE INDEX links_number ON links (member_id, number) WHERE until IS NULL;

CREATE TABLE covers (
  id INTEGER PRIMARY KEY,
  member_id INTEGER NOT NULL REFERENCES people (id),
  cover_id INTEGER NOT NULL REFERENCES people (id),
  since TEXT NOT NULL,
  until TEXT
) STRICT;

CREATE TABLE cross_duties (
  id INTEGER PRIMARY KEY,
  month TEXT NOT NULL,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  member_id INTEGER NOT NULL REFERENCES people (id)
) STRICT;
CREATE UNIQUE INDEX cross_duties_month ON cross_duties (month, shop_id);

CREATE TABLE erased_files (
  path TEXT NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE invites (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  shop_id INTEGER REFERENCES shops (id),
  person_id INTEGER REFERENCES people (id),
  role TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  used_at INTEGER,
  used_by INTEGER REFERENCES people (id),
  revoked_at INTEGER
) STRICT;

CREATE TABLE wrong_codes (
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX wrong_codes_sender ON wrong_codes (channel, user_id, at);

CREATE TABLE closures (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  since TEXT NOT NULL,
  until TEXT,
  person_id INTEGER REFERENCES people (id),
  reason TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;
CREATE INDEX closures_shop ON closures (shop_id, since);

CREATE TABLE pauses (
  id INTEGER PRIMARY KEY,
  grid_id INTEGER REFERENCES grids (id),
  street TEXT NOT NULL DEFAULT '',
  since TEXT NOT NULL,
  until TEXT,
  person_id INTEGER NOT NULL REFERENCES people (id),
  reason TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;

-- Evidence: what was said and seen, all of it kept; `standing` marks what counts.

CREATE TABLE self_checks (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  day TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES people (id),
  at INTEGER NOT NULL,
  duties TEXT NOT NULL,
  problems TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  standing INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX self_checks_standing ON self_checks (day, shop_id) WHERE standing = 1;
CREATE INDEX self_checks_shop ON self_checks (shop_id, day);
CREATE INDEX self_checks_problems ON self_checks (shop_id, day) WHERE standing = 1 AND problems <> '';

CREATE TABLE asked (
  person_id INTEGER NOT NULL REFERENCES people (id),
  day TEXT NOT NULL,
  PRIMARY KEY (person_id, day)
) STRICT;

CREATE TABLE observations (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  tenure_id INTEGER NOT NULL REFERENCES tenures (id),
  day TEXT NOT NULL,
  observer_id INTEGER NOT NULL REFERENCES people (id),
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  duties TEXT NOT NULL,
  facts TEXT NOT NULL,
  left_out TEXT NOT NULL DEFAULT '',
  self_check_id INTEGER REFERENCES self_checks (id),
  note TEXT NOT NULL DEFAULT '',
  standing INTEGER NOT NULL,
  undone_at INTEGER
) STRICT;
CREATE UNIQUE INDEX observations_standing ON observations (shop_id, day, observer_id) WHERE standing = 1;
CREATE INDEX observations_observer ON observations (observer_id, day);

CREATE TABLE clean_days (
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  month TEXT NOT NULL,
  days INTEGER NOT NULL,
  PRIMARY KEY (shop_id, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE kept_looks (
  shop_id INTEGER NOT NULL PRIMARY KEY REFERENCES shops (id),
  looks TEXT NOT NULL
) STRICT;

CREATE TABLE findings (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  tenure_id INTEGER NOT NULL REFERENCES tenures (id),
  duty TEXT NOT NULL,
  origin TEXT NOT NULL,
  observation_id INTEGER REFERENCES observations (id),
  self_check_id INTEGER REFERENCES self_checks (id),
  lead_id INTEGER,
  found_by INTEGER NOT NULL REFERENCES people (id),
  day TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  due_at INTEGER,
  note TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  cue TEXT NOT NULL DEFAULT '',
  reminded INTEGER NOT NULL DEFAULT 0,
  overdue_at INTEGER,
  stopped_at INTEGER,
  stopped_why TEXT NOT NULL DEFAULT '',
  fixed_at INTEGER,
  fixed_by INTEGER REFERENCES people (id),
  checked_at INTEGER,
  checked_by INTEGER REFERENCES people (id),
  closed_at INTEGER,
  share TEXT NOT NULL DEFAULT '',
  closing TEXT NOT NULL DEFAULT '',
  beside_id INTEGER REFERENCES shops (id)
) STRICT;
CREATE INDEX findings_shop ON findings (shop_id, opened_at);
CREATE INDEX findings_open ON findings (state, due_at) WHERE closed_at IS NULL;

CREATE TABLE finding_events (
  id INTEGER PRIMARY KEY,
  finding_id INTEGER NOT NULL REFERENCES findings (id),
  at INTEGER NOT NULL,
  person_id INTEGER REFERENCES people (id),
  event TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX finding_events_finding ON finding_events (finding_id);

CREATE TABLE media (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  person_id INTEGER REFERENCES people (id),
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  ref TEXT NOT NULL,
  name TEXT NOT NULL DEFAULT '',
  at INTEGER NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL DEFAULT 0,
  claimed_until INTEGER NOT NULL DEFAULT 0,
  error TEXT NOT NULL DEFAULT '',
  sha256 TEXT NOT NULL DEFAULT '',
  phash TEXT NOT NULL DEFAULT '',
  taken_at TEXT,
  bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX media_subject ON media (subject, subject_id);
CREATE INDEX media_to_fetch ON media (next_at) WHERE state = 'to fetch';
CREATE INDEX media_sha ON media (sha256);

CREATE TABLE help_requests (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  keeper_id INTEGER REFERENCES people (id),
  due_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  escalated_at INTEGER,
  answered_at INTEGER,
  answered_by INTEGER REFERENCES people (id),
  answer TEXT NOT NULL DEFAULT '',
  rating INTEGER
) STRICT;
CREATE INDEX help_requests_open ON help_requests (due_at) WHERE answered_at IS NULL;
CREATE INDEX help_requests_shop ON help_requests (shop_id, at);

CREATE TABLE help_events (
  id INTEGER PRIMARY KEY,
  request_id INTEGER NOT NULL REFERENCES help_requests (id),
  at INTEGER NOT NULL,
  person_id INTEGER REFERENCES people (id),
  event TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX help_events_request ON help_events (request_id);

CREATE TABLE leads (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER REFERENCES shops (id),
  place TEXT NOT NULL DEFAULT '',
  duty TEXT NOT NULL DEFAULT '',
  day TEXT NOT NULL,
  at INTEGER NOT NULL,
  source TEXT NOT NULL,
  person_id INTEGER REFERENCES people (id),
  text TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  same_as INTEGER REFERENCES leads (id),
  judged_at INTEGER,
  judged_by INTEGER REFERENCES people (id),
  finding_id INTEGER REFERENCES findings (id),
  routed_at INTEGER
) STRICT;
CREATE INDEX leads_shop ON leads (shop_id, duty, day);
CREATE INDEX leads_finding ON leads (finding_id) WHERE finding_id IS NOT NULL;
CREATE INDEX leads_open ON leads (day) WHERE judged_at IS NULL;

CREATE TABLE appeals (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  at INTEGER NOT NULL,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  decided_at INTEGER,
  decided_by INTEGER REFERENCES people (id),
  reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX appeals_shop ON appeals (shop_id, at);

CREATE TABLE vetoes (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  cause TEXT NOT NULL,
  reason TEXT NOT NULL,
  proposed_at INTEGER NOT NULL,
  proposed_by INTEGER NOT NULL REFERENCES people (id),
  confirmed_at INTEGER,
  confirmed_by INTEGER REFERENCES people (id),
  since TEXT,
  lifted_at INTEGER,
  lifted_by INTEGER REFERENCES people (id),
  state TEXT NOT NULL
) STRICT;
CREATE INDEX vetoes_shop ON vetoes (shop_id);

-- Judgement: runs are never edited, only followed by a newer version.

CREATE TABLE rating_runs (
  id INTEGER PRIMARY KEY,
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  through INTEGER NOT NULL,
  rules_hash TEXT NOT NULL,
  inputs_hash TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  published_at INTEGER
) STRICT;
CREATE UNIQUE INDEX rating_runs_version ON rating_runs (period, version);

CREATE TABLE ratings (
  run_id INTEGER NOT NULL REFERENCES rating_runs (id),
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  state TEXT NOT NULL,
  score REAL,
  weakest REAL,
  stars INTEGER,
  shown INTEGER,
  previous INTEGER,
  looks INTEGER NOT NULL,
  figures TEXT NOT NULL,
  PRIMARY KEY (run_id, shop_id)
) STRICT;
CREATE INDEX ratings_shop ON ratings (shop_id, run_id);

CREATE TABLE titles (
  id INTEGER PRIMARY KEY,
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  tenure_id INTEGER NOT NULL REFERENCES tenures (id),
  quarter TEXT NOT NULL,
  state TEXT NOT NULL,
  number TEXT NOT NULL DEFAULT '',
  nominated_at INTEGER NOT NULL,
  notice_from TEXT,
  notice_until TEXT,
  confirmed_at INTEGER,
  confirmed_by INTEGER REFERENCES people (id),
  reviewed_on TEXT,
  drawn_at INTEGER,
  withdrawal_at INTEGER,
  withdrawal_why TEXT NOT NULL DEFAULT '',
  hearing TEXT NOT NULL DEFAULT '',
  hearing_until TEXT,
  ended_at INTEGER,
  ended_by INTEGER REFERENCES people (id)
) STRICT;
CREATE INDEX titles_shop ON titles (shop_id);
CREATE UNIQUE INDEX titles_live ON titles (shop_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX titles_number ON titles (number) WHERE number <> '';

CREATE TABLE objections (
  id INTEGER PRIMARY KEY,
  title_id INTEGER NOT NULL REFERENCES titles (id),
  person_id INTEGER REFERENCES people (id),
  at INTEGER NOT NULL,
  text TEXT NOT NULL,
  settled_at INTEGER,
  settled_by INTEGER REFERENCES people (id),
  upheld INTEGER
) STRICT;

CREATE TABLE rosters (
  id INTEGER PRIMARY KEY,
  person_id INTEGER REFERENCES people (id),
  at INTEGER NOT NULL,
  file TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL,
  entries TEXT NOT NULL DEFAULT '',
  applied_at INTEGER,
  before TEXT NOT NULL DEFAULT '',
  undone_at INTEGER
) STRICT;
CREATE INDEX rosters_state ON rosters (state);

CREATE TABLE file_ids (
  channel TEXT NOT NULL,
  digest TEXT NOT NULL,
  file_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (channel, digest)
) STRICT;

CREATE TABLE job_requests (
  id INTEGER PRIMARY KEY,
  job TEXT NOT NULL,
  period TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES people (id),
  at INTEGER NOT NULL,
  taken_at INTEGER,
  done_at INTEGER
) STRICT;
