"""Who looks at which shop, in which order, and which looks need a second thought.

Offers other wings `anomalies`.
"""
