"""我的星: a merchant's star, its reasons and the next step; only what can be recomputed is shown."""

from __future__ import annotations

from bot.dialogue import meant_now
from bot.flow import Flow, Turn
from documents.wording.star_words import StarWords, is_nothing_yet, star_message
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from storage.ratings import ratings
from storage.shops import shops

flow = Flow("my_stars")


@flow.intent("stars", Action.SEE_STARS)
async def said_my_stars(turn: Turn) -> None:
    if turn.rules.rating.shadow:
        turn.reply(turn.say("stars.shadow"))
        return
    told, rated = [], False
    for place in await turn.held():
        newest = await ratings.latest(turn.tx, place.id)
        since = (await shops.tenure(turn.tx, place.id, turn.now)).since
        if not newest or newest[0].through < since or is_nothing_yet(newest[0]):
            told.append(turn.say("stars.none_yet", shop=place.name))
            continue
        row, rated = newest[0], True
        through = row.through.astimezone(turn.zone).date()
        words = StarWords(place.name, row.state, row.shown, row.stars, row.previous, through, row.figures)
        told.append(star_message(words, turn.rules, turn.say))
    text = "\n".join([*told, turn.say("stars.what_next" if rated else "stars.how_next")])
    names = ("how_stars", "appeal") if rated else ("how_stars",)
    buttons = [[Button(turn.say(f"meant.label_{name}"), meant_now(name)) for name in names]]
    turn.reply(text, buttons=buttons if turn.limits.buttons else (), once=False, topic=Topic.STARS)


@flow.intent("how_stars", Action.READ_HELP)
async def said_how(turn: Turn) -> None:
    """Explain the whole rating rule in one sentence."""
    turn.reply(turn.say("stars.how"))
