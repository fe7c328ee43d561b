"""A merchant's own stars."""
