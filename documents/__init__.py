"""Data in, bytes out: pictures, workbooks, paper, and reading rosters."""
