"""People with the Telegram application: what they type, tap and send becomes updates; they see what the server shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

from tests.telegram.chats import BOT, Told
from tests.telegram.server import BotApi
from tests.waiting import LONG_ENOUGH, until

_QUERIES = count(1)


@dataclass
class Person:
    """Somebody with a telephone. `sees` looks only at what came after the last thing seen."""

    api: BotApi
    number: int
    name: str
    language: str = "zh-hans"
    _read: int = 0

    def __post_init__(self) -> None:
        self.api.chats.people[self.number] = self.user

    @property
    def user(self) -> dict[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": self.name, "language_code": self.language}

    def message(self, **content: Any) -> dict[str, Any]:
        return self.api.chats.message(self.number, self.user, **content)

    async def says(self, text: str) -> dict[str, Any]:
        message = self.message(text=text, **_entities(text))
        await self.api.push({"message": message})
        return message

    async def starts(self, code: str = "") -> None:
        """Opens `t.me/BOT?start=CODE` and presses START."""
        await self.says(f"/start {code}".strip())

    async def edits(self, message: dict[str, Any], text: str) -> None:
        what = "text" if "text" in message else "caption"
        await self.api.push({"edited_message": {**message, what: text, "edit_date": message["date"] + 5}})

    def photo(self, content: bytes, **more: Any) -> dict[str, Any]:
        """A message with a photo, not sent yet."""
        return self.message(photo=self.api.chats.photo(self.api.chats.keep(content, kind="photo")), **more)

    async def sends_photo(self, content: bytes, caption: str = "") -> None:
        await self.api.push({"message": self.photo(content, **({"caption": caption} if caption else {}))})

    def album(self, *contents: bytes, caption: str = "") -> list[dict[str, Any]]:
        group = f"album{next(_QUERIES)}"
        captions = [{"caption": caption} if caption else {}] + [{}] * len(contents)
        return [{"message": self.photo(c, media_group_id=group, **more)} for c, more in zip(contents, captions)]  # noqa: B905

    async def sends_document(self, content: bytes, name: str, kind: str, size: int = 0) -> None:
        document = self.api.chats.about(self.api.chats.keep(content, name), file_name=name, mime_type=kind)
        document["file_size"] = size or document["file_size"]
        await self.api.push({"message": self.message(document=document)})

    async def sends_voice(self, content: bytes) -> None:
        voice = self.api.chats.about(self.api.chats.keep(content, kind="voice"), duration=2, mime_type="audio/ogg")
        await self.api.push({"message": self.message(voice=voice)})

    async def sends(self, **content: Any) -> dict[str, Any]:
        """Any other content of a message."""
        message = self.message(**content)
        await self.api.push({"message": message})
        return message

    async def taps(self, label: str, *, on: Told | None = None) -> None:
        """Tap the newest key with this label."""
        for told in [on] if on else reversed(self.screen):
            for key in (key for row in told.keys for key in row):
                if label in key["text"]:
                    await self._tap(key["callback_data"], told.message)
                    return
        raise AssertionError(f"{self.name} finds no key “{label}” in:\n{self.looks()}")

    async def _tap(self, data: str, message: dict[str, Any]) -> None:
        query = {
            "id": f"q{next(_QUERIES)}",
            "from": self.user,
            "chat_instance": "1",
            "data": data,
            "message": message,
        }
        await self.api.push({"callback_query": query})

    async def blocks(self, *, again: bool = False) -> None:
        """Blocks the bot, or with `again` takes it back."""
        statuses = [{"status": "member"}, {"status": "kicked", "until_date": 0}]
        if again:
            statuses.reverse()
        self.api.chats.blocked ^= {self.number}
        members = [{"user": BOT, **status} for status in statuses]
        chat = {"id": self.number, "type": "private", "first_name": self.name}
        change = {"chat": chat, "from": self.user, "date": int(self.api.chats.clock())}
        await self.api.push(
            {"my_chat_member": {**change, "old_chat_member": members[0], "new_chat_member": members[1]}}
        )

    async def sees(self, *words: str, within: float = LONG_ENOUGH) -> Told:
        """Wait for something new that holds all of these words."""

        def new() -> Told | None:
            for index, told in enumerate(self.mine[self._read :], self._read):
                if all(word in told.text for word in words):
                    self._read = index + 1
                    return told
            return None

        told = await until(new, lambda: f"{self.name} does not see {words} in:\n{self.looks()}", within=within)
        assert told
        return told

    @property
    def mine(self) -> list[Told]:
        """All that ever appeared, edits too."""
        return [told for told in self.api.chats.told if told.chat == self.number]

    @property
    def screen(self) -> list[Told]:
        """Each message as it looks now, the oldest first."""
        newest = {told.number: told for told in self.mine}
        return sorted(newest.values(), key=lambda told: told.number)

    def looks(self) -> str:
        lines: list[str] = []
        for told in self.screen:
            lines.append(f"#{told.number} {told.text}")
            lines += ["  ".join(f"[{key['text']}]" for key in row) for row in told.keys]
        return "\n".join(lines)


def _entities(text: str) -> dict[str, Any]:
    if not text.startswith("/"):
        return {}
    length = len(text.split(" ", 1)[0])
    return {"entities": [{"type": "bot_command", "offset": 0, "length": length}]}
