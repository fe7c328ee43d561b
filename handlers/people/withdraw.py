"""停用: withdraw consent; after one confirmation the person's data are erased, and the shop keeps its history without them."""

from __future__ import annotations

from bot.flow import Flow, Turn
from bot.post import Build
from handlers.people import handover
from handlers.shared.relations import to_oneself
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId
from programme.roles import Action, Role
from storage.operations import runs
from storage.people import covers, erasure, invites, people
from storage.shops import shops

flow = Flow("withdraw")


@flow.intent("withdraw", Action.ERASE_PERSON)
async def said_withdraw(turn: Turn) -> None:
    """Ask once, saying what is erased and what stays."""
    if turn.person_id is None:
        turn.reply(turn.say("withdraw.nobody"))
        return
    if await is_last_manager(turn, turn.me):
        turn.reply(turn.say("withdraw.last_manager"))
        return
    rows = [[Button(turn.say("withdraw.yes"), erase_record())], [Button(turn.say("withdraw.no"), keep_record())]]
    turn.reply(turn.say("withdraw.sure"), buttons=rows, topic=Topic.WITHDRAW)


async def is_last_manager(turn: Turn, person: PersonId) -> bool:
    """Whether this is the only manager, so that nobody would be left to do a manager's work."""
    managers = [m.id for m in await people.with_role(turn.tx, "manager")]
    return managers == [person]


@flow.step(Action.ERASE_PERSON)
async def keep_record(turn: Turn) -> None:
    turn.reply(turn.say("withdraw.stays"))


@flow.step(Action.ERASE_PERSON, to=to_oneself, refused="withdraw.nobody")
async def erase_record(turn: Turn) -> None:
    """Hand everything over and erase the person in the same transaction; their files are deleted right after it."""
    if await is_last_manager(turn, turn.me):
        turn.reply(turn.say("withdraw.last_manager"))
        return
    me = turn.me
    await _tell_keepers(turn)
    if Role.MEMBER in turn.roles:
        await handover.pass_on(turn, me)
    elif Role.MANAGER in turn.roles:
        await handover.pass_covers(turn, me)
    await erasure.erase_in_chat(turn.tx, me, turn.now)
    await runs.ask(turn.tx, "erased-files", "", me, turn.now)
    turn.person_id = None
    turn.edits = False
    turn.reply(turn.say("withdraw.done"))


async def _tell_keepers(turn: Turn) -> None:
    """Tell the keepers of their shops that nobody there can be reached by chat now, with a code to pass on."""
    for place in await shops.held_by(turn.tx, turn.me):
        others = [h for h in await shops.holders(turn.tx, place.id) if h != turn.me]
        code = ""
        if not others:
            days = turn.rules.deadlines.invite_days
            await invites.revoke_shop(turn.tx, place.id, turn.now)
            code = await invites.make(turn.tx, kind="shop", name=place.name, now=turn.now, days=days, shop_id=place.id)
        for keeper in await covers.keepers(turn.tx, place.id, turn.day, but=(turn.me,)):
            await turn.tell(keeper, _told(place.name, code))


def _told(shop: str, code: str) -> Build:
    if code:
        return lambda say: Reply(say("withdraw.shop_alone", shop=shop, code=code))
    return lambda say: Reply(say("withdraw.shop_goes_on", shop=shop))
