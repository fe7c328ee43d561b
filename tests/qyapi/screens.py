"""What the fake keeps of people: the messages they see, and what is known of a customer of the service account."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Shown:
    """One message on somebody's screen."""

    user: str
    body: dict[str, Any]
    at: float
    number: str
    code: str = ""
    greyed: str = ""

    @property
    def text(self) -> str:
        """All its words, those of a card too; a text is cut at 2048 bytes."""
        body = self.body
        if body["msgtype"] == "text":
            return str(body["text"]["content"].encode()[:2048].decode(errors="ignore"))
        if body["msgtype"] == "msgmenu":
            return str(body["msgmenu"]["head_content"])
        if body["msgtype"] == "template_card":
            card = body["template_card"]
            title = card["main_title"]
            return "\n".join(t for t in (title.get("title"), title.get("desc"), card.get("sub_title_text")) if t)
        return f"<{body['msgtype']}>"


@dataclass
class Customer:
    """What the API keeps of one customer of the service account."""

    spoke: float = 0.0
    said: int = 0
    state: int = 0
    welcomed: float = 0.0
    welcomes: dict[str, float] = field(default_factory=dict)
