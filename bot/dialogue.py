"""One place decides what a message means: what is certain is done, what is not is asked with choices that finish in one tap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.awaited import call_off
from bot.fixed_since import with_fixed_since
from bot.flow import Flow, Turn
from bot.hearing import hear_language
from bot.kept import pack, restore
from bot.language.meanings import FAULTS, MET, OWN, THERE, UNCLEAR, Meaning, NamedShop, Question, Reading, Speaker
from bot.offered import AT_SHOP, LOOK, at_shops, choices_of, kept_meaning, kept_question, said_as, told_at, with_help
from bot.others_shop import of_others
from bot.steps import Intent, Step
from bot.undoing import of_last, undone_there
from files.lazily import lazy
from messages.incoming import Kind
from messages.reply import Button
from messages.topics import Topic
from programme.duties import Duties
from programme.roles import Action, able
from programme.rules import Rules
from storage.operations import unheard
from storage.shops import shops
from storage.shops.linked_shops import linked_shops
from texts.days import Names

if TYPE_CHECKING:
    from bot.language import answers, reader_kept, readings
    from bot.language.reader import Reader
    from bot.language.reader_kept import Stamp
else:
    answers, readings = lazy("bot.language.answers"), lazy("bot.language.readings")
    reader_kept = lazy("bot.language.reader_kept")

flow = Flow("dialogue")

LOOKS = "looks"
"""The intent that takes everything said of shops one looks after."""
_KEPT = 512
"""Messages of which it is kept whether they cancel: the same few come every day."""
_OF_SHOPS = frozenset({MET, FAULTS, "not_looked"})


def prepare(rules: Rules) -> None:
    """Have the language ready before the first sentence; to be called in a thread once the bot listens."""
    reader = reader_kept.reader_for(rules.duties, None)
    reader.read("1", _NOBODY)
    reader.second.prepare()


class Dialogue:
    """Reads messages and carries out what they mean."""

    def __init__(self, intents: Sequence[Intent], rules: Rules, local: Path | None = None) -> None:
        """`local` is the file of words an office has added; what is written there is understood from the next message on."""
        self._intents: dict[str, list[Intent]] = defaultdict(list)
        for intent in intents:
            self._intents[intent.name].append(intent)
        self._open: dict[frozenset[str], frozenset[str]] = {}
        self._rules = rules
        self._local = local
        self._cancels = lru_cache(_KEPT)(self._is_cancel)
        self._made: tuple[Stamp, Reader] | None = None

    @property
    def _reader(self) -> Reader:
        """The reader, made when the first sentence comes, unless `prepare` was called before."""
        stamp = reader_kept.stamp(self._local)
        if self._made is None or self._made[0] != stamp:
            self._made = (stamp, reader_kept.reader_for(self._rules.duties, self._local))
        return self._made[1]

    async def listen(self, turn: Turn) -> None:
        """Give the turn what its handlers may ask of the language, and the one it is answered in."""
        await hear_language(turn)
        turn.faults_in = self._faults_in
        turn.carry_out = self.carry_out
        turn.ask = self.ask
        turn.goes_on = self._goes_on

    def _faults_in(self, words: str) -> tuple[tuple[str, ...], str]:
        return self._reader.faults(words)

    async def read(self, turn: Turn) -> Reading:
        """How the message of a turn is understood by what is known of whoever speaks."""
        if not turn.text or turn.incoming.kind not in (Kind.MESSAGE, Kind.EDIT):
            return Reading("")
        reading = await undone_there(turn, await self._read(turn), self._reader)
        if not turn.roles:
            reading = replace(reading, asked=())  # what somebody without a role says is kept before anything is asked
        elif turn.attachments:
            reading = _with_photo(reading)
        if answers.says_yes(turn.text):  # to the day's question it was answered before: this says yes to something else
            reading = readings.asked_instead(reading, MET)
        turn.reading = reading
        return reading

    async def _read(self, turn: Turn) -> Reading:
        """A command first, for which the shops somebody looks after need not be known."""
        speaker = await self._owner(turn)
        owns = bool(speaker.own)
        found = self._reader.command(turn.text, speaker.intents, owns=owns, is_awaited=turn.is_awaited)
        if found or turn.is_awaited:
            return found or Reading("")
        return self._reader.sentence(turn.text, await self._with_linked(turn, speaker))

    def is_cancel(self, text: str) -> bool:
        """Whether the whole message only says that nothing more is wanted."""
        return self._cancels(text)

    def _is_cancel(self, text: str) -> bool:
        meant = self._reader.read(text, _NOBODY).certain
        return bool(meant) and meant[0].intent == "cancel"

    def _goes_on(self, words: str, before: str) -> bool:
        return self._reader.goes_on(words, before)

    def is_command(self, turn: Turn) -> bool:
        """Whether the whole message asks for something by its name."""
        return bool(self._reader.read(turn.text, Speaker(intents=self._open_to(turn)), only_commands=True).certain)

    def _open_to(self, turn: Turn) -> frozenset[str]:
        """The intents of these roles, worked out once."""
        found = self._open.get(turn.roles)
        if found is None:
            every = self._intents.items()
            found = frozenset(name for name, those in every if any(i.permission.is_heard(turn) for i in those))
            self._open[turn.roles] = found
        return found

    async def _owner(self, turn: Turn) -> Speaker:
        """Whoever speaks, by the commands open to them and the shops they answer for."""
        intents = self._open_to(turn)
        if turn.person_id is None or not able(turn.roles, Action.SELF_CHECK):
            return Speaker(intents=intents)
        own = await turn.held()
        duties = frozenset(own[0].duties) if len(own) == 1 else frozenset()
        applies = {OWN: duties} if duties else {}
        return Speaker(tuple(NamedShop(place.id, place.name) for place in own), (), intents, applies)

    @staticmethod
    async def _with_linked(turn: Turn, speaker: Speaker) -> Speaker:
        """With the shops they look at, and what counts there."""
        if turn.person_id is None or not able(turn.roles, Action.LOOK_BY_NUMBER):
            return speaker
        every = await linked_shops(turn.tx, turn.me)
        linked = tuple(NamedShop(shop.id, shop.name, shop.number) for shop in every)
        applies = {shop.id: frozenset(shop.duties) for shop in every if shop.duties}
        return replace(speaker, linked=linked, applies=speaker.applies | applies)

    async def carry_out(self, turn: Turn, reading: Reading) -> bool:
        """Do what is certain, then ask the first thing that is not; False when there is nothing of either."""
        if reading.certain and reading.certain[0].intent == AT_SHOP:
            speaker = await self._with_linked(turn, await self._owner(turn))
            told = told_at(reading.certain[0], turn.text, speaker, self._reader.sentence)
            reading = replace(told, asked=(*told.asked, *reading.asked))
        done = False
        for together in _together(reading.certain):
            done = await self._do(turn, together) or done
        if reading.asked:
            await self.ask(turn, reading.asked)
            return True
        return done

    async def _do(self, turn: Turn, certain: Sequence[Meaning]) -> bool:
        intent = self._intent(turn, certain[0])
        if intent is None:
            return False
        turn.meant = tuple(certain)
        await intent.answer(turn)
        return True

    def _intent(self, turn: Turn, first: Meaning) -> Intent | None:
        """What carries it out for whoever speaks; None where it is not theirs, or lacks its shop."""
        name = LOOKS if _is_look(first) else first.intent
        if first.shop and name != LOOKS:
            name = f"{name.removesuffix(THERE)}{THERE}"
        if name.endswith(THERE) and not first.shop:
            return None  # “开门” of somebody who answers for no shop names none
        every = reversed(self._intents.get(name, ()))  # of several roles the one that looks after others first
        return next((intent for intent in every if intent.permission.is_heard(turn)), None)

    async def _offered(self, turn: Turn, question: Question) -> tuple[Meaning, ...]:
        """The choices whoever reads them may take; what was told of no shop is offered for each they look at."""
        choices = choices_of(with_help(question) if able(turn.roles, Action.ASK_HELP) else question)
        is_placed = question.about != "which_shop"
        theirs = tuple(m for m in choices if is_placed and self._intent(turn, m))
        if choices == theirs:
            return theirs
        return *theirs, *at_shops((await self._with_linked(turn, Speaker())).linked)

    async def ask(self, turn: Turn, questions: Sequence[Question]) -> None:
        """The first question, with what was said kept for the choice; the others wait for their turn."""
        question, later = await with_fixed_since(turn, await of_others(turn, questions[0])), questions[1:]
        if question.about in UNCLEAR:
            await unheard.count(turn.tx, turn.text, turn.person_id, turn.day)
        choices = await of_last(turn, await self._offered(turn, question))
        if question.about in UNCLEAR and (advice := turn.incoming.advice):
            rank = {name: at for at, name in enumerate(advice)}
            choices = tuple(sorted(choices, key=lambda m: rank.get(m.intent, len(rank))))
        shop = (await shops.shop(turn.tx, question.shop)).name if question.shop else ""
        rows = [[Button(await self._label(turn, m, question), meant(n), m.number)] for n, m in enumerate(choices)]
        rows.append([Button(turn.say("engine.cancel"), cancel())])
        duties = self._named(question.duties) if question.duties else turn.say("meant.good")
        about = said_as(question, len(choices), turn.say.sentences)
        text = turn.say(f"meant.{about}", shop=shop, duties=duties, number=question.number)
        turn.stay()
        turn.reply(
            text,
            buttons=rows,
            topic=Topic.MEANT,
            count_from=self._rules.shops_per_member + 1 if any(m.number for m in choices) else 1,
            kept=pack(turn, choices=[asdict(c) for c in choices], later=[asdict(q) for q in later]),
        )

    def _named(self, duties: Sequence[str]) -> Names:
        return Names(tuple(duty for duty in Duties(self._rules.duties) if duty.key in duties))

    async def _label(self, turn: Turn, meaning: Meaning, question: Question) -> str:
        """What a choice is called: a fact by its duties, a command by its name."""
        key = "mended" if meaning.intent == MET and meaning.things else meaning.intent
        if meaning.intent == FAULTS:
            key = "fault_failed" if meaning.failed else "fault_fixed"
        if question.about == "failed" and meaning.shop and not (meaning.failed or meaning.things):
            key = f"{key}_there"
        named = meaning.shop if not question.shop or meaning.intent == LOOK else OWN  # 看这一家: which one
        shop = "、".join([(await shops.shop(turn.tx, one)).name for one in (named, meaning.beside) if one])
        if key == AT_SHOP:
            return shop
        said = turn.say(f"meant.label_{key}", duties=self._named(meaning.failed or meaning.fixed or meaning.things))
        return f"{shop} {said}".strip()


def _is_look(meaning: Meaning) -> bool:
    return bool(meaning.shop) and meaning.intent in _OF_SHOPS


def _together(certain: Sequence[Meaning]) -> list[Sequence[Meaning]]:
    """What is done in one go: all that was seen at shops; every command by itself."""
    looks = tuple(meaning for meaning in certain if _is_look(meaning))
    others = [(meaning,) for meaning in certain if not _is_look(meaning)]
    return [looks, *others] if looks else [*others]


def _with_photo(reading: Reading) -> Reading:
    """A duty's name beside a photo says that it is not met: the photo shows how."""
    shown = [question.choices[0] for question in reading.asked if question.is_bare]
    asked = [question for question in reading.asked if not question.is_bare]
    return replace(reading, certain=(*reading.certain, *shown), asked=tuple(asked))


