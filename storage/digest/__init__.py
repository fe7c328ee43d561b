"""What happened in one week."""
