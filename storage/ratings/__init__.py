"""Rating runs, their inputs, and the day sums that keep runs cheap.

Offers other wings `day_sums`, `figure_packing`, `ratings`, `worlds`.
"""
