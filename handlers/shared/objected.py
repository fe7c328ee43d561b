"""异议 against anything on public notice that is no shop: other flows say what they have on notice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.flow import Turn

Source = Callable[[Turn, str], Awaitable[bool]]
_sources: list[Source] = []


def takes(source: Source) -> Source:
    """Register what takes an objection whose words it understands; it answers, or says False."""
    _sources.append(source)
    return source


async def taken(turn: Turn, words: str) -> bool:
    """Whether one of them took it."""
    for source in _sources:
        if await source(turn, words):
            return True
    return False
