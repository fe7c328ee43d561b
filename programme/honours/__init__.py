"""荣誉 and 推选: somebody nominated for a deed, voted for in secret, announced, and given a plaque."""
