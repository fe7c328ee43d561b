"""Appeals: their states."""
