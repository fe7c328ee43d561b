"""Work that passes from one person to another: the same steps in a turn, in a job and from the terminal.

Offers other wings `help_passing`, `rotation_passing`, `rotation_sheet`.
"""
