"""Articles and who wants them weekly."""
