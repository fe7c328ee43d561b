"""The week in figures, words, a picture and a workbook."""
