"""Which shops a message names, and which words belong to each."""
