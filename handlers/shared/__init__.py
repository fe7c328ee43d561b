"""What several wings use: telling people, relations to a shop, the to-do list, photo checks, previews.

Offers other wings `notify`, `photo_checks`, `preview`, `relations`, `todo`.
"""
