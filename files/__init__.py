"""The one way files are written, values declared and modules imported late; below every other floor, importing none."""
