"""A channel with tiny limits that watches over them itself, as a real server would: what breaks one is a complaint."""

from __future__ import annotations

from datetime import datetime, timedelta

from messages.address import Address
from messages.cutting import utf8
from messages.errors import Closed
from messages.limits import Limits, Picks, Window
from messages.reply import Receipt, Reply
from tests.town import ListChannel, StoppedClock

TINY = Limits(
    text_bytes=200,
    choice_bytes=100,
    buttons=3,
    label_bytes=30,
    options=4,
    picks=Picks.ONCE,
    edits=False,
    per_second=1e6,
    per_person=1e6,
    window=Window(seconds=3600, messages=12, reserve=4),
)


class Probe(ListChannel):
    """`limits` is what the engine is told, `takes` what the far side really takes."""

    def __init__(self, clock: StoppedClock, limits: Limits = TINY, *, takes: Limits = TINY) -> None:
        super().__init__("probe", limits)
        self.takes = takes
        self.complaints: list[str] = []
        self._clock = clock
        self._spoke: dict[str, datetime] = {}
        self._said: dict[str, int] = {}

    def spoke(self, user: str, at: datetime) -> None:
        self._spoke[user], self._said[user] = at, 0

    async def send(self, to: Address, reply: Reply, *, thread: str = "", key: str = "", ticket: str = "") -> Receipt:
        self.complaints += broken(reply, self.takes)
        if not ticket:
            self._count(to.user, max(len(reply.attachments), 1))
        return await super().send(to, reply, thread=thread, key=key)

    def _count(self, user: str, messages: int) -> None:
        window = self.takes.window
        if window is None:
            return
        spoke = self._spoke.get(user)
        if spoke is None or self._clock() >= spoke + timedelta(seconds=window.seconds):
            self.complaints.append("said outside the window")
            raise Closed("no word for an hour")
        self._said[user] += messages
        if self._said[user] > window.messages:
            self.complaints.append("said more than the window takes")
            raise Closed("all are said")


def broken(reply: Reply, takes: Limits) -> list[str]:
    """What in a message the far side would not take."""
    most = takes.choice_bytes if reply.buttons or reply.pick else takes.text_bytes
    labels = [*(b.label for b in reply.choices), *((reply.pick.submit,) if reply.pick else ())]
    wrong = {
        "an edit": bool(reply.replace) and not takes.edits,
        "text": utf8(reply.text) > most,
        "buttons": reply.pick is None and len(labels) > takes.buttons,
        "a label": any(utf8(label) > takes.label_bytes for label in labels),
        "a checklist": reply.pick is not None and takes.picks is Picks.NONE,
        "options": reply.pick is not None and len(reply.pick.options) > takes.options,
        "buttons beside a checklist": reply.pick is not None and bool(reply.buttons),
    }
    return [what for what, is_so in wrong.items() if is_so]
