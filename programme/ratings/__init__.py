"""The star of a shop, from evidence to band."""
