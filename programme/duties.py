"""门前五包: the five responsibilities in front of the door, as the programme names them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from typing import ClassVar, Literal

from files.dataclass import dataclass

Deadline = Literal["on_the_spot", "same_day", "three_days", "report_only"]
ON_THE_SPOT: Deadline = "on_the_spot"
SAME_DAY: Deadline = "same_day"
THREE_DAYS: Deadline = "three_days"
REPORT_ONLY: Deadline = "report_only"
"""The kinds of time a shop has to put something right; what it only has to report has no deadline."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One responsibility.

    `key` is short ascii and never changes once used; `weight` is its share of a look's score; `deadline` the kind of time a
    shop has to put it right; `aliases` are other words people use for it, `symptoms` what people say when it is not met.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    key: str
    zh: str
    en: str
    weight: float
    deadline: Deadline = SAME_DAY
    aliases: tuple[str, ...] = ()
    hint_zh: str = ""
    hint_en: str = ""
    symptoms: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        return self.en if language == "en" else self.zh

    def hint(self, language: str) -> str:
        return self.hint_en if language == "en" else self.hint_zh

    def is_called(self, word: str) -> bool:
        return folded(word) in {folded(w) for w in (self.key, self.zh, self.en, *self.aliases)}


class Duties:
    """The duties in the programme's order."""

    def __init__(self, duties: Sequence[Duty]) -> None:
        self._duties = tuple(duties)

    def __iter__(self) -> Iterator[Duty]:
        return iter(self._duties)

    def __len__(self) -> int:
        return len(self._duties)

    def by_key(self, key: str) -> Duty | None:
        return next((d for d in self._duties if d.key == key), None)

    def find(self, text: str) -> Duty | None:
        """The duty a word or a number 1–5 means, in either language."""
        if text.isdecimal() and 1 <= int(text) <= len(self._duties):
            return self._duties[int(text) - 1]
        return next((d for d in self._duties if d.is_called(text)), None)

    def applicable(self, keys: Collection[str]) -> tuple[Duty, ...]:
        """The duties that apply to a shop; none named means all."""
        return tuple(d for d in self._duties if not keys or d.key in keys)


def folded(word: str) -> str:
    """The text for comparison: full-width forms and letter case make no difference."""
    return unicodedata.normalize("NFKC", word).casefold().strip()


DEFAULT_DUTIES = (
    Duty(
        "hygiene",
        "卫生",
        "Cleanliness",
        30,
        ON_THE_SPOT,
        ("环境卫生", "清洁", "垃圾", "hygiene", "clean", "litter"),
        "没垃圾、污水、油渍，桶完好",
        "no litter, waste water or grease; bin intact",
    ),
    Duty(
        "order",
        "秩序",
        "Order",
        30,
        ON_THE_SPOT,
        ("经营秩序", "占道", "出店"),
        "货、摊、车不出界，不吵",
        "no goods, stalls or vehicles outside; no noise",
    ),
    Duty(
        "green",
        "绿化",
        "Greenery",
        10,
        SAME_DAY,
        ("花草", "树木", "green"),
        "树上不挂东西，花坛干净",
        "nothing hung on trees, beds clean",
    ),
    Duty(
        "facility",
        "设施",
        "Facilities",
        15,
        REPORT_ONLY,
        ("公共设施", "facility"),
        "路面、路灯、桶没坏；坏了报一声",
        "pavement, lamps, bins whole; damage reported",
    ),
    Duty(
        "facade",
        "立面亮化",
        "Facade",
        15,
        THREE_DAYS,
        ("立面", "亮化", "招牌", "sign", "facade"),
        "招牌完好按时亮，玻璃净，没小广告",
        "sign whole and lit, glass clean, no stickers",
    ),
)
