"""Which command a sentence asks for: the whole of it, the word it begins with, or a word somewhere in a short one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.language import sounds
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


class Commands:
    """All ways to ask for a command."""

    def __init__(self, sections: Mapping[str, Groups]) -> None:
        self._today: set[str] = set()
        """Words that mean this very day unless another is named."""
        self._whole: dict[str, list[str]] = {}
        self._lead: list[tuple[str, str, bool]] = []
        self._has: dict[str, list[tuple[int, str, str]]] = {}
        """By their first characters, so that only words which may stand in a message are looked for; numbered in order."""
        has: list[tuple[str, str]] = []
        for intent, ways in sections.items():
            for words in map(normalised, (*ways.get("say", ()), *ways.get("lead", ()), *ways.get("tight", ()))):
                self._whole.setdefault(bare(words), []).append(intent)
            for words in map(normalised, ways.get("today", ())):
                self._whole.setdefault(bare(words), []).append(intent)
                self._today.add(words)
            self._lead += [(normalised(words), intent, False) for words in ways.get("lead", ())]
            self._lead += [(normalised(words), intent, True) for words in ways.get("tight", ())]
            has += [(normalised(words), intent) for words in ways.get("has", ())]
        self._lead.sort(key=lambda lead: -len(lead[0]))
        for number, (words, intent) in enumerate(has):
            self._has.setdefault(words[0], []).append((number, words, intent))
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
                return Asked(intent, rest.strip(_EDGES), is_tight or is_apart or _is_span(rest), not is_apart)
        return None

    def within(self, text: str, intents: frozenset[str]) -> list[Asked]:
        """Commands whose words stand somewhere in it."""
        found: dict[str, tuple[str, int]] = {}
        for _, words, intent in sorted(known for first in set(text) for known in self._has.get(first, ())):
            if intent in intents and (at := text.find(words)) >= 0 and _stands_apart(text, at, at + len(words)):
                rest = f"{text[:at]} {text[at + len(words) :]}".strip(_EDGES)
                if words in self._today and not _DAY.search(rest):
                    rest = f"{TODAY} {rest}".strip()
                found.setdefault(intent, (rest, len(words)))
        return [Asked(i, rest, is_sure=len(text) - length <= SHORT) for i, (rest, length) in found.items()]

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


_HAN = re.compile("[\u4e00-\u9fff]{2,8}")
TODAY = "今天"
_DAY = re.compile(r"\d|今|明天|后天|周|星期|礼拜|月|到|起")
_SPAN = re.compile(r"\d|[一两二三四五六七八九十半]|到|至|今|明|后")


def _is_span(rest: str) -> bool:
    return bool(_SPAN.match(rest))


def bare(text: str) -> str:
    """`text` without marks at its ends and blanks within Chinese."""
    return re.sub(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])", "", text).strip(_EDGES) or text.strip()


def _unwrapped(text: str) -> Sequence[str]:
    """The sentence itself and with its politeness taken off, step by step."""
    words = bare(text)
    forms = [words]
    for _ in range(3):
        shorter = words
        for opener in _OPENERS:
            if shorter.startswith(opener) and len(shorter) > len(opener):
                shorter = shorter.removeprefix(opener).strip(_EDGES)
                break
        if shorter != words:
            forms.append(shorter)
        for closer in _CLOSERS:
            if shorter.endswith(closer) and len(shorter) > len(closer):
                shorter = shorter.removesuffix(closer).strip(_EDGES)
                break
        if shorter == words:
            break
        forms.append(shorter)
        words = shorter
    return forms


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Whether an English word is not part of a longer one."""
    if not text[start].isascii():
        return True
    return not (start and text[start - 1].isalnum()) and not (
        end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    )
