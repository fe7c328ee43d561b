"""Observations and self-checks; cross review duties; a member's round.

Offers other wings `cross_duties`, `evidence`.
"""
