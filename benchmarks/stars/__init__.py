"""Compares the rating rules and rival methods on simulated worlds whose true state is known, over the same observations."""
