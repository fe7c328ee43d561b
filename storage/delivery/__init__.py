"""What arrived, what goes out, what was asked, and where each conversation stands.

Offers other wings `file_ids`, `inbox`, `outbox`, `prompts`, `web_messages`.
"""
