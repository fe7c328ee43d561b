-- Places that are no shop (estate, lane, sale site, car park, camera view), each with somebody who looks after it.
CREATE TABLE sites (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  community TEXT NOT NULL DEFAULT '',
  street TEXT NOT NULL DEFAULT '',
  place TEXT NOT NULL DEFAULT '',
  keeper_id INTEGER REFERENCES people (id),
  branch_id INTEGER REFERENCES branches (id),
  latitude REAL,
  longitude REAL,
  spaces INTEGER,
  hours TEXT NOT NULL DEFAULT '',
  fee TEXT NOT NULL DEFAULT '',
  goods TEXT NOT NULL DEFAULT '',
  since TEXT,
  until TEXT,
  pitches INTEGER,
  note TEXT NOT NULL DEFAULT '',
  made_at INTEGER NOT NULL,
  UNIQUE (kind, name)
) STRICT;

CREATE TABLE site_shops (
  site_id INTEGER NOT NULL REFERENCES sites (id),
  shop_id INTEGER NOT NULL REFERENCES shops (id),
  PRIMARY KEY (site_id, shop_id)
) STRICT, WITHOUT ROWID;

-- A printed code that hangs at a site; it opens its site for ever, also after it was taken down.
CREATE TABLE service_cards (
  code TEXT NOT NULL PRIMARY KEY,
  site_id INTEGER NOT NULL REFERENCES sites (id),
  label TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  printed_at INTEGER,
  retired_at INTEGER
) STRICT;
CREATE INDEX service_cards_site ON service_cards (site_id);

-- How often a card was opened on a day, by nobody in particular.
CREATE TABLE card_days (
  code TEXT NOT NULL,
  day TEXT NOT NULL,
  opens INTEGER NOT NULL,
  PRIMARY KEY (code, day)
) STRICT, WITHOUT ROWID;

-- `key` is what another system calls it, so that the same thing sent twice is one; `same_as` the request it was merged with,
-- `lead_id` what it became where somebody has to look at a shop's door.
ALTER TABLE service_requests ADD COLUMN service TEXT NOT NULL DEFAULT '';
ALTER TABLE service_requests ADD COLUMN site_id INTEGER REFERENCES sites (id);
ALTER TABLE service_requests ADD COLUMN card TEXT;
ALTER TABLE service_requests ADD COLUMN source TEXT NOT NULL DEFAULT 'chat';
ALTER TABLE service_requests ADD COLUMN key TEXT;
ALTER TABLE service_requests ADD COLUMN title TEXT NOT NULL DEFAULT '';
ALTER TABLE service_requests ADD COLUMN share TEXT NOT NULL DEFAULT 'service';
ALTER TABLE service_requests ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE service_requests ADD COLUMN same_as INTEGER REFERENCES service_requests (id);
ALTER TABLE service_requests ADD COLUMN lead_id INTEGER REFERENCES leads (id);
ALTER TABLE service_requests ADD COLUMN escalated_at INTEGER;
CREATE UNIQUE INDEX service_requests_key ON service_requests (key);
CREATE INDEX service_requests_site ON service_requests (site_id, service, state);
CREATE INDEX service_requests_card ON service_requests (card, at);

-- Everybody who reported the same, to hear its end.
CREATE TABLE request_reporters (
  request_id INTEGER NOT NULL REFERENCES service_requests (id),
  person_id INTEGER NOT NULL REFERENCES people (id),
  at INTEGER NOT NULL,
  PRIMARY KEY (request_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_reporters_person ON request_reporters (person_id);
INSERT INTO request_reporters (request_id, person_id, at) SELECT id, person_id, at FROM service_requests;

-- Which kind of list was sent: of shops or of sites.
ALTER TABLE rosters ADD COLUMN kind TEXT NOT NULL DEFAULT 'shops';
