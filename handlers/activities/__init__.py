"""活动: what is on, signing up, planning, and the hours that were given."""
