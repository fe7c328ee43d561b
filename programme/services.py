"""What may be reported or asked (事项): each kind with its promises, its desk and the words people use for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from files.dataclass import dataclass
from programme.duties import folded


@dataclass(frozen=True, slots=True)
class Service:
    """One kind of thing, with what is promised for it.

    `key` is short ascii and never changes once used. `duty` is what it is called at a shop's door: there it is a lead, not
    a request (unless the town has no such duty); `of_shops` when it is only ever at a shop's door. `to` names the branch
    whose secretary has it in hand, empty for the keeper of the site. `first_word_hours` are working hours, `done_days`
    working days; 0 days: it ends with its answer. `codes` are those of GB/T 30428.2, `aliases` words by which it is
    understood.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    key: str
    zh: str
    en: str
    first_word_hours: float = 4.0
    done_days: int = 3
    duty: str = ""
    of_shops: bool = False
    to: str = ""
    codes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    def name(self, language: str) -> str:
        return self.en if language == "en" else self.zh

    @property
    def is_question(self) -> bool:
        """Whether its answer is its end."""
        return self.done_days == 0


ASK = "ask"
"""The key of the service that is a question."""

DEFAULT_SERVICES = (
    Service(
        "rubbish",
        "垃圾没收、路面脏",
        "Rubbish, dirty street",
        done_days=1,
        duty="hygiene",
        to="环卫支部",
        codes=("0102", "0103", "0104"),
        aliases=("垃圾", "路面脏", "脏水", "没人扫", "rubbish", "garbage", "trash", "litter"),
    ),
    Service(
        "stall",
        "流动摊、占道",
        "Street stalls, blocked pavement",
        first_word_hours=2.0,
        done_days=1,
        duty="order",
        codes=("0501",),
        aliases=("流动摊", "摆摊", "占道", "stall", "vendor"),
    ),
    Service(
        "shopfront",
        "店门口乱",
        "Mess before a shop",
        of_shops=True,
        codes=("0504", "0507", "0511"),
        aliases=("店门口", "出店", "shopfront"),
    ),
    Service(
        "parking",
        "乱停车、堵门",
        "Parking, blocked gate",
        first_word_hours=2.0,
        done_days=1,
        codes=("0505", "0506"),
        aliases=("停车", "堵门", "车堵", "乱停", "parked", "parking"),
    ),
    Service(
        "noise",
        "噪音、油烟",
        "Noise, fumes",
        codes=("0508", "0116", "0510"),
        aliases=("噪音", "吵", "油烟", "noise", "noisy", "fumes"),
    ),
    Service(
        "poster",
        "小广告、破招牌",
        "Stickers, broken signs",
        duty="facade",
        codes=("0201", "0205"),
        aliases=("小广告", "招牌", "sticker", "poster"),
    ),
    Service(
        "broken",
        "路灯、井盖、路面坏",
        "Broken lamp, cover or paving",
        duty="facility",
        codes=("0110",),
        aliases=("路灯", "井盖", "路面坏", "坑", "不亮", "lamp", "streetlight", "manhole", "pothole"),
    ),
    Service(
        "green",
        "花草树木",
        "Trees and plants",
        duty="green",
        codes=("0106", "0109"),
        aliases=("树", "花坛", "绿化", "草坪", "tree", "plants"),
    ),
    Service(
        "building",
        "私搭乱建、楼道堆物",
        "Illegal building, cluttered stairs",
        done_days=5,
        codes=("0101",),
        aliases=("私搭", "乱建", "违建", "楼道", "堆物", "illegal building", "stairs"),
    ),
    Service(
        ASK,
        "问一句",
        "A question",
        done_days=0,
        aliases=("请问", "问一下", "怎么办", "能不能", "可以吗", "question"),
    ),
)


NOT_OURS = ("诉讼", "起诉", "打官司", "信访", "上访", "纪检", "纪委", "监委", "贪污", "受贿", "行贿")
"""Words of what a hotline may not take on: courts, petitions, discipline; it is kept, and it is said where to go."""


def is_not_ours(words: str) -> bool:
    """Whether it is about a matter for which there are offices of its own."""
    return any(word in words for word in NOT_OURS)


class Services:
    """The services in the programme's order."""

    def __init__(self, services: Sequence[Service]) -> None:
        self._services = tuple(services)

    def by_key(self, key: str) -> Service | None:
        return next((s for s in self._services if s.key == key), None)

    def at_sites(self) -> tuple[Service, ...]:
        """What may be reported where there is no shop."""
        return tuple(s for s in self._services if not s.of_shops)

    def of_code(self, code: str) -> Service | None:
        """The service of a class of GB/T 30428.2; longer codes begin with it."""
        return next((s for s in self._services if any(code.startswith(known) for known in s.codes)), None)

    def guess(self, words: str) -> Service | None:
        """The one service that the words name; None when they name none, or several."""
        said = folded(words)
        found = [s for s in self._services if any(folded(alias) in said for alias in (s.zh, s.en, *s.aliases))]
        return found[0] if len(found) == 1 else None
