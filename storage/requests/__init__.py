"""Help requests of shops and requests of residents.

Offers other wings `help_requests`, `service_requests`.
"""
