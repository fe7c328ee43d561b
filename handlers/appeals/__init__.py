"""Appeals: made, decided, and what a decision sets aside."""
