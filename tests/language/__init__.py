"""What people say, and what is understood."""
