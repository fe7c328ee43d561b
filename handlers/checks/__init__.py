"""The merchant's daily self-check and its reminder."""
