"""Where the pages lie, for whoever serves them."""

from __future__ import annotations

from pathlib import Path

CHAT = Path(__file__).parent / "chat"
"""The folder of the chat page: `chat.html` and all it loads."""
