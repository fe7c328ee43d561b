"""The engine: turns, delivery, scheduler. It knows no channel's API and no rule of the programme."""
