"""A made street lived through the real bot: who the people are, what they do, and what the stars make of it.

Offers other wings `play`, `report`.
"""
