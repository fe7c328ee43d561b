"""Certificates, door signs, notices, tables: what is printed or opened in a spreadsheet.

Offers other wings `certificate`, `notice`, `sheets`, `tables`.
"""
