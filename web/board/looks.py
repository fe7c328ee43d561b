"""How the board says things: pages from templates, with stars, days and duties in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from documents.wording.star_words import stars
from programme.duties import Duties, Duty
from programme.rules import Rules
from programme.shops.doors import address
from texts import Say
from texts.days import Day, Names

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
STYLE = (HERE / "board.css").read_bytes()
VERSION = sha256(STYLE).hexdigest()[:12]
PRIVATE = {"cache-control": "no-store"}


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 a tenth of the start, for the first page only

    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["with_door"] = address
    return made


class Looks:
    """Renders templates for one programme: `rules` name the duties, `zone` is the street's."""

    def __init__(self, rules: Rules, zone: ZoneInfo) -> None:
        self.rules = rules
        self.zone = zone
        self._duties = Duties(rules.duties)

    def page(
        self, template: str, say: Say, values: Mapping[str, Any], *, status: int = 200, public: bool = False
    ) -> Response:
        """A whole page; private ones are never kept by a browser."""
        html = _environment().get_template(template).render(**self._words(say), **values)
        return HTMLResponse(html, status, headers={} if public else PRIVATE)

    def _words(self, say: Say) -> dict[str, Any]:
        return {
            "say": say,
            "lang": "en" if say.language == "en" else "zh-CN",
            "bureau": self.rules.bureau,
            "bureau_name": self.rules.bureau.name_en if say.language == "en" else self.rules.bureau.name,
            "style": f"/board/style/{VERSION}.css",
            "stars": lambda number: _stars(say, number),
            "day": lambda value: self.day(say, value),
            "moment": lambda value: self.moment(say, value),
            "duty": lambda key: self.duty(say, key),
            "duties": lambda keys: self.duties(say, keys),
        }

    def duty_of(self, key: str) -> Duty | str:
        return self._duties.by_key(key) or key

    def duty(self, say: Say, key: str) -> str:
        """The duty by name; its key when the programme has dropped it since."""
        found = self._duties.by_key(key)
        return found.name(say.language) if found else key

    def duties(self, say: Say, keys: Iterable[str]) -> str:
        """Several duties in one breath, in the programme's own order."""
        order = [duty.key for duty in self.rules.duties]
        ranked = sorted(keys, key=lambda key: order.index(key) if key in order else len(order))
        return Names(tuple(self.duty_of(key) for key in ranked)).name(say.language)

    def day(self, say: Say, value: date | datetime | None) -> str:
        if value is None:
            return "—"
        local = value.astimezone(self.zone).date() if isinstance(value, datetime) else value
        return Day(local).name(say.language)

    def moment(self, say: Say, value: datetime | None) -> str:
        if value is None:
            return "—"
        local = value.astimezone(self.zone)
        return f"{Day(local.date()).name(say.language)} {local:%H:%M}"


def _stars(say: Say, number: int | None) -> Markup:
    """★★★★☆ for the eye, “four stars” for a screen reader."""
    if number is None:
        return Markup('<span class="unrated">{}</span>').format(say("board.unrated"))
    return Markup('<span class="stars" role="img" aria-label="{}">{}</span>').format(
        say("board.stars_aloud", many=number), stars(number)
    )
