"""Which command a sentence asks for: the whole of it, the word it begins with, or a word somewhere in a short one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.language import sounds
from bot.language.lengths import length
from bot.language.normalise import normalised
from texts.words import Groups

_EDGES = " \n。.!！,，;；~…、:：?？'\"-"
_OPENERS = (
    "请问",
    "麻烦",
    "请",
    "我想要",
    "我想",
    "我要",
    "帮我",
    "给我",
    "您好",
    "你好",
    "那个",
    "嗯",
    "please ",
    "pls ",
    "i want to ",
    "hi ",
    "sorry",
    "oh ",
    "不好意思",
    "对不起",
)
_CLOSERS = (
    "谢谢",
    "啊",
    "呀",
    "吧",
    "呢",
    "哦",
    "哈",
    "啦",
    "了哈",
    "一下",
    "嘛",
    "哈哈",
    "please",
    "pls",
    "thanks",
    "thank you",
    "这个",
    "哟",
    "咯",
)
SHORT = 8
"""Characters beside the word of a command that still leave it a short sentence."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command found: its intent, the words that belong to it, and whether nothing else can be meant."""

    intent: str
    rest: str = ""
    is_sure: bool = True
    is_tight: bool = False
    """Whether its words follow the command without a gap."""
    word: str = ""
    """The word of the command, where its other words may stand on both sides of it."""
    before: str = ""
    after: str = ""
    """What stands on either side of a word found somewhere in the sentence."""


class Commands:
    """All ways to ask for a command."""

    def __init__(self, sections: Mapping[str, Groups]) -> None:
        self._today: set[str] = set()
        """Words that mean this very day unless another is named."""
        self._whole: dict[str, list[str]] = {}
        self._lead: list[tuple[str, str, bool]] = []
        self._has: dict[str, list[tuple[int, str, str, bool]]] = {}
        """By their first characters, so that only words which may stand in a message are looked for; numbered in order."""
        has: list[tuple[str, str, bool]] = []
        self._tail: dict[str, str] = {}
        self._around: list[tuple[str, str]] = []
        for intent, ways in sections.items():
            for words in map(normalised, (*ways.get("say", ()), *ways.get("lead", ()), *ways.get("tight", ()))):
                self._whole.setdefault(bare(words), []).append(intent)
            for words in map(normalised, ways.get("today", ())):
                self._whole.setdefault(bare(words), []).append(intent)
                self._today.add(words)
            self._lead += [(normalised(words), intent, False) for words in ways.get("lead", ())]
            self._lead += [(normalised(words), intent, True) for words in ways.get("tight", ())]
            has += [(normalised(words), intent, True) for words in ways.get("has", ())]
            has += [(normalised(words), intent, False) for words in ways.get("near", ())]
            if intent in _TELLS:
                self._tail |= {normalised(words): intent for words in (*ways.get("lead", ()), *ways.get("tight", ()))}
            self._around += [(normalised(words), intent) for words in ways.get("around", ())]
        self._lead.sort(key=lambda lead: -len(lead[0]))
        self._around.sort(key=lambda around: -len(around[0]))
        has.sort(key=lambda known: -len(known[0]))  # the longer word says more: 歇业 before 歇
        for number, (words, intent, is_sure) in enumerate(has):
            self._has.setdefault(words[0], []).append((number, words, intent, is_sure))
        self._by_sound: dict[str, list[str]] | None = None

    def whole(self, text: str, intents: frozenset[str]) -> list[Asked]:
        """What the whole message asks for, in whatever politeness it is wrapped."""
        for words in _unwrapped(text):
            if found := [intent for intent in self._whole.get(words, ()) if intent in intents]:
                return [Asked(intent, TODAY if words in self._today else "") for intent in dict.fromkeys(found)]
        return []

    def lead(self, text: str, intents: frozenset[str]) -> Asked | None:
        """The command a message begins with, its other words apart by a stop or a blank."""
        for words, intent, is_tight in self._lead:
            if intent in intents and text.startswith(words) and (rest := text[len(words) :]):
                is_apart = not rest[0].isalnum()
                return Asked(
                    intent,
                    _PARTICLES.sub("", rest.strip(_EDGES)),
                    is_tight or is_apart or (intent in _SPANS and _is_span(rest)),
                    not is_apart,
                )
        return None

    def around(self, text: str, intents: frozenset[str]) -> Asked | None:
        """The command whose word stands anywhere in it; what it is about may stand on both sides: “西津路停评三天”."""
        for words, intent in self._around:
            if intent in intents and (at := text.find(words)) >= 0 and _stands_apart(text, at, at + len(words)):
                return Asked(intent, beside(text, words), word=words)
        return None

    def within(self, text: str, intents: frozenset[str], *, is_guess: bool = False) -> list[Asked]:
        """Commands whose words stand somewhere in it; for a guess those, too, whose words only come near."""
        found: dict[str, Asked] = {}
        for _, words, intent, may_be_sure in sorted(known for first in set(text) for known in self._has.get(first, ())):
            if not (may_be_sure or is_guess):
                continue
            if intent in intents and (at := text.find(words)) >= 0 and _stands_apart(text, at, at + len(words)):
                before, after = text[:at], text[at + len(words) :]
                rest = f"{before} {after}".strip(_EDGES)
                is_sure = may_be_sure and length(rest) <= SHORT
                if words in self._today and not _DAY.search(rest):
                    rest = f"{TODAY} {rest}".strip()
                found.setdefault(intent, Asked(intent, rest, is_sure, before=before, after=after))
        return list(found.values())

    def tail(self, text: str, intents: frozenset[str]) -> Asked | None:
        """The command that stands last, after what it is about: “下水道返水，求助”."""
        told = _LAST.match(text.rstrip(_EDGES))
        if told is None or (intent := self._tail.get(told[3], "")) not in intents or (told[2] == " " and text.isascii()):
            return None
        return Asked(intent, told[1].strip(_EDGES))

    def sounding_like(self, text: str, intents: frozenset[str]) -> list[Asked]:
        """Whole messages of Chinese that sound like a command: “深诉”."""
        words = bare(text)
        if not _HAN.fullmatch(words):
            return []
        if self._by_sound is None:
            self._by_sound = {}
            for known, meant in self._whole.items():
                if _HAN.fullmatch(known):
                    self._by_sound.setdefault(sounds.sound(known), []).extend(meant)
        return [Asked(i, is_sure=False) for i in self._by_sound.get(sounds.sound(words), ()) if i in intents]


