"""`/city/honours`: who was honoured, of those who agreed to be named outside, and branches; by year, kind, branch and name."""

from __future__ import annotations

from starlette.responses import Response

from storage.honours.honours import PublicHonour
from texts import Say
from web.board.looks import Looks


def honours_page(looks: Looks, say: Say, found: list[PublicHonour]) -> Response:
    """The years, the latest first; in a year nobody stands before anybody."""
    years = [(year, [one for one in found if one.year == year]) for year in sorted({one.year for one in found})[::-1]]
    return looks.page("city_honours.html", say, {"years": years}, public=True)
