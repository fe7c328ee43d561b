"""People, invites, links, covers, erasure.

Offers other wings `covers`, `erasure`, `invites`, `people`.
"""
