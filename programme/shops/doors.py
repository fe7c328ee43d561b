"""Doors: reads house numbers however they are written, so that a member's list is in walking order.

Nothing a person writes is refused: a door without a number is sorted after those that have one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from files.dataclass import dataclass

_ADMIN = re.compile(r"^(?:[^\d\s,]*?(?:省|自治区|(?<!超)市(?!场)|县|(?<![小社园厂])区|镇|乡|街道(?:办事处)?|社区))+")
"""Province to community in front of a Chinese address; 小区 and the like name a place and stay."""
_ROAD = re.compile(
    r"\d+(?:国道|省道|县道)|[^\d\s,;()]+?(?:大道|大街|步行街|老街|国道|省道|路|街|巷|弄|道)(?:[东南西北中]段)?"
)
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_WRITTEN = re.compile(
    r"(?<![\u4e00-\u9fff])[零〇一二两三四五六七八九十百]+(?=[号幢栋楼层室弄])|(?<=[路街巷道弄号附])[零〇一二两三四五六七八九十百]+(?=号|$)"
)
_TOKEN = re.compile(r"\d+|[a-z]+")
_UK = re.compile(r"(?<![a-z\d/])(?P<number>\d+)\s?(?P<letter>[a-z])?(?P<to>\s*[-–/&]\s*\d+[a-z]?)?\s+(?P<road>[a-z].*)")
_UK_ROAD = re.compile(
    r".*\b(?:street|st|road|rd|lane|avenue|ave|drive|way|place|square|court|terrace|crescent|gate|quay|quays)"
)
_UNIT = re.compile(r"^(?:units?|flat|shop|office|room|floor|suite|kiosk|stall|basement|ground)\b")
_LAST = "~"
"""Sorts behind every digit: doors without a number come last."""


@dataclass(frozen=True, slots=True)
class Door:
    """A door as read: the road its text names (empty when none), the house number, and what comes behind it (附2, Unit 2A)."""

    road: str
    number: int | None
    behind: tuple[str, ...] = ()


@lru_cache(maxsize=20_000)
def read_door(text: str) -> Door:
    """A door from what somebody wrote; never fails."""
    plain = _plain(text)
    return (
        _western(plain)
        if re.search(r"[a-z]{3}", plain) and not re.search(r"[\u4e00-\u9fff]", plain)
        else _chinese(plain)
    )


def street_of(text: str) -> str:
    """The street a door's text names, as written; empty when it names none.

    “西津街道中溪路12-3号” → “中溪路”, “Unit 2A, 74 Trongate” → “Trongate”.
    """
    road = read_door(text).road
    found = re.search(re.escape(road), _one_width(text), re.IGNORECASE)
    return found[0] if found else road


def address(street: str, door: str) -> str:
    """A shop's address as people write it: “西津路12号”, “Trongate 74”; a door that names its street already is the whole."""
    if street and street.casefold() in door.casefold():
        return door
    gap = " " if street and door and street[-1].isascii() else ""
    return f"{street}{gap}{door}"


def walk_key(text: str, street: str = "") -> str:
    """A string that sorts doors of one `street` as one walks past them: road, house number, what is behind it.

    Compares byte by byte, as both databases do. The road is left out when it is the street's own.
    """
    door = read_door(text)
    road = "" if door.road == _plain(street).strip() else door.road
    number = _LAST if door.number is None else f"{door.number:06d}"
    return "|".join((road, number, *(t.zfill(6) if t.isdecimal() else t for t in door.behind)))


def road_and_rest(text: str) -> tuple[str, str]:
    """The road a Chinese address begins with (empty when with none), and what follows; both without province to community."""
    local = _ADMIN.sub("", text) or text
    found = _ROAD.match(local)
    return (found[0], local[found.end() :]) if found else ("", local)


def is_road(words: str) -> bool:
    """Whether the words are a road's name and nothing else, as a sheet for each street is called."""
    return _ROAD.fullmatch(_one_width(words)) is not None


def with_digits(text: str) -> str:
    """Written-out house numbers as digits: 十二号 → 12号."""
    return _WRITTEN.sub(lambda found: str(_value(found[0])), text)


def _one_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace("，", ",").strip()


def _plain(text: str) -> str:
    """One width and one case; written-out numbers as digits (十二号 → 12号)."""
    return with_digits(_one_width(text).casefold())


def _value(written: str) -> int:
    """一百零二 → 102, 十二 → 12, 二〇三 → 203."""
    if not set(written) & set("十百"):
        return int("".join(str(_DIGITS[c]) for c in written))
    total, digit = 0, 0
    for c in written:
        if c in "十百":
            total, digit = total + (digit or 1) * (10 if c == "十" else 100), 0
        else:
            digit = _DIGITS[c]
    return total + digit


def _chinese(plain: str) -> Door:
    """Road, then the first number behind it; everything further is behind the door, in order."""
    local = _ADMIN.sub("", plain)
    found = _ROAD.match(local) or _ROAD.search(local)
    rest = local[found.end() :] if found else local
    tokens = _TOKEN.findall(rest)
    first = next((n for n, token in enumerate(tokens) if token.isdecimal()), None)
    road = found[0] if found else ""
    if first is None:
        return Door(road, None, (rest,) if rest else ())
    return Door(road, int(tokens[first]), (*tokens[:first], *tokens[first + 1 :]))


def _western(plain: str) -> Door:
    """“Unit 2A, 74 Trongate”: the last part that reads number-then-words is the house; what stands before it is behind it."""
    parts = [p.strip() for p in plain.split(",") if p.strip()]
    for n in range(len(parts) - 1, -1, -1):
        found = _UK.search(parts[n])
        if found and not _UNIT.match(parts[n]):
            before = " ".join((*parts[:n], parts[n][: found.start()]))
            behind = (*filter(None, (found["letter"],)), *_TOKEN.findall(found["to"] or ""), *_numbers(before))
            return Door(found["road"].strip(), int(found["number"]), behind)
    road = next((p for p in parts if not _UNIT.match(p) and _UK_ROAD.fullmatch(p)), "")
    return Door(road, None, (" ".join(p for p in parts if p != road),))


def _numbers(text: str) -> tuple[str, ...]:
    """The numbers and single letters in “unit 2a” or “flat 6/2”; the words themselves do not order anything."""
    return tuple(t for t in _TOKEN.findall(text) if t.isdecimal() or len(t) == 1)
