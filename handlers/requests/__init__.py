"""求助: a shop's help request and its answers.

Offers other wings `help_answers`.
"""
