"""Draws a street: its shops in walking order with stars and marks, and their weeks as a heat grid.

Offers `doors.doors_of`, `strip.street_strip` and `heat.heat_grid`; one source for the board, the digest and the workbook.
"""
