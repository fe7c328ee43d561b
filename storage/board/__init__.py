"""What the board shows, and who may open it.

Offers other wings `board_access`.
"""
