"""The simulator: plays a made street through the real bot and compares the stars with the known true state.

Offers other wings `play`, `report`.
"""
