"""Messages being delivered: their states."""
