"""Sites with their keepers, and the cards that hang there.

Offers other wings `cards`, `permits`, `sites`.
"""
