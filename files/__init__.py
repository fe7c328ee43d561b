"""The one way files are written, checked and swept; below every other floor, and it imports none of them."""
