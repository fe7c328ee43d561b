"""求助, a shop's help request and its answers; 诉求, what anybody without a role reports and its ladder.

Offers other wings `filing`, `help_answers`, `request_answers`, `request_desk`, `request_passing`.
"""
