-- What opened a visitor's chat before, good until the new secret has been used once; empty for the first cookie.
ALTER TABLE web_keys ADD COLUMN secret_before TEXT NOT NULL DEFAULT '';
