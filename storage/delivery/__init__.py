"""What arrived, what goes out, what was asked, and where each conversation stands."""
