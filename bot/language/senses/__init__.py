"""What a word means beside its neighbours."""
