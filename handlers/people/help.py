"""Help (what can I do here?), by the asker's roles, and the fallback for every message that was not understood."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.dialogue import meant_now
from bot.flow import Flow, Turn
from bot.language.meanings import MET, Meaning, Question
from bot.quick import ROLES, commands
from bot.steps import LAST
from files.lazily import lazy
from handlers.people import complaint_answers
from handlers.shared import preview
from messages.incoming import Kind
from messages.reply import Button
from messages.topics import Topic
from programme.ids import PersonId
from programme.requests.promises import PHOTOS_MOST, WORDS_MOST
from programme.roles import Action
from storage.delivery import prompts
from storage.people import complaints, people
from storage.reviews import evidence
from storage.shops import shops

if TYPE_CHECKING:
    from bot.language import answers
else:
    answers = lazy("bot.language.answers")

flow = Flow("help")

LATELY = timedelta(days=90)
"""How long after a registration ended a complaint still says which place it was for."""

NEAREST = {
    "merchant": ("check", "help", "report", "complaint", "stars"),
    "member": ("my_shops", "report", "todo", "complaint"),
    "squad": ("todo", "report", "complaint"),
    "secretary": ("todo", "digest", "report"),
    "manager": ("todo", "digest", "report"),
    "desk": ("todo", "report"),
}
"""What somebody may have meant whose words say nothing we know."""
TITLES = ("主任", "局长", "队长", "科长", "书记", "所长", "中队长", "站长", "股长")


@flow.intent("menu", Action.READ_HELP)
async def said_help(turn: Turn) -> None:
    await _menu(turn)


@flow.intent("privacy", Action.READ_HELP)
async def said_privacy(turn: Turn) -> None:
    turn.reply(turn.say("help.privacy"))


@flow.intent("thanks", Action.READ_HELP)
async def said_thanks(turn: Turn) -> None:
    """Answer a courtesy: 好的 must not count as a self-check; while the day's question waits it may be the answer to it."""
    turn.stay()
    is_unchecked = await _is_unchecked(turn)
    is_asked = is_unchecked and await prompts.is_asked(turn.tx, turn.me, Topic.SELF_CHECK, turn.now)
    if is_asked and answers.agrees(turn.text):
        await turn.ask(turn, (Question("all_met", (Meaning(MET),)),))
        return
    turn.reply(turn.say("help.welcome_merchant" if is_unchecked else "help.welcome"))


async def _is_unchecked(turn: Turn) -> bool:
    """Whether a shop they answer for has said nothing of today yet."""
    mine = await shops.held_by(turn.tx, turn.me) if "merchant" in turn.roles else []
    return any([await evidence.self_check(turn.tx, place.id, turn.day) is None for place in mine])


@flow.intent("hello", Action.READ_HELP)
async def said_hello(turn: Turn) -> None:
    """你好: show what can be done here, and keep the question in hand."""
    turn.stay()
    await _menu(turn)


@flow.intent("not_looked", Action.READ_HELP)
async def said_not_looked(turn: Turn) -> None:
    """还没看: say that nothing is recorded and nothing is late."""
    turn.stay()
    turn.reply(turn.say("help.no_hurry"))


@flow.intent("complaint", Action.COMPLAIN)
async def said_complaint(turn: Turn) -> None:
    linked = await _linked(turn)
    is_apart = linked.isdisjoint(await _readers(turn, linked))
    if turn.meant and turn.words:
        _show_complaint(turn, turn.words)
        return
    turn.reply(turn.say("help.complain" if is_apart else "help.complain_to_linked"), then=send_complaint())


@flow.step(Action.COMPLAIN, asks="words")
async def send_complaint(turn: Turn) -> None:
    """Take a complaint by words, photo or voice for the managers; without a name unless the sender signs it."""
    if not turn.text and not turn.attachments:
        await said_complaint(turn)
        return
    _show_complaint(turn, turn.text)


def _show_complaint(turn: Turn, words: str) -> None:
    turn.incoming = replace(turn.incoming, text=words)
    preview.show_first(turn, turn.say("preview.all_managers"), file_complaint(), rewrite_complaint())


