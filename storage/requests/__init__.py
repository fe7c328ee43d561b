"""Help requests."""
