"""Pledges (实事) and what they come from.

Offers other wings `pledges`.
"""
