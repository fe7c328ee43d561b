"""Sheets of cases (案件表) from 12345 and 智慧城管: reading them, and giving them back with what was done.

Offers other wings `case_sheet`.
"""
