"""Reading an office's roster and writing it again."""
