"""The star of a shop, from evidence to band.

Offers other wings `bands`.
"""
