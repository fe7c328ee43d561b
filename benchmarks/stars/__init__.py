"""Do the stars find out the truth? Made worlds whose truth is known, judged by the rules and by rivals on the same looks."""
