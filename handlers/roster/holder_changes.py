"""Whoever answered for a place until now hears that it is over, and nobody goes on working at what they had asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.post import Build, Post
from handlers.requests import help_answers
from messages.reply import Reply
from programme.ids import PersonId
from storage.delivery import conversations, prompts
from storage.roster.roster_undo import Undone
from storage.shops.tenures import Leaving


async def tell(post: Post, gone: Iterable[Leaving], now: datetime) -> None:
    """Once each, however the change was said: in chat, or by a roster from wherever it came."""
    for one in gone:
        for person in (*one.holders, *one.keepers):
            await _ask_no_more(post, person, one.topics, now)
        await _say(post, one.holders, "links.no_longer_yours", one.shop)
        await _say(post, one.keepers, "links.help_is_over", one.shop)
        await _say(post, one.reporters, "links.report_is_over", one.shop)
        await _say(post, one.objectors, "objections.told_over", one.shop)


async def tell_again(post: Post, done: Undone, now: datetime, *, by: PersonId | None = None) -> None:
    """The roster was a mistake and has been taken back: all who were let go hear it, and calls for help are asked once more.

    `now` is in the programme's zone.
    """
    for one in done.back:
        await _say(post, one.holders, "links.yours_again", one.shop)
        await _say(post, dict.fromkeys((*one.reporters, *one.objectors)), "links.report_again", one.shop)
    back = {one.shop_id for one in done.back}
    for shop in done.moved:
        await help_answers.put_right(post, shop, now, by=by, again=shop in back)


async def _say(post: Post, persons: Iterable[PersonId], sentence: str, shop: str) -> None:
    for person in persons:
        await post.tell(person, _words(sentence, shop))


async def _ask_no_more(post: Post, person: PersonId, topics: Iterable[str], now: datetime) -> None:
    """A later “1” means something else again."""
    for way in await conversations.reaches(post.tx, person):
        for topic in topics:
            await prompts.close_topic(post.tx, way.address, topic, now)


def _words(sentence: str, shop: str) -> Build:
    return lambda say: Reply(say(sentence, shop=shop))
