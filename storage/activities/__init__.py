"""Activities, who takes part in them, and the hours that were given.

Offers other wings `activities`, `follow_ups`, `parts`.
"""
