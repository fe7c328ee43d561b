"""What all clauses together say of one shop."""
