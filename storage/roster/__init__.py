"""Rosters that came in, applied, and taken back."""
