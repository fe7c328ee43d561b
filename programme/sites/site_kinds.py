"""The kinds of a site, and how an office writes them."""

from __future__ import annotations

from enum import StrEnum

from programme.identity import compact, shop_key


class SiteKind(StrEnum):
    ESTATE = "estate"
    LANE = "lane"
    STALL = "stall"
    PARKING = "parking"
    CAMERA = "camera"


_WORDS = {
    SiteKind.ESTATE: ("小区", "住宅小区", "estate"),
    SiteKind.LANE: ("小巷", "背街小巷", "巷", "lane"),
    SiteKind.STALL: ("销售点", "临时销售点", "stall", "sale site"),
    SiteKind.PARKING: ("停车点", "停车场", "便民停车", "parking", "car park"),
    SiteKind.CAMERA: ("摄像头", "监控", "camera"),
}


def kind_of(words: str) -> SiteKind | None:
    """The kind that the words of an office mean."""
    said = compact(words)
    return next((kind for kind, names in _WORDS.items() if said in {compact(name) for name in names}), None)


def kind_word(kind: str) -> str:
    """The first of its words, as a sheet is written."""
    return _WORDS[SiteKind(kind)][0]


def site_key(kind: str, name: str) -> tuple[str, str]:
    """A site as compared: its kind and its name, however it is written."""
    return kind, shop_key(name)
