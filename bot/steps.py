"""`Step`, `Intent` and `Listener`: what a flow answers to, by a step, by an intent, or by words, patterns and events."""

from __future__ import annotations

import inspect
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import asdict
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Concatenate, Generic, Literal, ParamSpec, get_type_hints

from bot.kept import pack
from bot.permissions import Permission, is_looking
from files.dataclass import dataclass
from messages.incoming import Incoming, Kind
from messages.reply import Button
from messages.topics import Topic
from programme.roles import hides_the_score

if TYPE_CHECKING:
    from bot.flow import Turn

P = ParamSpec("P")
Asks = Literal["", "words", "reason", "photo", "more", "shop", "form"]
"""What the next message answers at a step that was asked for: a free sentence, the reason of a decision (a question is none), a
photo, more of what was just told, a shop, something with a form such as dates or figures, or nothing in particular. A shop's
question, or one for a form, sees the message first, read as any other, and declines what is none."""

LAST = 100
"""The rank of what answers where nothing is understood."""
SEE_FIRST = ("shop", "form")
"""What is asked for at a step that sees the message before anything else is made of it."""

Handler = Callable[["Turn"], Awaitable[bool | None]]
"""Answers a turn. A listener that returns False finds that it was not for it: the next one is asked."""


class Step(Generic[P]):
    """One point of a conversation. Calling it makes its action: `met(shop.id, day)` → `"self_check.met 12 2026-11-24"`."""

    def __init__(
        self,
        name: str,
        run: Callable[Concatenate[Turn, P], Awaitable[bool | None]],
        permission: Permission,
        asks: Asks = "",
    ) -> None:
        self.name = name
        self.permission = permission
        self.asks = asks
        self._run: Callable[..., Awaitable[bool | None]] = run
        if asks in ("words", "reason", *SEE_FIRST):
            _ASKING.add(name)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> str:
        if kwargs:
            raise TypeError(f"{self.name}: an action's values go by position")
        return " ".join([self.name, *(str(a) for a in args)])

    def awaits(self, incoming: Incoming) -> bool:
        """Whether this is what was asked for here; an edit is of something said before."""
        is_it = self.asks in ("words", "reason") or (self.asks == "photo" and bool(incoming.attachments))
        return is_it and incoming.kind is Kind.MESSAGE

    @cached_property
    def _kinds(self) -> list[Any]:
        """The types of the step's values, worked out when it is first gone to."""
        hints = get_type_hints(self._run)
        return [hints[p] for p in list(inspect.signature(self._run).parameters)[1:]]

    async def go(self, turn: Turn, words: Sequence[str]) -> bool:
        """Run the step with its values as they stand in the action, once whoever is speaking may do it. False when the step
        finds that the message is no answer to it.

        Raises:
            ValueError: when the values do not fit the step, as after an upgrade that changed it.
        """
        if len(words) != len(self._kinds):
            raise ValueError(f"{self.name} takes {len(self._kinds)} values, got {len(words)}")
        values: Any = [_value(kind, word) for kind, word in zip(self._kinds, words, strict=True)]
        if refusal := await self.permission.refusal(turn, *values):
            turn.reply(refusal)
            return True
        return await self._run(turn, *values) is not False

    def called_off_by(self, step: Step[P], topic: str) -> None:
        """Say which step withdraws what was begun, when the question of this one, of that topic, is cancelled."""
        _CALLING_OFF[self.name] = step, topic


_ASKING: set[str] = set()
_CHANGING: set[str] = set()
_CALLING_OFF: dict[str, tuple[Step[...], str]] = {}


def called_off_by(name: str) -> tuple[Step[...] | None, str]:
    """The step that withdraws what a step's question was about, and the topic of that question."""
    return _CALLING_OFF.get(name, (None, ""))


def only_shows(intent: str) -> bool:
    """Whether what people ask for changes nothing, so that it may be answered a second time."""
    return intent not in _CHANGING


def asks_for_words(action: str) -> bool:
    """Whether an action leads to a step that waits for a sentence."""
    return action.split(" ", maxsplit=1)[0] in _ASKING


def _value(kind: Any, word: str) -> object:
    if kind is date:
        return date.fromisoformat(word)
    if kind is bool:
        return word == "True"
    return getattr(kind, "__supertype__", kind)(word)  # a typed id is read as what it is at run time


@dataclass(frozen=True, slots=True)
class Intent:
    """Something people ask for: who may, and what follows. In which words stands in `texts/<language>/words/`."""

    name: str
    permission: Permission
    run: Handler

    def __post_init__(self) -> None:
        if not self.permission.action.startswith(("see_", "read_")):
            _CHANGING.add(self.name)

    async def answer(self, turn: Turn) -> None:
        """Run the handler, unless whoever is speaking may not just now."""
        if refusal := await self.permission.refusal(turn):
            turn.stay()
            turn.reply(refusal, **(await self._way_on(turn)))
        else:
            await self.run(turn)

    async def _way_on(self, turn: Turn) -> dict[str, Any]:
        """Where a look that is open is what hinders, one tap leaves it and does what was said. Its number is no shop's."""
        if not turn.meant or not hides_the_score(self.permission.action) or not await is_looking(turn):
            return {}
        button = Button(turn.say("engine.leave_look"), action("left_look.drop_look"))
        kept = pack(turn, meant=asdict(turn.meant[0]))
        return {
            "buttons": [[button]],
            "topic": Topic.MEANT,
            "kept": kept,
            "count_from": turn.rules.shops_per_member + 1,
        }


@dataclass(frozen=True, slots=True)
class Listener:
    """Something a flow answers to without being asked: words, a pattern or an event; the lowest `rank` is asked first."""

    rank: int
    permission: Permission
    run: Handler
    pattern: re.Pattern[str] | None = None
    test: Callable[[Turn], bool] | None = None
    kinds: frozenset[Kind] = frozenset({Kind.MESSAGE, Kind.EDIT})

    def is_for(self, turn: Turn) -> bool:
        """Whether this kind of message means it from somebody with these roles."""
        return turn.incoming.kind in self.kinds and self.permission.is_heard(turn)

    def hears(self, turn: Turn) -> bool:
        """Whether it is this that is said, by somebody it is for."""
        if self.pattern:
            found = self.pattern.fullmatch(turn.text) if turn.text else None
            turn.match = None if found and turn.is_awaited and _runs_on(found) else found
            return turn.match is not None
        return self.test is None or self.test(turn)

    async def answer(self, turn: Turn) -> bool:
        """Run the handler, unless whoever is speaking may not just now. False when it was not for it after all."""
        if refusal := await self.permission.refusal(turn):
            turn.stay()
            turn.reply(refusal)
            return True
        return await self.run(turn) is not False


def _runs_on(found: re.Match[str]) -> bool:
    """Whether what a pattern took beside its command follows it without a gap."""
    start = next((found.start(n) for n, words in enumerate(found.groups(), 1) if words), 0)
    return start > 0 and found.string[start - 1].isalnum()


def action(step: str, *values: object) -> str:
    """The action of a step by its name, where its module cannot be imported; tests/house holds every one to its step."""
    return " ".join([step, *map(str, values)])
