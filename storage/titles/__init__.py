"""Titles and vetoes.

Offers other wings `vetoes`.
"""
