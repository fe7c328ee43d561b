"""What a member asks and tells of one of their shops that is no look: answered at once, and nothing is recorded."""

from __future__ import annotations

from bot.flow import Flow, Turn
from bot.steps import action
from handlers.shared.notify import duty_of
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from storage.findings import findings
from storage.shops import shops
from storage.shops.shops import Shop
from texts.days import Until

flow = Flow("told_there")


@flow.intent("problems_there", Action.LOOK_BY_NUMBER)
async def said_problems(turn: Turn) -> None:
    """“3号的秩序改好没”, “酒楼灯箱我催了，老板说明天修”: what is not settled there, and how far it is."""
    place = await _place(turn)
    lines = []
    for finding in await findings.open_at(turn.tx, place.id):
        due = Until(finding.due_at.astimezone(turn.zone), turn.day) if finding.due_at else ""
        key = "due" if due and finding.fixed_at is None else "plain"
        state = turn.say(f"board.state_{finding.state}")
        lines.append(turn.say(f"told_there.{key}", duty=duty_of(turn, finding), state=state, due=due))
    _answer(turn, place, "problems" if lines else "settled", problems="\n".join(lines))


@flow.intent("not_been_there", Action.LOOK_BY_NUMBER)
async def said_not_been(turn: Turn) -> None:
    """“酒楼今天没去成，下雨”."""
    _answer(turn, await _place(turn), "not_been")


@flow.intent("no_phone_there", Action.LOOK_BY_NUMBER)
async def said_no_phone(turn: Turn) -> None:
    """“丁师傅不会用手机，能替他报不”: nobody has to report."""
    _answer(turn, await _place(turn), "no_phone")


@flow.intent("others_there", Action.LOOK_BY_NUMBER)
async def said_others(turn: Turn) -> None:
    """“我想把4号店转给李明管”, “换老板了吧”: who looks and who runs a shop is noted by a manager."""
    _answer(turn, await _place(turn), "others")


@flow.intent("chat_there", Action.LOOK_BY_NUMBER)
async def said_chat(turn: Turn) -> None:
    """“李记那个老板人蛮好的”, “面馆老板说谢谢你们”."""
    _answer(turn, await _place(turn), "chat")


async def _place(turn: Turn) -> Shop:
    return await shops.shop(turn.tx, turn.meant[0].shop)


def _answer(turn: Turn, place: Shop, said: str, **values: object) -> None:
    """Answer, with the way to a look; the question in hand stays."""
    turn.stay()
    look = Button(f"{place.name} {turn.say('meant.label_look')}", action("review.open_review", place.id))
    words = turn.say(f"told_there.{said}", shop=place.name, **values)
    turn.reply(words, buttons=[[look]], once=False, topic=Topic.NEXT_LOOK)
