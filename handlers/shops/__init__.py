"""A shop's own state: hours, closures, pauses, and the list of a member's shops.

Offers other wings `my_shops`.
"""
