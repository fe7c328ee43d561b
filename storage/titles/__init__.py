"""Titles and vetoes."""
