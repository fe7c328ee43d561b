"""Help requests of shops and requests of residents.

Offers other wings `service_requests`.
"""
