"""Rosters: what an office's list changes in the known shops and people."""
