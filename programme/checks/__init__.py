"""When a shop is asked for its self-check."""
