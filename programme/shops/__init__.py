"""Where a door stands and when a shop is open.

Offers other wings `doors`, `opening_hours`.
"""
