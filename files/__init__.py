"""The one way files are written, checked and swept, and modules imported late; below every other floor, importing none."""
