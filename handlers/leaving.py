"""Whoever answered for a place until now hears that it is over, and nobody goes on working at what they had asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.messages import Reply
from bot.post import Build, Post
from storage import conversations, offers
from storage.tenures import Leaving


async def tell(post: Post, gone: Iterable[Leaving], now: datetime) -> None:
    """Once each, however the change was said: in chat, or by a roster from wherever it came."""
    for one in gone:
        for person in (*one.holders, *one.keepers):
            await _ask_no_more(post, person, one.topics, now)
        for holder in one.holders:
            await post.tell(holder, _words("links.no_longer_yours", one.shop))
        for keeper in one.keepers:
            await post.tell(keeper, _words("links.help_is_over", one.shop))
        for reporter in one.reporters:
            await post.tell(reporter, _words("links.report_is_over", one.shop))


async def tell_again(post: Post, back: Iterable[Leaving]) -> None:
    """The roster was a mistake and has been taken back."""
    for one in back:
        for holder in one.holders:
            await post.tell(holder, _words("links.yours_again", one.shop))


async def _ask_no_more(post: Post, person: int, topics: Iterable[str], now: datetime) -> None:
    """A later “1” means something else again."""
    for way in await conversations.reaches(post.tx, person):
        for topic in topics:
            await offers.close_topic(post.tx, way.address, topic, now)


def _words(sentence: str, shop: str) -> Build:
    return lambda say: Reply(say(sentence, shop=shop))
