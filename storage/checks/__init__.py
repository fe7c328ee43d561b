"""Whom the bot asks of its own accord.

Offers other wings `reminders`.
"""
