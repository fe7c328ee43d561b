"""What the board shows, and who may open it."""
