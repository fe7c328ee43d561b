"""Photos, voices and places sent in, and what pictures are known of a place.

Offers other wings `media`.
"""
