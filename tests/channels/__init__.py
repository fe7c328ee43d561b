"""What every channel owes the engine, and what the engine owes every channel."""
