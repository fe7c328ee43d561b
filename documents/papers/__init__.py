"""Certificates, door signs, notices, tables: what is printed or opened in a spreadsheet."""
