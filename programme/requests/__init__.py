"""Help requests: their states."""
