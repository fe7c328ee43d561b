"""What the bureau does together on a day: how it is planned, who comes, and the hours that were given.

Offers other wings `recurring`.
"""
