-- From when until when an article is shown and sent, and the other words by which a question asks for it, a line each.
ALTER TABLE articles ADD COLUMN since TEXT;
ALTER TABLE articles ADD COLUMN until TEXT;
ALTER TABLE articles ADD COLUMN aliases TEXT NOT NULL DEFAULT '';
