"""What the lists of the board have in common: what they stand on, pages to be turned, and a form that was sent from one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urlencode

from starlette.requests import Request

from files.dataclass import dataclass
from programme.ids import PersonId
from programme.services import Services
from storage.core.tx import Database
from texts import Say
from web.board.desk import KEY, Desk
from web.board.forms import Form, count, fields, text
from web.board.guard import Guard, Viewer
from web.board.looks import Looks


@dataclass(frozen=True, slots=True)
class Sent:
    """A form that was sent by whoever may act here; `key` is this form's alone."""

    viewer: Viewer
    form: Form
    key: str

    @property
    def person(self) -> PersonId:
        return self.viewer.person


@dataclass(frozen=True, slots=True)
class Ground:
    """What every list stands on."""

    database: Database
    looks: Looks
    guard: Guard
    desk: Desk
    clock: Callable[[], datetime]

    @property
    def today(self) -> date:
        """The street's day."""
        return self.day_of(self.clock())

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.looks.zone).date()

    def service(self, say: Say) -> Callable[[str], str]:
        """A service by name; what nobody has named is something else."""
        services = Services(self.looks.rules.services)

        def named(key: str) -> str:
            found = services.by_key(key)
            return found.name(say.language) if found else say("city.other")

        return named

    async def sent(self, request: Request) -> Sent | None:
        """The form, if a page of ours sent it for somebody who may act here."""
        viewer = await self.guard.viewer(request)
        if viewer is None or not viewer.may_act or not self.guard.is_ours(request):
            return None
        form = await fields(request)
        key = text(form, "key")
        return Sent(viewer, form, key) if KEY.fullmatch(key) else None


@dataclass(frozen=True, slots=True)
class Turning:
    """The page of a list that is asked for, with `most` rows; `by` is the field of the address that numbers it."""

    page: int
    most: int
    by: str = "page"

    @property
    def skip(self) -> int:
        """Rows on the pages before."""
        return (self.page - 1) * self.most

    def within(self, many: int) -> Turning:
        """The first page where the one asked for lies beyond the last row."""
        return self if self.skip < many else replace(self, page=1)

    def over(self, many: int, wanted: Mapping[str, object]) -> dict[str, object]:
        """What the template needs to show this page of `many` rows; `wanted` stays as it is on the other pages."""
        query = urlencode(
            {name: value for name, value in wanted.items() if value not in ("", None) and name != self.by}
        )
        return {"by": self.by, "page": self.page, "pages": -(-many // self.most) or 1, "query": query}


def turning(request: Request, most: int, by: str = "page") -> Turning:
    """As the address says, which anybody may have typed."""
    return Turning(count(request.query_params.get(by), 1) or 1, most, by)