@flow.step(Action.COMPLAIN)
async def rewrite_complaint(turn: Turn) -> None:
    """Ask for the complaint in other words."""
    turn.meant = ()
    await said_complaint(turn)


@flow.step(Action.COMPLAIN)
async def file_complaint(turn: Turn) -> None:
    """Send the complaint to its readers."""
    if not preview.agreed(turn):
        return
    if turn.person_id is None:
        turn.person_id = await people.add(turn.tx, name="", now=turn.now, language=turn.incoming.language[:2])
    words = turn.text[:WORDS_MOST]
    one = await complaints.add(turn.tx, turn.me, turn.incoming.at, words, await _place_lost(turn))
    enclosed = await turn.keep(complaint_answers.SUBJECT, one.id, most=PHOTOS_MOST)
    readers = await _readers(turn, await _linked(turn))
    await complaints.give_to(turn.tx, one.id, readers)
    named = complaint_answers.reference(turn, one)
    for reader in readers:
        await turn.tell(reader, lambda say: complaint_answers.question(say, one, named, enclosed))
    turn.reply(turn.say("help.complain_thanks", number=named))


async def _place_lost(turn: Turn) -> str:
    """The shop of somebody whose registration has just ended, so that a mistake can still be put right."""
    if turn.person_id is None or turn.roles:
        return ""
    return await shops.held_last(turn.tx, turn.person_id, turn.now - LATELY)


async def _linked(turn: Turn) -> set[PersonId]:
    """The members linked to the shops of the person speaking."""
    mine = await shops.held_by(turn.tx, turn.person_id) if turn.person_id else []
    links = [await shops.link(turn.tx, place.id) for place in mine]
    return {link.member_id for link in links if link}


async def _readers(turn: Turn, linked: set[PersonId]) -> list[PersonId]:
    """Who gets a complaint: managers, without those it may be about as long as there is another, and whoever supervises."""
    managers, supervisor = await people.with_role(turn.tx, "manager"), turn.rules.bureau.supervisor
    everybody = await people.colleagues_named(turn.tx, supervisor) if supervisor else []
    read_by = {one.id: one for one in [*managers, *everybody] if one.id != turn.person_id}
    apart = [one.id for one in read_by.values() if one.id not in linked and not _is_named(one.name, turn.text)]
    return apart or list(read_by)


def _is_named(name: str, words: str) -> bool:
    """Whether somebody is called by name or, as usual, by surname and office: “陈主任”."""
    return bool(name) and (name in words or any(f"{name[:1]}{title}" in words for title in TITLES))


@flow.when(None, Action.READ_HELP, rank=90, kinds=(Kind.HELLO,))
async def hello(turn: Turn) -> None:
    await _menu(turn)


@flow.when(None, Action.READ_HELP, rank=LAST)
async def not_understood(turn: Turn) -> None:
    """Answer what was not understood (words, a stranger's photo, a sticker) with what to do next; the step stays as it is."""
    turn.stay()
    if not turn.roles:
        turn.reply(turn.say("help.stranger"))
        return
    if not turn.text and not turn.attachments:
        turn.reply(turn.say("help.not_understood") + "\n" + _lines(turn))
        return
    named = dict.fromkeys(name for role in ROLES if role in turn.roles for name in NEAREST[role])
    await turn.ask(turn, [Question("unknown", tuple(Meaning(name, turn.text) for name in named))])


async def _menu(turn: Turn) -> None:
    if not turn.roles:
        turn.reply(turn.say("help.stranger"))
        return
    rows = [[Button(turn.say(f"meant.label_{name}"), meant_now(name)) for name in pair] for pair in _pairs(turn)]
    buttons = rows if turn.limits.buttons else []
    turn.reply(turn.say("help.head") + "\n" + _lines(turn), buttons=buttons, once=False, topic=Topic.MENU)


def _pairs(turn: Turn) -> list[tuple[str, ...]]:
    """The commands for the asker's roles, two to a row."""
    names = commands(turn.roles)
    return [names[n : n + 2] for n in range(0, len(names), 2)]


def _lines(turn: Turn) -> str:
    return "\n".join(turn.say(f"help.{role}") for role in ROLES if role in turn.roles)
