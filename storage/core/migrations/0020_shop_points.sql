-- Where a shop stands, in degrees of WGS 84: optional, both or neither.
ALTER TABLE shops ADD COLUMN latitude REAL;
ALTER TABLE shops ADD COLUMN longitude REAL;

-- The week's looks are read by their day, not by reading all looks of all years.
CREATE INDEX observations_day ON observations (day) WHERE standing = 1;
