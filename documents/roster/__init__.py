"""Reading an office's roster and writing it again.

Offers other wings `roster_cells`, `roster_files`, `roster_sheet`, `site_sheet`.
"""
