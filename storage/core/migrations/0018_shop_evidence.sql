-- What a rating run reads of a shop, packed: a part is made from the raw rows when one of them changes; NULL is not counted yet.
CREATE TABLE shop_evidence (
  shop_id INTEGER NOT NULL PRIMARY KEY REFERENCES shops (id),
  looks BLOB,
  cases BLOB,
  reported BLOB
) STRICT;

DROP TABLE kept_looks;

CREATE INDEX findings_from_leads ON findings (shop_id) WHERE origin = 'lead';

-- The parts of a run that is under way: whole grids, each judged and written in one transaction; `digest` is empty until then.
CREATE TABLE rating_stretches (
  run_id INTEGER NOT NULL REFERENCES rating_runs (id),
  number INTEGER NOT NULL,
  first_grid INTEGER NOT NULL,
  last_grid INTEGER NOT NULL,
  digest TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (run_id, number)
) STRICT;
