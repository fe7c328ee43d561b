"""Whom the bot asks of its own accord."""
