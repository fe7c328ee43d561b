"""A person in a story: says, taps, picks, sends photos, and sees."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Incoming, Kind
from messages.limits import Picks
from messages.reply import Reply

if TYPE_CHECKING:
    from tests.lists import ListChannel
    from tests.town import Town


TINY_PHOTO = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABQODxIPDRQSEBIXFRQYHjIhHhwcHj0sLiQySUBMS0dARkVQWnNiUFVtVkVGZIhlbXd7gYKBTmCNl4"
    "x9lnN+gXz/wAALCAAQABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAABAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAA/AJBYhb//2Q=="
)
"""A real JPEG, 16 × 16 pixels."""


def _is_offer(reply: Reply) -> bool:
    """Whether it is what stands beside an answer for whoever writes English and is answered in Chinese."""
    return [button.label for button in reply.choices] == ["English"] or reply.text.endswith("1. English")


@dataclass
class Said:
    """One message on a person's screen."""

    number: int
    reply: Reply


@dataclass
class Player:
    """A person with a telephone: says, taps, picks, sends photos, and sees."""

    town: Town
    name: str
    address: Address
    person_id: int = 0
    shop_id: int = 0
    said: Incoming = field(init=False)
    _read: int = 0

    @property
    def channel(self) -> ListChannel:
        """The channel their telephone is on."""
        return self.town.beside.get(self.address.channel, self.town.channel)

    async def says(self, text: str, *attachments: Attachment, kind: Kind = Kind.MESSAGE) -> None:
        key, now = self.town.next_key(), self.town.clock()
        if kind is Kind.MESSAGE:
            self.said = Incoming(key, self.address, now, kind, text, attachments=attachments, on=f"said-{key}")
            await self.does(self.said)
        else:
            await self.does(Incoming(key, self.address, now, kind, text, attachments=attachments))

    async def quotes(self, said: Said, text: str) -> None:
        """Swipe on a message of ours and answer just that one."""
        key, now = self.town.next_key(), self.town.clock()
        await self.does(Incoming(key, self.address, now, text=text, quotes=str(said.number)))

    async def edits(self, text: str, *attachments: Attachment, of: Incoming | None = None) -> None:
        """Correct the message that was said last, or an earlier one; it keeps its photos unless others are given."""
        said = of or self.said
        files = attachments or said.attachments
        await self.does(replace(said, key=self.town.next_key(), kind=Kind.EDIT, text=text, attachments=files))

    async def sends_photo(self, caption: str = "", content: bytes = b"") -> None:
        folder = self.town.folder / "sent"
        folder.mkdir(exist_ok=True)
        path = folder / f"{self.town.next_key().replace(':', '-')}.jpg"
        path.write_bytes(content or TINY_PHOTO)
        await self.says(caption, Attachment(Medium.PHOTO, str(path), "photo.jpg"))

    async def taps(self, label: str, *, on: Said | None = None) -> None:
        """Tap the newest button with this label, or type its number where it was said in words."""
        for said in [on] if on else reversed(self.screen):
            for button in said.reply.choices:
                if label in button.label:
                    await self._tap(button.data, said)
                    return
            if not on and self._numbered(said, label):
                break
        await self.says(self._number_of(label))

    async def picks(self, *options: str) -> None:
        """Tick options of the newest checklist and submit it once, as the channel ticks."""
        if self.channel.limits.picks is Picks.NONE:
            await self.says(",".join(self._number_of(option) for option in options))
            return
        said = next(s for s in reversed(self.screen) if s.reply.pick)
        pick = said.reply.pick
        assert pick
        numbers = [next(n for n, o in enumerate(pick.options) if option in o) for option in options]
        if self.channel.limits.picks is Picks.ONCE:
            await self._tap(pick.data, said, tuple(numbers))
            return
        for number in numbers:
            await self._tap(pick.toggle(number), said)
        assert said.reply.pick
        await self._tap(said.reply.pick.data, said)

    async def _tap(self, data: str, said: Said, picked: tuple[int, ...] = ()) -> None:
        key, now = self.town.next_key(), self.town.clock()
        self._tapped = (data, said, picked)
        await self.does(Incoming(key, self.address, now, Kind.TAP, choice=data, picked=picked, on=str(said.number)))

    async def does_again(self) -> None:
        """The same tap once more: a second touch of the thumb, not a redelivery."""
        await self._tap(*self._tapped)

    async def does(self, incoming: Incoming) -> None:
        self._read = len(self.channel.sent)
        await self.town.engine.receive(incoming)
        await self.town.settle()

    def _number_of(self, label: str) -> str:
        for said in reversed(self.screen):
            if number := self._numbered(said, label):
                return number
        raise AssertionError(f"{self.name} finds no choice “{label}” in:\n{self.looks()}")

    @staticmethod
    def _numbered(said: Said, label: str) -> str:
        """The number of a choice that was said in words."""
        if said.reply.choices or said.reply.pick:
            return ""
        for line in said.reply.text.splitlines():
            number, dot, rest = line.partition(". ")
            if dot and number.isdecimal() and label in f"{number} {rest}":
                return number
        return ""

    @property
    def screen(self) -> list[Said]:
        return self.channel.screens.get(self.address.user, [])

    @property
    def last(self) -> str:
        """The text of the last thing said to them; the offer to switch the language, which follows it, left out."""
        mine = [reply for user, reply in self.channel.sent if user == self.address.user and not _is_offer(reply)]
        return mine[-1].text if mine else ""

    def looks(self) -> str:
        """The whole screen as text, buttons in brackets."""
        lines: list[str] = []
        for said in self.screen:
            lines.append(said.reply.text)
            lines += ["  ".join(f"[{b.label}]" for b in row) for row in said.reply.buttons]
            if pick := said.reply.pick:
                lines += [f"{'☑' if n in pick.chosen else '☐'} {o}" for n, o in enumerate(pick.options)]
                lines.append(f"[{pick.submit}]")
        return "\n".join(lines)

    def sees(self, *words: str) -> None:
        """The last thing said to them contains all these words."""
        for word in words:
            assert word in self.last or word in self._last_choices(), (
                f"{self.name} does not see “{word}”:\n{self.looks()}"
            )

    def sees_somewhere(self, *words: str) -> None:
        screen = self.looks()
        for word in words:
            assert word in screen, f"{self.name} does not see “{word}” anywhere:\n{screen}"

    def sees_no(self, *words: str) -> None:
        screen = self.looks()
        for word in words:
            assert word not in screen, f"{self.name} should not see “{word}”:\n{screen}"

    @property
    def heard(self) -> list[str]:
        """What was said to them since they last did something themselves."""
        return [r.text for user, r in self.channel.sent[self._read :] if user == self.address.user]

    def _last_choices(self) -> str:
        shown = [said.reply for said in self.screen if not _is_offer(said.reply)]
        if not shown:
            return ""
        reply = shown[-1]
        options = reply.pick.options if reply.pick else ()
        return " ".join([*(b.label for b in reply.choices), *options])
