"""What a roster means for the places and people that are known."""