def is_remark(reading: Reading, step: Step[...] | None) -> bool:
    """Whether it may be more about what was just reported: a fault told by its symptom, or at a step that asks for more
    one of the street: a lamp there may be the lamp that was reported."""
    told = (FAULTS, "report") if step and step.asks == "more" else (FAULTS,)
    found = [m.intent in told and not m.shop and not m.is_named for m in reading.certain]
    return bool(found) and all(found)


_NOBODY = Speaker(intents=frozenset({"cancel"}))


@flow.step(Action.READ_HELP)
async def meant(turn: Turn, number: int) -> None:
    """One of the choices: the message is taken as if it had said just this."""
    kept = restore(turn)
    if not kept:
        turn.reply(turn.say("engine.answered"))
        return
    reading = Reading("", (kept_meaning(kept["choices"][number]),), tuple(map(kept_question, kept["later"])))
    if not await turn.carry_out(turn, reading):
        turn.reply(turn.say("engine.not_yours"))


@flow.step(Action.READ_HELP)
async def meant_now(turn: Turn, intent: str) -> None:
    """A button of the menu: as if its command had been typed."""
    if not await turn.carry_out(turn, Reading("", (Meaning(intent),))):
        turn.reply(turn.say("engine.not_yours"))


@flow.step(Action.READ_HELP)
async def cancel(turn: Turn) -> None:
    """The way out of every question: what was begun is withdrawn, and nothing is waited for any more."""
    if not await call_off(turn):
        turn.reply(turn.say("engine.cancelled"))


@flow.intent("cancel", Action.READ_HELP)
async def said_cancel(turn: Turn) -> None:
    """取消 where nothing is in hand."""
    turn.stay()
    turn.reply(turn.say("engine.nothing_to_cancel"))
