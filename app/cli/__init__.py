"""One file per verb of the command line: `arguments(parser, say)` names what it takes and sets `run`."""
