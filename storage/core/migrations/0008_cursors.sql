-- How far an account that is pulled has been read.
CREATE TABLE cursors (
  channel TEXT NOT NULL,
  account TEXT NOT NULL,
  position TEXT NOT NULL DEFAULT '',
  moved_at INTEGER,
  rung_at INTEGER,
  rung_with TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (channel, account)
) STRICT;

-- When the member who looks after the shop heard that this message waits behind a closed window.
ALTER TABLE outbox ADD COLUMN told_at INTEGER;
