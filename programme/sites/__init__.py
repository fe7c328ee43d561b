"""Sites: places that are no shop, and the codes of the cards that hang there.

Offers other wings `site_kinds`.
"""
