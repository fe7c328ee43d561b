"""One file per thing that happens at an hour."""
