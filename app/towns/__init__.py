"""Many towns in one set of processes: a file of settings each, an `App` each, and what they share.

Offers other wings `chosen`, `here`, `many`, `town_files`.
"""
