"""Messages on their way: their states."""
