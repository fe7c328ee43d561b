"""Appeals.

Offers other wings `appeals`.
"""
