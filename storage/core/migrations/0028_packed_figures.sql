-- The figures behind a star, packed; those of earlier runs stay as they are in `figures`, which is empty beside packed ones.
ALTER TABLE ratings ADD COLUMN packed BLOB;
