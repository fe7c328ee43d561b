"""Help requests of shops and requests of residents: their states and promises.

Offers other wings `promises`, `request_state`.
"""
