"""People, invites, links, covers, erasure.

Offers other wings `invites`, `people`.
"""
