"""Places, their days, and the times of their holders.

Offers other wings `linked_shops`, `shop_days`, `shops`, `tenures`.
"""
