"""Honours (荣誉) and ballots (推选)."""
