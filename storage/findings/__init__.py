"""Findings and leads.

Offers other wings `findings`, `leads`.
"""
