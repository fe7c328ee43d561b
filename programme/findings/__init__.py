"""Rectification and the 721 shares."""
