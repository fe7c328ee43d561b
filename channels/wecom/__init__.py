"""WeCom, the self-built app of the staff: callbacks in, cards and texts out."""
