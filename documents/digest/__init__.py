"""The week in figures, words, a picture and a workbook.

Offers other wings `digest_figures`, `digest_picture`, `digest_sheet`.
"""
