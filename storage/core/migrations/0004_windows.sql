-- Until when and how much may be said where a channel has a window, how a person uses choices, and how far a message is said.
ALTER TABLE conversations ADD COLUMN spoke_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN said INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversations ADD COLUMN form TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN typed INTEGER NOT NULL DEFAULT 0;
UPDATE conversations SET spoke_at = seen_at;
ALTER TABLE outbox ADD COLUMN parts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN answers INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN ticket TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN ticket_until INTEGER;
CREATE INDEX outbox_held ON outbox (channel, user_id, id) WHERE state = 'held';
