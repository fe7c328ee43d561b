"""What is recommended to read, and whether a member wants it once a week."""
