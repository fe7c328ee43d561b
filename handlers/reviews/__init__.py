"""What members and the squad see at a door: reviews, cross reviews, spot checks.

Offers other wings `record`, `review`.
"""
