"""The inbox, the outbox, prompts, and the step of each conversation.

Offers other wings `file_ids`, `inbox`, `message_effects`, `outbox`, `prompts`, `web_messages`.
"""
