"""The door of the language: a message and its speaker in, what is certain and what has to be asked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from bot.language.answers import goes_on
from bot.language.clauses.clauses import said_of
from bot.language.commands.commands import Asked, Commands
from bot.language.commands.grievances import is_about_staff
from bot.language.commands.office import LISTS
from bot.language.commands.politeness import bare
from bot.language.commands.surroundings import beside
from bot.language.commands.timetable import times
from bot.language.commands.wishes import CHANGES, FEW, HELP, NEAREST, Wishes, is_told_there, meaning
from bot.language.fronts.doors import of_the_named
from bot.language.fronts.places import is_bare_dirt
from bot.language.meanings import FAULTS, MET, OWN, THERE, Meaning, Question, Reading, Speaker
from bot.language.own_front import of_own
from bot.language.readings import (
    apart_from_things,
    as_typed,
    asked_instead,
    beside_street,
    doubted,
    doubted_by,
    from_found,
    introduced,
    is_quoting,
    is_supposed,
    is_the_same,
    is_weak,
    note_of,
    of_several,
    of_shop,
    one_by_one,
    only_faults,
    same_again,
    told_in,
    without_ironic,
    without_shop,
)
from bot.language.second_look import SecondLook
from bot.language.shops.mentions import Part, is_only_heard, told_of_each, told_on
from bot.language.shops.shops import parts, without_name
from bot.language.verdicts import NOT_LOOKED, REPORT, verdict
from bot.language.words.lexicon import Kind, Lexicon
from bot.language.words.normalise import normalised
from bot.language.words.segments import has
from programme.duties import Duty
from programme.ids import ShopId
from texts.words import Groups, spelt

REST = "rest_of_them"
COMPLAINT = "complaint"
_ALSO_ANSWERS = frozenset({"i_came"})
"""Commands whose bare words are as well an answer to somebody: while a sentence is awaited they are that answer."""
_KEPT = 512
"""Messages whose reading is kept."""
_MARKS = " \n,，、:：.。"
_LONGEST = 400
"""Characters of a message that are read; whoever writes more tells a story."""


class Reader:
    """Reads messages with one lexicon."""

    def __init__(
        self, duties: Sequence[Duty], facts: Groups, by_duty: Mapping[str, Groups], commands: Mapping[str, Groups]
    ) -> None:
        self._lexicon = Lexicon(duties, facts, by_duty)
        self._commands = Commands(commands)
        self.second = SecondLook(self._lexicon, self._commands.phrases())
        self._duties = tuple(duty.key for duty in duties)
        self._known = lru_cache(_KEPT)(self._read_command)
        self._wishes = Wishes(self._lexicon, list(spelt(facts.get("takes_back", ()))))

    def read(self, text: str, speaker: Speaker, *, only_commands: bool = False) -> Reading:
        """How `text` is understood when `speaker` says it out of the blue; or where a sentence was asked for, and then
        only a whole command is one."""
        found = self.command(text, speaker.intents, owns=bool(speaker.own), is_awaited=only_commands)
        if found or only_commands:
            return found or Reading(normalised(text[:_LONGEST]))
        return self.sentence(text, speaker)

    def command(self, text: str, intents: frozenset[str], *, owns: bool, is_awaited: bool = False) -> Reading | None:
        """What the whole message, or its beginning, asks for of somebody who `owns` a shop or none.

        The same few words come every day: how they were read is kept.
        """
        return self._known(text, intents, owns, is_awaited)

    def _read_command(self, text: str, intents: frozenset[str], owns: bool, is_awaited: bool) -> Reading | None:
        plain = normalised(text[:_LONGEST])
        found = self._command(plain, intents, owns=owns, is_awaited=is_awaited) if plain else None
        return as_typed(found, text) if found else None

    def sentence(self, text: str, speaker: Speaker) -> Reading:
        """What a message says that is no command as a whole."""
        heard = without_ironic(text, self._lexicon)
        plain = normalised(heard[:_LONGEST])
        if not plain:
            return Reading("")
        found = self._around(plain, heard, speaker) or as_typed(self._sentence(plain, speaker), text)
        if is_quoting(heard):
            return asked_instead(found, MET)
        return found if found.certain and not found.asked else self._again(plain, text, speaker, found) or found

    def _again(self, plain: str, typed: str, speaker: Speaker, first: Reading) -> Reading | None:
        """What it means with words put right or told apart; None where that makes nothing certain, or less than at `first`."""
        for text in self.second.ways(plain):
            found = self.command(text, speaker.intents, owns=bool(speaker.own)) or self._sentence(text, speaker)
            if found.certain and told_in(first) <= told_in(found) and not found.asked:
                return as_typed(found, typed)
        return None

    def goes_on(self, text: str, before: str) -> bool:
        """Whether `text` speaks of a thing of which was told before."""
        return goes_on(self._lexicon.tokens(normalised(text[:_LONGEST])), before)

    def _sentence(self, plain: str, speaker: Speaker) -> Reading:
        """Facts, commands named somewhere in it, or both, and then it is asked which."""
        if COMPLAINT in speaker.intents and is_about_staff(self._lexicon.tokens(plain)):
            named = parts(plain, speaker.linked)
            if not any(part.named for part in named):
                return Reading(plain, (Meaning(COMPLAINT, plain),))
        facts = self._facts(plain, speaker)
        if not facts.certain and speaker.linked and is_supposed(self._lexicon.tokens(plain)):
            return Reading(plain, (Meaning("menu"),))  # “假如3号明天乱停车，我该怎么记？”
        nearest = self._nearest(plain, speaker, guesses=not facts.is_understood)
        nearest = self._wishes.beside(facts, nearest, of_shops=bool(speaker.linked))
        if not nearest:
            return facts
        if not facts.is_understood or is_weak(facts, nearest[0]) or (nearest[0].is_story and not facts.certain):
            return self._wishes.reading(plain, nearest)
        return self._both(plain, facts, nearest)

    def _both(self, plain: str, facts: Reading, nearest: Sequence[Asked]) -> Reading:
        """What a sentence means that tells facts and names commands as well."""
        meant = tuple(meaning(asked, plain) for asked in nearest)
        if not facts.certain:
            if self._wishes.is_wished(facts, nearest):
                return self._wishes.reading(plain, nearest)
            choices = (*meant, *(choice for question in facts.asked for choice in question.choices))
            return Reading(plain, asked=(Question(NEAREST, choices),))
        if self._wishes.are_told(facts, nearest, plain):
            return facts
        if facts.certain[0].intent == FAULTS and all(asked.intent == HELP and asked.is_story for asked in nearest):
            return self._wishes.reading(plain, nearest)  # “灯箱要掉下来了 赶紧来人”: whoever comes sees it
        if self._wishes.is_against(nearest):
            return self._wishes.reading(plain, nearest)
        if facts.certain[0].intent == REPORT:
            return facts  # “对面楼下水管爆了，你们管管”: whoever reads it comes or sends
        if any(meaning.intent in CHANGES for meaning in meant):
            return Reading(plain, asked=(Question(NEAREST, (*facts.certain, *meant)),))
        return facts

    def faults(self, text: str) -> tuple[tuple[str, ...], str]:
        """The duties that an owner's words say, or may say, are not met; and the words without the duties' names."""
        lines = [normalised(line) for line in text[:_LONGEST].splitlines() if line.strip()]
        said = said_of(self._lexicon.tokens("\n".join(lines)), is_of_shop=True)
        duties = tuple(duty for duty in self._duties if duty in said.faults | said.named | said.fixed)
        return duties, " ".join(filter(None, (note_of(line, self._lexicon) for line in lines)))

    def _command(self, plain: str, open_to: frozenset[str], *, owns: bool, is_awaited: bool) -> Reading | None:
        """What the whole sentence or its beginning asks for."""
        if owns and bare(plain) == "1" and not is_awaited:
            return Reading(plain, (Meaning(MET),))
        intents = open_to - ({REST} if owns else {MET}) - doubted_by(plain)
        whole = self._commands.whole(plain, intents - _ALSO_ANSWERS if is_awaited else intents)
        if whole:
            return Reading(plain, (meaning(whole[0], plain),))
        if not is_awaited and (found := times(plain, intents)):
            return Reading(plain, (found,))
        lead = self._commands.lead(plain, intents)
        if lead and (self._is_asked_of_us(lead, intents) or self._is_of_staff(lead, plain)):
            return None
        if lead and lead.is_sure and is_told_there(lead, plain) and not (is_awaited and lead.is_tight):
            return self._led(plain, lead)
        return None if is_awaited else self._at_end(plain, intents)

    def _at_end(self, plain: str, intents: frozenset[str]) -> Reading | None:
        """The command that stands last; “小张说话太冲了 我要反映” is a complaint, whatever it ends in."""
        tail = self._commands.tail(plain, intents)
        is_led = tail is not None and self._wishes.may_end(tail) and not self._is_of_staff(tail, plain)
        if is_led and tail and tail.intent == HELP and said_of(self._lexicon.tokens(tail.before)).is_of_others:
            return None  # “隔壁洗车的水天天往路上淌，你们管管”
        return self._led(plain, tail) if tail and is_led else None

    def _is_of_staff(self, asked: Asked, plain: str) -> bool:
        return asked.intent == REPORT and is_about_staff(self._lexicon.tokens(plain))

    def _is_asked_of_us(self, lead: Asked, intents: frozenset[str]) -> bool:
        """Whether “帮我 …” only asks politely for something that has a name of its own: “帮我看下几星”."""
        if lead.intent != HELP or not lead.is_tight:
            return False
        return said_of(self._lexicon.tokens(lead.rest)).all_met or bool(
            self._commands.within(lead.rest, intents - {HELP})
        )

    def _led(self, plain: str, lead: Asked) -> Reading:
        if len(lead.rest) <= FEW and self._wishes.takes_back(lead, lead.rest):
            return Reading(plain, asked=(Question(NEAREST, (meaning(lead, plain),)),))
        return Reading(plain, (meaning(lead, plain),))

    def _around(self, plain: str, typed: str, speaker: Speaker) -> Reading | None:
        """A command of the office whose word stands anywhere, unless one of the speaker's own shops is spoken of."""
        found = self._commands.around(plain, speaker.intents)
        if found is None or any(part.named for part in parts(plain, speaker.linked)):
            return None
        if found.intent not in LISTS and has(self._lexicon.tokens(found.after), Kind.ASKS):
            return Reading(plain, asked=(Question(NEAREST, (Meaning(found.intent, found.rest),)),))
        rest = beside(typed, found.word) if found.word in typed.casefold() else found.rest
        return Reading(plain, (Meaning(found.intent, rest),))

    def _nearest(self, plain: str, speaker: Speaker, *, guesses: bool) -> list[Asked]:
        tokens = self._lexicon.tokens(plain)
        found = apart_from_things(self._commands.within(plain, speaker.intents), tokens)
        if found or not guesses:
            return found
        alike = self._commands.sounding_like(plain, speaker.intents)
        return alike or apart_from_things(self._commands.within(plain, speaker.intents, is_guess=True), tokens)

    def _facts(self, plain: str, speaker: Speaker) -> Reading:
        named = parts(plain, speaker.linked)
        if any(part.named for part in named):
            return self._of_linked(plain, named, speaker)
        if speaker.own:
            return self._of_own(plain, speaker)
        if speaker.linked:
            return self._of_nobody(plain, speaker)
        return Reading(plain)

    def _of_own(self, plain: str, speaker: Speaker) -> Reading:
        spoken = without_name(plain, speaker.own)
        note = note_of(spoken, self._lexicon)
        return from_found(plain, of_own(self._lexicon.tokens(spoken), self._applies(speaker, OWN), note))

    def _of_nobody(self, plain: str, speaker: Speaker) -> Reading:
        """A member's words without a shop: which one is asked, never guessed."""
        said = said_of(of_the_named(self._lexicon.tokens(plain)))
        if Kind.ASKS in said.kinds and not said.faults:
            return Reading(plain)
        found = verdict(said, self._duties, is_own=False, words=plain)
        if (said.all_met or Kind.MILD in said.kinds) and said.kinds & {Kind.REST, Kind.ALL} and not said.faults:
            return Reading(plain, (Meaning(REST),))  # those not looked at are listed and asked one by one
        if said.is_of_others and REPORT in speaker.intents:
            return Reading(plain, (Meaning(REPORT, plain),))
        if found is None or (isinstance(found, Meaning) and found.intent == NOT_LOOKED):
            return Reading(plain)
        choices = (found,) if isinstance(found, Meaning) else found.choices
        return Reading(plain, asked=(Question("which_shop", choices),))

    def _of_linked(self, plain: str, named: Sequence[Part], speaker: Speaker) -> Reading:
        every: list[Meaning | Question | None] = []
        told: list[Meaning | Question | None] = []
        for before, whole in zip([None, *named], named, strict=False):
            part, aside = beside_street(introduced(whole, self._lexicon), self._lexicon)
            again = told_on(before, part) or told_of_each(named, part)
            joint = only_faults(self._of_part(again, speaker)) if again else []
            every = without_shop(every, part) if joint else every
            told = joint or (is_the_same(part.text) and same_again(told, part.named)) or self._of_part(part, speaker)
            every += doubted(told) if is_only_heard(before, part) else told
            every = [*aside, *every]
        return of_several(plain, every, named)

    def _of_part(self, part: Part, speaker: Speaker) -> list[Meaning | Question | None]:
        words = f"{part.before} {part.text}"
        tokens = of_the_named(self._lexicon.tokens(words))
        said = said_of(tokens, is_of_shop=True)
        if is_bare_dirt(tokens):
            said.take_as_told()
        note = note_of(part.text, self._lexicon)
        shops = [(named, shop) for named in part.named for shop in named.shops or (None,)]
        is_bare = not words.strip(" ,，、:：.。号店")
        is_past = {Kind.ASKS, Kind.OTHER_TIME} <= said.kinds and not said.faults
        found: list[Meaning | Question | None] = []
        for named, shop in shops:
            if shop is None:
                found.append(Question("no_such_number", number=named.number))
                continue
            is_sure = named.is_sure and len(named.shops) == 1
            meant = self._there(words.strip(), speaker, shop.id) or verdict(
                said, self._applies(speaker, shop.id), is_own=False, words=note, shop=shop.id
            )
            found.append(of_shop(meant, shop, is_bare=is_bare, is_sure=is_sure, is_past=is_past))
        return one_by_one(found)

    def _there(self, words: str, speaker: Speaker, shop: ShopId) -> Meaning | None:
        """A command about the shop that was named: “3 歇业 3天”, “3 又犯了”."""
        intents = frozenset(name for name in speaker.intents if name.endswith(THERE))
        words = words.strip(_MARKS).removeprefix("号").removeprefix("店").strip(_MARKS)
        found = next(iter(self._commands.whole(words, intents)), None) or self._commands.lead(words, intents)
        return Meaning(found.intent, found.rest, shop) if found and is_told_there(found, words) else None

    def _applies(self, speaker: Speaker, shop: ShopId) -> tuple[str, ...]:
        counts = speaker.applies.get(shop)
        return tuple(duty for duty in self._duties if counts is None or duty in counts)
