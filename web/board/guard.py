"""Who is looking: a link from chat becomes a session, and every page asks again what its visitor may see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from files.dataclass import dataclass
from messages.topics import Topic
from programme.ids import PersonId
from programme.roles import Action, Tie, able, may
from storage.board import board_access
from storage.board.board_access import SESSION, Visitor
from storage.core.tx import Database, Tx
from storage.delivery import prompts
from texts import Say, speaker
from web.voice import voice

COOKIE = "fivestar_board"
PAGES = ("week", "streets", "shops", "cases", "requests", "sites", "activities", "pledges", "titles", "jobs")
"""What whoever sees the board may open; at the desk there are the intakes alone."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """A visitor who may be here. `branch` is 0 for the whole programme, else the only branch they see.

    `is_looking`: has a look open in chat, so that no page is shown until it is recorded or left.
    """

    visitor: Visitor
    branch: int
    say: Say
    is_looking: bool = False

    @property
    def person(self) -> PersonId:
        return self.visitor.id

    @property
    def may_act(self) -> bool:
        """Whether anything may be done here: by whoever sees the board, and at the desk."""
        return self.may(Action.SEE_BOARD) or (self.may(Action.SORT_INTAKE) and not self.is_looking)

    @property
    def pages(self) -> tuple[str, ...]:
        """The pages they may open, in the order in which they are named."""
        seen = PAGES if able(self.visitor.roles, Action.SEE_BOARD) else ()
        return (*seen, "intakes") if self.may(Action.SORT_INTAKE) else seen

    def may(self, action: Action) -> bool:
        """Whether they may do this, as by a word in chat."""
        return may(self.visitor.roles, action, Tie.BRANCH | (Tie.LOOKING if self.is_looking else Tie.NONE))


Page = Callable[[Request, Viewer], Awaitable[Response]]


class Guard:
    """Lets people in by their link and keeps everybody else out."""

    def __init__(self, database: Database, clock: Callable[[], datetime], *, language: str, address: str) -> None:
        """`address` is how people reach these pages."""
        self._database = database
        self._clock = clock
        self._language = language
        self._address = urlsplit(address)

    async def is_open(self, token: str) -> bool:
        return await self._database.read(lambda tx: board_access.is_open(tx, token, self._clock()))

    async def enter(self, token: str) -> Response | None:
        """Spend the link; the way in with its session, or None when it opens nothing."""
        session = await self._database.write(lambda tx: board_access.enter(tx, token, self._clock()))
        if session is None:
            return None
        response = RedirectResponse("/board", 303)
        response.set_cookie(
            COOKIE,
            session,
            max_age=int(SESSION.total_seconds()),
            path="/board",
            secure=self._address.scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return response

    def is_ours(self, request: Request) -> bool:
        """Whether a form was sent by a page of ours: browsers say where it came from and scripts elsewhere cannot change that.

        A proxy may pass its own name on as the host: people still come from our `address`.
        """
        if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return False
        origin = request.headers.get("origin")
        if origin is None:
            return True
        theirs = urlsplit(origin).netloc.lower()  # nothing of “null”, which a page in a frame without rights sends
        return bool(theirs) and theirs in {request.headers.get("host", "").lower(), self._address.netloc.lower()}

    async def leave(self, request: Request) -> None:
        session = request.cookies.get(COOKIE, "")
        await self._database.write(lambda tx: board_access.leave(tx, session))

    async def viewer(self, request: Request) -> Viewer | None:
        """Who this is, with the roles of this very moment; None for whoever may not see the board."""
        session = request.cookies.get(COOKIE, "")
        if not session:
            return None

        async def read(tx: Tx) -> tuple[Visitor | None, bool]:
            found = await board_access.visitor(tx, session, self._clock())
            return found, found is not None and await prompts.is_asked(tx, found.id, Topic.REVIEW, self._clock())

        found, is_looking = await self._database.read(read)
        if found is None or not (able(found.roles, Action.SEE_BOARD) or able(found.roles, Action.SORT_INTAKE)):
            return None
        branch = 0 if may(found.roles, Action.SEE_BOARD) else found.branch_id or -1
        return Viewer(found, branch, speaker(found.language or self._language), is_looking)

    def voice(self, request: Request) -> Say:
        """The language of a page nobody has signed in for."""
        return voice(request, self._language)
