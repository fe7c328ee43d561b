"""The office's roster sent in chat, and what a change of holder ends.

Offers other wings `holder_changes`.
"""
