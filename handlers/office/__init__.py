"""What managers ask for: the board's link, a job run by hand."""
