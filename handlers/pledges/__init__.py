"""实事: pledges made, worked on, and answered for by those they are for."""
