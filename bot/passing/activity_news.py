"""A new volunteer day is told once to those who want to hear of new ones, as the one unsolicited message of their day."""

from __future__ import annotations

from datetime import datetime

from bot.post import Post, next_unasked, unasked
from bot.steps import action
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.rules import Rules
from storage.activities import activities
from storage.activities.activities import Activity
from texts import Say
from texts.days import Hours


async def announce(post: Post, one: Activity, rules: Rules, now: datetime) -> None:
    """Tell everybody but its host; `now` is local. Whoever has no free day before it is not told."""
    values = values_of(one, now)

    def news(say: Say) -> Reply:
        row = (Button(say("activities.sign_up", number=one.id), action("activities.take_place", one.id)),)
        return Reply(say("planning.news", **values), (row,), topic=Topic.ACTIVITY.of(one.id))

    for person in await activities.wanting_news(post.tx):
        when = await next_unasked(post.tx, person, now, rules)
        if person != one.host_id and when < one.begins_at:
            key = unasked(person, when.date())
            await post.tell(person, news, key=key, not_before=when, best_before=one.begins_at)


def values_of(one: Activity, now: datetime) -> dict[str, object]:
    """What a sentence says of it, in the zone of `now`."""
    when = Hours(one.begins_at.astimezone(now.tzinfo), one.ends_at.astimezone(now.tzinfo))
    return {"number": one.id, "when": when, "place": one.place, "title": one.title}
