"""Daily reminders: who is asked for a self-check.

Offers other wings `reminders`.
"""
