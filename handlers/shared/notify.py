"""Notifications about a finding or case to everybody concerned, in their language; at night they wait for the morning."""

from __future__ import annotations

from collections.abc import Iterable

from bot.flow import Turn
from bot.post import Build
from messages.reply import Reply
from messages.topics import Topic
from programme.duties import Duties
from programme.ids import PersonId, ShopId
from storage.delivery import conversations, prompts
from storage.findings.findings import Finding
from storage.shops import shops
from texts.days import Until


async def tell_all(turn: Turn, people: Iterable[PersonId], build: Build) -> bool:
    """Tell several people the same, without the one speaking; whether anybody could be reached."""
    reached = [await turn.tell(person, build) for person in dict.fromkeys(people) if person != turn.person_id]
    return any(reached)


async def tell_shop(turn: Turn, shop_id: ShopId, build: Build, *, key: str = "") -> bool:
    """Tell every telephone that answers for the shop; whether there is one. `key` begins the messages' keys."""
    reached = [
        await turn.tell(holder, build, key=key and f"{key}{holder}") for holder in await shops.holders(turn.tx, shop_id)
    ]
    return any(reached)


async def tell_holders(turn: Turn, finding: Finding, sentence: str, *, until: Until | None = None) -> None:
    """Tell the holders a sentence about a finding, with {shop} and {duty}, and the new deadline if it has changed."""
    place = await shops.shop(turn.tx, finding.shop_id)
    duty = duty_of(turn, finding)
    await settle(turn, finding)
    await tell_shop(
        turn,
        finding.shop_id,
        lambda say: Reply(
            say(sentence, shop=place.name, duty=duty)
            + (f"\n{say('findings.until_now', until=until)}" if until else ""),
            urgent=True,
            topic=topic_of(finding),
        ),
    )


def topic_of(finding: Finding) -> str:
    return Topic.FINDING.of(finding.id)


async def settle(turn: Turn, finding: Finding) -> None:
    """Close the questions to the shop about this finding on every telephone, so that a later “1” does not answer them."""
    await put_away(turn, await shops.holders(turn.tx, finding.shop_id), topic_of(finding))


async def put_away(turn: Turn, people: Iterable[PersonId], topic: str) -> None:
    """Close the questions of a topic on every telephone of these people: there is nothing to answer any more."""
    for person in people:
        for way in await conversations.reaches(turn.tx, person):
            await prompts.close_topic(turn.tx, way.address, topic, turn.now)


def duty_of(turn: Turn, finding: Finding) -> object:
    """The duty's name, or its key when the programme has dropped it since."""
    return duty_called(turn, finding.duty)


def duty_called(turn: Turn, key: str) -> object:
    return Duties(turn.rules.duties).by_key(key) or key
