"""Commands of managers: the board's link, the list of holidays, running a job by hand, how things stand, notices."""
