"""Rosters that came in, applied, and taken back.

Offers other wings `rosters`.
"""
