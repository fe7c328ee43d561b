"""荣誉 and 推选: nominations, notices, tellers' counts and ballots by page."""
