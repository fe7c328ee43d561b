"""The merchant's daily self-check and its reminder.

Offers other wings `self_check`.
"""
