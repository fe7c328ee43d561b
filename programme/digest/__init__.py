"""One week judged for whoever leads it."""
