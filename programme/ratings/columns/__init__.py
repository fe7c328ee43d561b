"""Rates whole grids at once with NumPy: the same figures, to the last bit, as `programme.ratings.stars` gives shop by shop.

Nothing outside a rating run imports these files, so that a start does not wait for NumPy.
"""
