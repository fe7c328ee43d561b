ALTER TABLE media ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rosters ADD COLUMN opened INTEGER NOT NULL DEFAULT 0;
CREATE INDEX media_set_aside ON media (at) WHERE state = 'set aside';
