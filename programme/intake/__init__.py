"""What other systems send: how it is read, what counts as one trouble, what a platform hears, how often a camera is right.

Offers other wings `nearest`.
"""
