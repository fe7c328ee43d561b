"""What several wings use: telling people, relations to a shop, the to-do list, photo checks.

Offers other wings `notify`, `photo_checks`, `relations`, `todo`.
"""
