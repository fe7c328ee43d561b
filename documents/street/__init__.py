"""The street as it is walked: its doors in a row with their stars and marks, and their weeks as a grid of heat.

Offers `doors.doors_of`, `strip.street_strip` and `heat.heat_grid`; one source for the board, the digest and the workbook.
"""
