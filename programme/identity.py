"""Whether two spellings mean the same: names, doors, streets and telephones as compared, whoever wrote them and how.

`张　三` is 张三, 12 is 12号, “西津路12号” in 西津路 is 12号. What is shown keeps its
spelling; only comparing goes through here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from programme.shops.doors import road_and_rest, with_digits

_INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Marks that take no room: zero width, direction of writing, soft hyphen, byte order."""
_HAN = "\u3400-\u9fff\uf900-\ufaff"
_INNER_SPACE = re.compile(rf"(?<=[{_HAN}\d])\s+(?=[{_HAN}])|(?<=[{_HAN}])\s+(?=\d)")
_MIDDLE_DOT = re.compile("[·•‧∙・･．]")
_DASH = re.compile("[-‐-―−－~～]+")
_TITLES = "先生|女士|小姐|太太|同志|老板娘?|师傅|经理|店长|店主|书记|主任|老师|大姐|大哥|阿姨|经营者|负责人|法人"
_COURTESY = re.compile(rf"(?:\((?:{_TITLES})\)|(?:{_TITLES}))$")
_COURTESY_ENGLISH = re.compile(r"^(?:mr|mrs|ms|miss|dr)[.\s]\s*")
_LEAST_NAME = 2
"""A courtesy title is taken off only where a whole name is left: 王先生 and 王女士 are two people."""
_DOOR_PREFIX = re.compile(r"^(?:no\.?|#|门牌号码?|门牌|第(?=\d+号))[::]?")
_WHOLE = re.compile(r"^(\d+)\.0$")
_BETWEEN_NUMBERS = re.compile(r"(?<=[\da-z])号(?=\d)")
_NUMBER_SIGN = re.compile(r"(?<=[\da-z])号")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_NO_DIGIT = re.compile(r"[^\d+]")
_COUNTRY = re.compile(r"^(?:\+|00)86")
_remembered = lru_cache(maxsize=1 << 16)
"""A roster of a whole town is compared several times over."""


def visible(text: str) -> str:
    """The text without marks that take no room."""
    return _INVISIBLE.sub("", text)


def tidy(text: str) -> str:
    """One line with single spaces; nothing invisible, no space inside Chinese words (张　三, 西津 路, 12 号)."""
    return _INNER_SPACE.sub("", " ".join(visible(text).split()))


def plain(text: str) -> str:
    """As people type it: in plain width, one line, nothing invisible, no space inside Chinese words."""
    return tidy(unicodedata.normalize("NFKC", text))


def compact(text: str) -> str:
    """One width, one case, no spaces, nothing invisible: what all the keys below begin with."""
    return "".join(unicodedata.normalize("NFKC", visible(text)).casefold().split())


@_remembered
def person_key(name: str) -> str:
    """A person's name as compared: without inner spaces, courtesy titles and the shape of the dot in 阿不都·热合曼."""
    words = unicodedata.normalize("NFKC", visible(name)).casefold().strip()
    bare = compact(_COURTESY_ENGLISH.sub("", words))
    for _ in range(2):  # 张三(店长)先生
        shorter = _COURTESY.sub("", bare)
        if len(shorter) < _LEAST_NAME:
            break
        bare = shorter
    return _MIDDLE_DOT.sub("·", bare)


@_remembered
def shop_key(name: str) -> str:
    """A shop's name as compared: （总店） and (总店) are one, and so are the dots and dashes of all widths."""
    return _DASH.sub("-", _MIDDLE_DOT.sub("·", compact(name)))


@_remembered
def street_key(street: str) -> str:
    """A street as compared: without the province, city and sub-district that may stand in front of it."""
    whole = compact(street)
    road, rest = road_and_rest(whole)
    return road + rest or whole


@_remembered
def door_key(door: str) -> tuple[str, str]:
    """A door as compared: the street it names itself (empty for none), and the house with what lies behind it.

    12, 12号, １２号, 012号, 12 号 and 门牌12号 are one door; 12-3号, 12号附3 and 12号楼上 are others.
    """
    road, rest = road_and_rest(with_digits(compact(door)))
    rest = _DASH.sub("-", _DOOR_PREFIX.sub("", rest)).replace("號", "号")
    rest = _WHOLE.sub(r"\1", rest)
    rest = _NUMBER_SIGN.sub("", _BETWEEN_NUMBERS.sub("|", rest))
    return road, _LEADING_ZEROS.sub("", rest).strip("-,.、，。;")


def place_key(name: str, door: str, street: str) -> tuple[str, str, str]:
    """The same shop is the same 店名, 门牌 and 街道; a door that names its street knows best."""
    road, house = door_key(door)
    return shop_key(name), house, road or street_key(street)


def is_shop_called(words: str, name: str, door: str = "", street: str = "") -> bool:
    """Whether words mean a shop: by its name, its door, or its name with its door, however these are written.

    >>> is_shop_called("西津路１２", "李记面馆", "12号", "西津路")
    True
    """
    said, known = shop_key(words), shop_key(name)
    beside = said.removeprefix(known).strip("(),、")
    return (
        said == known
        or _is_door(words, name, door, street)
        or (beside != said and _is_door(beside, name, door, street))
    )


def _is_door(words: str, name: str, door: str, street: str) -> bool:
    road, house = door_key(words)
    _, known, at = place_key(name, door, street)
    return bool(house) and house == known and road in ("", at)


@_remembered
def phone_key(phone: str) -> str:
    """A telephone as compared: its digits without 86 in front."""
    digits = _NO_DIGIT.sub("", compact(phone))
    return _COUNTRY.sub("", digits).lstrip("+")


def is_mobile(phone: str) -> bool:
    """Whether it is a mobile number of this country: a landline may belong to the shop, a mobile to a person."""
    return re.fullmatch(r"1\d{10}", phone_key(phone)) is not None
