"""What can I do here? The answer fits who is asking, and whatever we did not understand ends here too."""

from __future__ import annotations

from bot.flow import Flow, Turn
from bot.messages import Kind, Reply
from storage import people

flow = Flow("help")

ROLES = ("merchant", "member", "squad", "secretary", "manager")


@flow.on(r"(帮助|菜单|/help|/menu|help|menu|\?|？)", rank=80)
async def said_help(turn: Turn) -> None:
    await _menu(turn)


@flow.on(r"/start", rank=10)
async def started(turn: Turn) -> None:
    await _menu(turn)


@flow.on(r"(隐私|/privacy|privacy)", rank=80)
async def said_privacy(turn: Turn) -> None:
    turn.reply(turn.say("help.privacy"))


@flow.on(r"(好的|好嘞|收到|知道了|谢谢|谢谢您|嗯+|ok|okay|thanks|thank you)[。.!！~]*", rank=85)
async def said_thanks(turn: Turn) -> None:
    """A courtesy is no self-check: 好的 after an answer must not say that all five are met."""
    turn.stay()
    turn.reply(turn.say("help.welcome_merchant" if "merchant" in turn.roles else "help.welcome"))


@flow.on(r"(投诉建议|投诉|建议|complain|feedback)", rank=80)
async def said_complaint(turn: Turn) -> None:
    turn.reply(turn.say("help.complain"), then=complaint())


@flow.step(asks="words")
async def complaint(turn: Turn) -> None:
    """Whatever it is, a manager reads it; nobody's name is attached unless they sign it."""
    for manager in await people.with_role(turn.tx, "manager"):
        await turn.tell(manager.id, lambda say: Reply(say("help.complaint_came", text=turn.text)))
    turn.reply(turn.say("help.complain_thanks"))


@flow.when(None, rank=90, kinds=(Kind.HELLO,))
async def hello(turn: Turn) -> None:
    await _menu(turn)


@flow.when(None, rank=100)
async def not_understood(turn: Turn) -> None:
    """Unknown words, a photo from a stranger, a sticker: say what to do next, and keep the place in the book."""
    turn.stay()
    if not turn.roles:
        turn.reply(turn.say("help.stranger"))
        return
    turn.reply(turn.say("help.not_understood") + "\n" + _lines(turn))


async def _menu(turn: Turn) -> None:
    if not turn.roles:
        turn.reply(turn.say("help.stranger"))
        return
    turn.reply(turn.say("help.head") + "\n" + _lines(turn))


def _lines(turn: Turn) -> str:
    return "\n".join(turn.say(f"help.{role}") for role in ROLES if role in turn.roles)
