"""How long a test waits for what must come: long enough for a loaded machine, and nothing is lost where it comes at once."""

LONG_ENOUGH = 30.0
"""Seconds. A shorter wait is written only where the time itself is what was promised."""
