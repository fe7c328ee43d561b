"""Findings and leads."""
