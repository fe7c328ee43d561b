"""People, invites, links, covers, erasure.

Offers other wings `erasure`, `invites`, `people`.
"""
