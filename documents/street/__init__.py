"""Draws a street: its shops in walking order with stars and marks, and their weeks as a heat grid; a shop's line of weeks.

Offers other wings `doors`, `rows`, `street_sheet`. One source for the board, the digest's picture and the workbook.
"""
