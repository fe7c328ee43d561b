"""Everyday sentences with what they mean, and how what was made of one compares with that."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import handlers
from app.app import found
from bot import dialogue
from bot.flow import Flow
from bot.language.meanings import FAULTS, MET, Meaning, NamedShop, Reading, Speaker
from programme.half_days import is_half_day
from programme.roles import Role, able
from programme.spans import span

DATA = Path(__file__).parents[1] / "tests" / "data"
RIGHT = "recorded right"
ASKED = "asked right"
WALL = "wall"
FALSE_FAILURE = "false failure"
FALSE_CREDIT = "false credit"
OTHER = "otherwise wrong"
VERDICTS = (RIGHT, ASKED, WALL, FALSE_FAILURE, FALSE_CREDIT, OTHER)
SHOPS = "李记面馆 宁墩山货铺 阿香包子铺 明亮眼镜 津河花店 便民五金 老丁理发 徽府酒楼 新开的奶茶 小方水果".split()
"""The member's ten shops in walking order; the first is the merchant's."""
_TODAY = date(2026, 11, 23)
_KEYS = {
    "greenery": "green",
    "facilities": "facility",
    "卫生": "hygiene",
    "秩序": "order",
    "绿化": "green",
    "设施": "facility",
    "立面亮化": "facade",
}
"""How duties are called in tables of other hands."""
_OF_NO_SHOP = {"closed", "report"}
"""Beside what was seen at shops: “5 ok+report”."""
_QUIET = {"none", "menu"}
"""Nothing is recorded: a greeting answered, a list or a page shown."""


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: who says it, and all that it may mean, each as the facts it makes."""

    who: str
    says: str
    means: tuple[frozenset[str], ...]
    half: str = ""

    @property
    def is_unambiguous(self) -> bool:
        return len(self.means) == 1 and not self.means[0] & {"ask", "none"}


def rows(name: str, half: str = "") -> list[Row]:
    """The sentences of a table in `tests/data` or of a file named by its whole path, those of one half where it has halves."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        found = [Row(r["who"], r["says"], _means(r["means"]), r.get("half") or "") for r in csv.DictReader(file)]
    return [row for row in found if not half or row.half == half]


def _means(cell: str) -> tuple[frozenset[str], ...]:
    for theirs, ours in _KEYS.items():
        cell = cell.replace(theirs, ours)
    return tuple(_facts(meaning.strip()) for meaning in cell.split("|"))


def _facts(meaning: str) -> frozenset[str]:
    """“3 hygiene=0 order=0; 4 ok” as its single facts."""
    if not meaning[:1].isdigit():
        return frozenset(f"bad:{fact}" if fact in _KEYS.values() else fact for fact in meaning.split("+"))
    facts, number = [], ""
    for word in re.split(r"[;+\s]+", meaning):
        number = word if word.isdigit() else number
        facts += [] if word.isdigit() else [word if word in _OF_NO_SHOP else f"{number} {word}"]
    return frozenset(facts)


def verdict(row: Row, did: frozenset[str], *, asked: bool) -> str:
    """How `did`, the facts that were recorded or the one thing that was done, compares with what the row allows.

    A row that says “closed” leaves open for how long.
    """
    recorded = did - _QUIET
    if any("closed" in meaning for meaning in row.means):
        recorded = frozenset(fact.partition(":")[0] if fact.startswith("closed:") else fact for fact in recorded)
    if not recorded:
        fits = {"ask"} if asked else _QUIET  # a menu that keeps the words is a question, too
        fits = fits | (did & _QUIET and _QUIET)
        allowed = [meaning for meaning in row.means if meaning & fits]
        return (ASKED if asked else RIGHT) if allowed else (OTHER if asked else WALL)
    if recorded in row.means:
        return RIGHT
    every = frozenset().union(*row.means)
    if any(_is_failure(fact) for fact in recorded - every):
        return FALSE_FAILURE
    return FALSE_CREDIT if any(fact.endswith("ok") for fact in recorded - every) else OTHER


def _is_failure(fact: str) -> bool:
    return fact.startswith("bad:") or fact.endswith(("=0", "=0.5"))


_SHOWS_ONLY = frozenset(
    "look not_looked hello thanks cancel how_stars check my_shops todo privacy digest board unseen history spot_check propose "
    "pause resume remind red_line lift_red_line link new_holder invite revoke holidays roster unclear_there "
    "cross_review leave about open_fixes star_list on_leave notice shop_gone title_worth check_until who_looked "
    "too_much resign stars_there problems_there not_been_there no_phone_there others_there chat_there next_look "
    "join join_there weights ranking on_notice penalty shut_shops cross_plan recall".split()
)
"""They show something, or show first what would be done."""
_ASKS = {"rest_of_them"}
_NAMES = {"open_shop": "open", "open_shop_there": "open", "open_shop_named": "open"}
_NAMES |= {"real_person": "menu", "plate": "stars"}  # a page of its own for a part of what the other shows
_CLOSES = {"close_shop", "close_shop_there", "close_shop_named"}


def speakers() -> dict[str, Speaker]:
    """A merchant with one shop, a member with ten, a manager; each with the commands open to their role."""
    linked = tuple(NamedShop(number, name, number) for number, name in enumerate(SHOPS, 1))
    return {
        "merchant": Speaker(own=(NamedShop(1, SHOPS[0]),), intents=_open_to(Role.MERCHANT)),
        "member": Speaker(linked=linked, intents=_open_to(Role.MEMBER)),
        "manager": Speaker(intents=_open_to(Role.MANAGER)),
    }


def _open_to(role: Role) -> frozenset[str]:
    flows = (dialogue.flow, *found(handlers, "flow", Flow))
    return frozenset(i.name for flow in flows for i in flow.intents if able({role}, i.permission.action))


def read_as(reading: Reading) -> tuple[frozenset[str], bool]:
    """What a reading would do, and whether it asks."""
    did = frozenset(fact for meaning in reading.certain for fact in _done(meaning))
    asks = bool(reading.asked) or any(meaning.intent in _ASKS for meaning in reading.certain)
    return did, asks


def _done(meaning: Meaning) -> list[str]:
    if meaning.intent == MET:
        return [f"{meaning.shop} ok" if meaning.shop else "ok"]
    if meaning.intent == FAULTS and not meaning.shop:
        return [f"bad:{duty}" for duty in meaning.failed]
    if meaning.intent == FAULTS:
        failed = [f"{meaning.shop} {duty}=0" for duty in meaning.failed]
        return failed + [f"{meaning.shop} {duty}=0.5" for duty in meaning.fixed]
    if meaning.intent in _CLOSES:
        days = None if is_half_day(meaning.said or meaning.rest) else span(meaning.rest, _TODAY)
        if days is None:
            return ["ask"]  # until which day is asked
        return [f"closed:{(days.last - days.first).days + 1}" if days.last else "closed:1"]
    if meaning.intent in _ASKS | _SHOWS_ONLY:
        return []
    return [_NAMES.get(meaning.intent, meaning.intent)]
