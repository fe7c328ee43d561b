"""A change of holder: tell the former holder that their tenure is over, and those working on its requests to stop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.passing import help_passing
from bot.post import Build, Post
from messages.reply import Reply
from programme.ids import PersonId
from storage.delivery import conversations, prompts
from storage.roster.roster_undo import Undone
from storage.shops.tenures import Leaving


async def tell(post: Post, gone: Iterable[Leaving], now: datetime) -> None:
    """Tell each of them once, whether the change came in chat or by a roster."""
    for one in gone:
        for person in (*one.holders, *one.keepers):
            await _ask_no_more(post, person, one.topics, now)
        await _say(post, one.holders, "links.no_longer_yours", one.shop)
        await _say(post, one.keepers, "links.help_is_over", one.shop)
        await _say(post, one.reporters, "links.report_is_over", one.shop)
        await _say(post, one.objectors, "objections.told_over", one.shop)


async def tell_again(post: Post, done: Undone, now: datetime, *, by: PersonId | None = None) -> None:
    """Undo a mistaken roster: tell the holders it had ended, and send their help requests out again.

    `now` is in the programme's zone.
    """
    for one in done.back:
        await _say(post, one.holders, "links.yours_again", one.shop)
        await _say(post, dict.fromkeys((*one.reporters, *one.objectors)), "links.report_again", one.shop)
    back = {one.shop_id for one in done.back}
    for shop in done.moved:
        await help_passing.put_right(post, shop, now, by=by, again=shop in back)


async def _say(post: Post, persons: Iterable[PersonId], sentence: str, shop: str) -> None:
    for person in persons:
        await post.tell(person, _words(sentence, shop))


async def _ask_no_more(post: Post, person: PersonId, topics: Iterable[str], now: datetime) -> None:
    """Close the former holder's open questions, so that a later “1” does not answer them."""
    for way in await conversations.reaches(post.tx, person):
        for topic in topics:
            await prompts.close_topic(post.tx, way.address, topic, now)


def _words(sentence: str, shop: str) -> Build:
    return lambda say: Reply(say(sentence, shop=shop))
