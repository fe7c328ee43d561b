"""Rotations: who hands over to whom, what is in somebody's hand, and what passed."""
