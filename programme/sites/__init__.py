"""Sites: places that are no shop, the codes of the cards that hang there, and the seasons of the sale sites.

Offers other wings `season_days`, `site_kinds`.
"""