_TELLS = frozenset({"help", "report", "appeal", "complaint"})
"""Commands whose story may stand before them."""
_LAST = re.compile(r"(.+)([,，。;；!！\n ])\s*([^,，。;；!！\n ]+)", re.DOTALL)
_HAN = re.compile("[\u4e00-\u9fff]{2,8}")
TODAY = "今天"
_SPANS = frozenset({"close_shop", "close_shop_there", "leave", "hours"})
"""Commands that a number of days or an hour may follow without a gap."""
_DAY = re.compile(r"\d|今|明天|后天|周|星期|礼拜|月|到|起")
_SPAN = re.compile(r"\d|[一两二三四五六七八九十半]|到|至|今|明|后")


def _is_span(rest: str) -> bool:
    return bool(_SPAN.match(rest))


def bare(text: str) -> str:
    """`text` without marks at its ends and blanks within Chinese."""
    return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", text).strip(_EDGES) or text.strip()


_ABOUT = re.compile(
    r"^(?:查一?下|查查|看一?下|看看|去|到|想要?|把|将|给|让|对|请|帮我|麻烦|我要|我想|我们|我|the |shop )+"
)
_PARTICLES = re.compile(r"^(?:一下|了|的|这家店|这家|那家店|那家)+")


def beside(text: str, words: str) -> str:
    """What stands before and after `words` in `text`, without the small words that join them."""
    at = text.casefold().find(words)
    before, after = text[:at].strip(_EDGES), text[at + len(words) :].strip(_EDGES)
    before = _ABOUT.sub("", before).strip().removesuffix("的")
    return f"{before} {_PARTICLES.sub('', after).strip()}".strip(_EDGES)


def _unwrapped(text: str) -> Sequence[str]:
    """The sentence itself and with its politeness taken off, step by step."""
    forms = [bare(text)]
    for _ in range(3):
        opened = _without(forms[-1], _OPENERS, str.startswith, str.removeprefix)
        closed = _without(opened, _CLOSERS, str.endswith, str.removesuffix)
        if closed == forms[-1]:
            break
        forms += [opened, closed]
    return forms


def _without(
    words: str, phrases: Sequence[str], has: Callable[[str, str], bool], take: Callable[[str, str], str]
) -> str:
    """`words` without the first of the phrases at its end; a phrase alone stays."""
    found = next((phrase for phrase in phrases if has(words, phrase) and len(words) > len(phrase)), "")
    return take(words, found).strip(_EDGES) if found else words


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether an English word is not part of a longer one."""
    if not text[start].isascii():
        return True
    return not (start and text[start - 1].isalnum()) and not (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )
