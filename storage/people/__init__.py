"""People, invites, links, covers, erasure."""
