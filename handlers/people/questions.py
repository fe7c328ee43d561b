"""What people ask about the bot and the programme itself, answered at once with the way on: nothing is recorded."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import meant_now
from bot.flow import Flow, Turn
from handlers.shared.seen import facts_said
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action, Role
from programme.titles.title_state import TitleState
from storage.board import board
from storage.people import covers, people
from storage.shops import shops
from storage.titles import titles
from texts.days import Names, Weekday

flow = Flow("questions")

MOST = 3
"""Looks that are told of a shop."""


@flow.intent("real_person", Action.READ_HELP)
async def said_real_person(turn: Turn) -> None:
    """“你是真人还是机器人呀”: say that it is a programme, and how to reach a person."""
    _answer(turn, "real_person_merchant" if Role.MERCHANT in turn.roles else "real_person", "help", "complaint", "menu")


@flow.intent("title_worth", Action.READ_HELP)
async def said_title_worth(turn: Turn) -> None:
    _answer(turn, "title_worth", "how_stars")


@flow.intent("check_until", Action.SELF_CHECK)
async def said_check_until(turn: Turn) -> None:
    _answer(turn, "check_until", "check", "quiet")


@flow.intent("plate", Action.READ_HELP)
async def said_plate(turn: Turn) -> None:
    """“徽章牌子怎么领”: nothing has to be applied for."""
    _answer(turn, "plate", "how_stars", days=turn.rules.deadlines.notice_days)


@flow.intent("too_much", Action.SELF_CHECK)
async def said_too_much(turn: Turn) -> None:
    """“这系统太烦人了，能不能不用了”: what may be stopped, and where to say so."""
    _answer(turn, "too_much", "quiet", "complaint", "withdraw", topic=Topic.MENU)


@flow.intent("resign", Action.SEE_MY_SHOPS)
async def said_resign(turn: Turn) -> None:
    """“我不想做这个了，跟谁说”: a manager gives the shops to somebody else; for some days there is leave."""
    _answer(turn, "resign", "leave", "complaint")


@flow.intent("who_looked", Action.SEE_STARS)
async def said_who_looked(turn: Turn) -> None:
    """“之前那个党员来看过没有，说了啥”: the last looks at their shops, and what was seen."""
    turn.stay()
    for place in await turn.held():
        every = await board.looks(turn.tx, place.id, MOST * 2)
        told = "\n".join([_look(turn, look) for look in every if look.undone_at is None][:MOST])
        key = "looked" if told else "never_looked"
        turn.reply(turn.say(f"questions.{key}", shop=place.name, looks=told), once=False)


@flow.intent("next_look", Action.SELF_CHECK)
async def said_next_look(turn: Turn) -> None:
    """“王芳什么时候来我家看”: who looks, how often, and how to ask them to come."""
    asked = [one for place in await turn.held() for one in await covers.keepers(turn.tx, place.id, turn.day)]
    names = Names(tuple([(await people.person(turn.tx, one)).name for one in dict.fromkeys(asked)]))
    _answer(turn, "next_look" if asked else "next_look_nobody", "help", who=names)


def _look(turn: Turn, look: board.Look) -> str:
    said = facts_said(turn, look.facts) or turn.say("questions.all_fine")
    return turn.say("questions.look", day=Weekday(look.day), seen=said)


@flow.intent("stars_there", Action.LOOK)
async def said_stars_there(turn: Turn) -> None:
    """“3号老板问他的星咋掉了”: the shop itself sees why; whoever looks at it sees no score."""
    place = await shops.shop(turn.tx, turn.meant[0].shop)
    _answer(turn, "stars_there", "how_stars", shop=place.name)


@flow.intent("join_there", Action.LOOK)
async def said_join_there(turn: Turn) -> None:
    """“花店老板娘想参加城管蓝，怎么报名”."""
    _answer(turn, "join", "activities")


@flow.intent("join", Action.READ_HELP)
async def said_join(turn: Turn) -> None:
    _answer(turn, "join", "activities")


@flow.intent("weights", Action.SEE_TODO)
async def said_weights(turn: Turn) -> None:
    """“怎么改评分的权重”: they are no words of the chat."""
    _answer(turn, "weights")


@flow.intent("ranking", Action.SEE_TODO)
async def said_ranking(turn: Turn) -> None:
    """“哪家最差，排个名次”: nobody is ranked; the stars have a list."""
    _answer(turn, "ranking", "star_list", "open_fixes")


@flow.intent("penalty", Action.SEE_TODO)
async def said_penalty(turn: Turn) -> None:
    """“老是不修招牌，罚他两百块”: the programme decides no penalty."""
    _answer(turn, "penalty", "open_fixes", "todo")


@flow.intent("recall", Action.SEND_NOTICE)
async def said_recall(turn: Turn) -> None:
    """“发错人了，那条通知能收回不”: it cannot, but another may say so."""
    _answer(turn, "recall", "notice")


@flow.intent("on_notice", Action.READ_HELP)
async def said_on_notice(turn: Turn) -> None:
    """“公示名单”: the shops on public notice, and those that bear the title."""
    now = await _named(turn, TitleState.NOTICE)
    bear = await _named(turn, TitleState.AWARDED)
    lines = [turn.say("questions.on_notice", shops=now) if now.things else turn.say("questions.none_on_notice")]
    lines += [turn.say("questions.bear", shops=bear)] if bear.things else []
    turn.stay()
    turn.reply("\n".join(lines), once=False)


async def _named(turn: Turn, state: TitleState) -> Names:
    return Names(tuple([(await shops.shop(turn.tx, one.shop_id)).name for one in await titles.living(turn.tx, state)]))


def _answer(turn: Turn, said: str, *ways: str, topic: Topic = Topic.MENU, **values: object) -> None:
    """Answer, with a button for each way on that is theirs; the question in hand stays."""
    turn.stay()
    buttons = _ways(turn, ways)
    words = turn.say(f"questions.{said}", **values)
    if buttons:
        turn.reply(words, buttons=buttons, once=False, topic=topic)
    else:
        turn.reply(words)


def _ways(turn: Turn, ways: Sequence[str]) -> list[list[Button]]:
    open_ = [name for name in ways if name not in _ONLY or _ONLY[name] & turn.roles]
    return [[Button(turn.say(f"meant.label_{name}"), meant_now(name)) for name in open_]] if open_ else []


_OFFICE = frozenset({Role.SECRETARY, Role.MANAGER})
_ONLY = {
    "help": frozenset({Role.MERCHANT}),
    "check": frozenset({Role.MERCHANT}),
    "quiet": frozenset({Role.MERCHANT}),
    "leave": frozenset({Role.MEMBER}),
    "star_list": _OFFICE,
    "open_fixes": _OFFICE,
}
"""Whose some of the ways are."""
