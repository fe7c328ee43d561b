"""Places, their days, and the times of their holders.

Offers other wings `shop_days`, `shops`, `tenures`.
"""
