"""Pure judgement: no input or output, no clock. What several wings use stands here; the rest is in its wing."""
