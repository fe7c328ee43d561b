"""What other systems sent and what came of it, their keys, what a camera looks at, and the sheets of cases.

Offers other wings `case_sheets`, `intakes`.
"""
