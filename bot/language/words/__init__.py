"""Words and how they are written: the lexicon, its kinds and forms, and where one clause ends and the next begins."""
