"""What becomes of what is said: windows, tickets, other ways, late failures, one person on several telephones."""
