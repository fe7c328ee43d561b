-- What a person's message made, so that an edit of it replaces just that; `step` is the one it answered, `print` a digest of its
-- words and `files` what came along, by which a change is known; `said` are the words only where they have to be found again.
-- A message that made nothing has one row with no subject: whether its words have changed has to be known as well.
CREATE TABLE message_effects (
  id INTEGER PRIMARY KEY,
  channel TEXT NOT NULL,
  user_id TEXT NOT NULL,
  message TEXT NOT NULL,
  step TEXT NOT NULL,
  print TEXT NOT NULL,
  files TEXT NOT NULL,
  said TEXT NOT NULL,
  at INTEGER NOT NULL,
  subject TEXT NOT NULL,
  subject_id INTEGER NOT NULL
) STRICT;
CREATE INDEX message_effects_message ON message_effects (channel, user_id, message);
CREATE INDEX message_effects_at ON message_effects (at);
