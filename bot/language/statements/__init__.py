"""What one clause states, as patterns over kinds of words."""
