"""Help requests (求助) pass to whoever looks after the shop now, who is asked anew; in a turn, in a job, from the terminal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.post import Post
from bot.steps import action
from files.dataclass import dataclass
from messages.attachment import Attachment
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId, ShopId
from programme.requests.help_state import HelpState
from programme.requests.said_words import said_words
from storage.people import covers, people
from storage.photos import media
from storage.requests import help_requests
from storage.requests.help_requests import HelpRequest
from storage.shops import shops
from texts import Say
from texts.days import Until

ANSWER = "help_answers.send_answer"
"""The step that takes the words of an answer."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One request as it is put into words: the shop, its door, everything said so far, the photos."""

    request: HelpRequest
    shop: str
    door: str
    text: str
    photos: tuple[Attachment, ...]


async def shown(post: Post, request: HelpRequest) -> Shown:
    place = await shops.shop(post.tx, request.shop_id)
    said = [e.note for e in await help_requests.events(post.tx, request.id) if e.event in ("asked", "added")]
    photos = media.enclosed(await media.of(post.tx, "help", request.id))
    return Shown(request, place.name, place.address, said_words(said), photos)


def question(say: Say, known: Shown, sentence: str, now: datetime) -> Reply:
    """What whoever is asked reads, with the ways to answer; `now` is in the programme's zone."""
    request = known.request
    due = Until(request.due_at.astimezone(now.tzinfo), now.date())
    text = known.text or say("help_request.no_words")
    words = say(sentence, shop=known.shop, door=known.door, text=text, until=due)
    row = [Button(say("help_request.reply"), action("help_answers.reply_to_request", request.id))]
    if request.keeper_id is not None:
        row.append(Button(say("help_request.hand_on"), action("help_answers.hand_on_request", request.id)))
    topic, answer = Topic.HELP.of(request.id), action(ANSWER, request.id)
    return Reply(words, (tuple(row),), attachments=known.photos, urgent=True, topic=topic, answer=answer)


async def ask(
    post: Post, request: HelpRequest, asked: Sequence[PersonId], now: datetime, sentence: str, *, key: str = ""
) -> None:
    """Send the request to those who are to answer it; a job gives the beginning of the messages' keys."""
    known = await shown(post, request)
    for person in asked:
        named = key and f"{key}:{request.id}:{person}"
        await post.tell(person, lambda say: question(say, known, sentence, now), key=named)


async def put_right(
    post: Post,
    shop_id: ShopId,
    now: datetime,
    *,
    by: PersonId | None = None,
    but: Collection[PersonId] = (),
    again: bool = False,
    key: str = "",
) -> None:
    """Pass a shop's unanswered requests to whoever keeps it now.

    `again` asks anew those handling a request, who were told that it was over. What was escalated or handed on stays any
    manager's. `now` is in the programme's zone, `key` begins the keys of a job's messages.
    """
    sentence = "links.help_again" if again else "help_request.came"
    for request in await help_requests.waiting_at(post.tx, shop_id):
        out = {*but, request.person_id, *await shops.holders(post.tx, shop_id)}
        if request.state is not HelpState.OPEN:
            continue
        keeper = None if request.escalated_at else await covers.keeper(post.tx, shop_id, now.date(), but=out)
        passed = replace(request, keeper_id=keeper)
        if passed != request:
            await help_requests.save(post.tx, request, passed, event="passed on", by=by, at=now)
        elif not again:
            continue
        asked = [keeper] if keeper else [m.id for m in await people.with_role(post.tx, "manager") if m.id not in out]
        await ask(post, passed, asked, now, sentence, key=key)
