"""求助: a shop's help request and its answers."""
