"""The types that pass between a channel and the engine. Every floor may use them; they import nothing of the house.

A channel turns what it receives into an `Incoming` and says a `Reply` in its own way; nothing else passes between them, so a
new way of talking is one new folder in `channels/`.
"""
