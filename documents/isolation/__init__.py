"""Whatever strangers send is opened in a process of its own, with limits: a picture or workbook may kill it, and nothing else.

Others use `documents.isolation.workers.Workers`, and `Overrun` for what a worker did not survive.
"""
