"""One folder per way of talking; each imports `messages` and nothing else of the house."""
