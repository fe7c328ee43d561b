"""Whose front a clause speaks of: the shop's own, another's, or nobody's."""
