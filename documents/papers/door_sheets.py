"""门贴: the sheet by which a shop enrols: its name, a code to scan or type, three lines of instructions, whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from documents.drawing import fonts
from documents.papers.typeset import qr, typeset
from files.dataclass import dataclass
from programme.rules import Bureau
from texts import Say
from texts.days import Day

TEMPLATE = Path(__file__).with_name("door_sheets.typ")

Way = str
"""What a scan opens: `web` the chat page, `code` nothing but the code itself to be sent on, or a channel by its name."""

_TWO = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "司徒",
    "夏侯",
    "端木",
    "宇文",
    "长孙",
)
"""Surnames of two characters."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sheet: `kind` shop or member; `place` is the door, or a member's branch; `scan` what the QR code says."""

    kind: Literal["shop", "member"]
    name: str
    place: str
    code: str
    scan: str
    member: str
    until: date


def door_sheets(signs: Sequence[Sign], bureau: Bureau, way: Way, say: Say, *, per_sheet: Literal[1, 4] = 1) -> bytes:
    """A PDF, A4 upright, one sign a page or four to be cut apart; the text can be searched, the fonts are within.

    Raises:
        ValueError: there is nothing to print.
    """
    if not signs:
        raise ValueError("no sign to print")
    words = {
        "signs": [_words(sign, way, say) for sign in signs],
        "bureau": bureau.name_en if say.language == "en" else bureau.name,
        "phone": say("invites.phone", phone=bureau.phone) if bureau.phone else "",
        "title": bureau.street if say.language == "zh" else say("invites.title"),
        "single": per_sheet == 1,
        "fonts": [fonts.FAMILY],
        "language": say.language,
    }
    return typeset(TEMPLATE, words)


def _words(sign: Sign, way: Way, say: Say) -> dict[str, Any]:
    who = "shop" if sign.kind == "shop" else "member"
    return {
        "name": sign.name,
        "ems": fonts.width(sign.name),
        "place": sign.place,
        "role": say(f"invites.for_{who}"),
        "code": spaced(sign.code),
        "code_word": say("invites.code"),
        "qr": qr(sign.scan),
        "steps": [
            say(f"invites.enrol_{way}" if way in ("web", "code") else f"{way}.enrol"),
            say(f"invites.{who}_daily"),
            say(f"invites.{who}_help"),
        ],
        "member": say("invites.member", name=courtesy(sign.member, say)) if sign.member else "",
        "until": say("invites.until", day=Day(sign.until)),
    }


def spaced(code: str) -> str:
    """Eight characters as two times four, as they are read aloud; others as they are."""
    return f"{code[:4]} {code[4:]}" if len(code) == 8 else code  # noqa: PLR2004 the length of our own codes


def courtesy(name: str, say: Say) -> str:
    """What a door says of a member: 王同志, never the whole name; of a name in letters the first word."""
    surname = surname_of(name)
    return say("invites.comrade", surname=surname) if "\u4e00" <= name[:1] <= "\u9fff" else surname


def surname_of(name: str) -> str:
    """王 of 王芳, 司马 of 司马光; of a name in letters the first word."""
    if not "\u4e00" <= name[:1] <= "\u9fff":
        return name.split(" ", maxsplit=1)[0]
    return name[:2] if name.startswith(_TWO) and len(name) > 2 else name[:1]  # noqa: PLR2004 司马 alone is 司 and 马
