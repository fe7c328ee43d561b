"""The engine: turns, delivery, hours. It knows no channel's API and no rule of the programme."""
