"""Opens uploads in worker processes with limits: a hostile picture or workbook can kill its worker and nothing else.

Others use `documents.isolation.workers.Workers`, and `Overrun` for what a worker did not survive.
"""
