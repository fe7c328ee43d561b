"""Telegram, the reference channel."""
