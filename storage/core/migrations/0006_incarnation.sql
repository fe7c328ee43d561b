-- Which life of the database this is. Buttons, pages and links outside carry its token; a restore begins another life,
-- in which numbers are given again. `cookie_key` seals the cookies of the web chat, through every life.
CREATE TABLE incarnation (
  token TEXT NOT NULL PRIMARY KEY,
  cookie_key TEXT NOT NULL
) STRICT;

-- An enrolled visitor's chat opens with this secret only; `confirmed` once it has been used.
CREATE TABLE web_keys (
  user_id TEXT NOT NULL PRIMARY KEY,
  secret TEXT NOT NULL UNIQUE,
  confirmed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What a printed code says to a scanner: too long to guess, so nothing has to be counted.
ALTER TABLE invites ADD COLUMN token TEXT;
CREATE UNIQUE INDEX invites_token ON invites (token) WHERE token IS NOT NULL;

ALTER TABLE wrong_codes ADD COLUMN person_id INTEGER;
