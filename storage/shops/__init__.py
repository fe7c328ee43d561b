"""Places, their days, and the times of their holders."""
