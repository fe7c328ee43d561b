"""`/board/activities` and `/board/activity/N`: planned, over and closed, people only as counts; acted upon as in chat."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple
from uuid import uuid4

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.steps import action
from programme.activities.activity_state import ActivityKind, ActivityState
from programme.activities.time_given import hours
from programme.requests.promises import number
from programme.roles import Action, Tie, may
from storage.activities import branch_rounds
from storage.board import board_activities, board_requests
from storage.board.board_activities import ACTIVITIES, ActivityRow, BroughtBack, WantedActivities
from storage.board.board_requests import RequestRow, WantedRequests
from storage.core.tx import Tx
from storage.photos import media
from texts.days import Hours
from web.board.forms import text
from web.board.guard import Viewer
from web.board.lists import Ground, Sent, turning

PER_PAGE = 40
MOST = 40
"""Requests shown on the page of one joint enforcement."""
PLANS = {ActivityKind.VOLUNTEER: "board.say_activity", ActivityKind.JOINT: "board.say_joint"}
"""What may be planned here, in one line as in chat."""


class _Told(NamedTuple):
    """One thing that was brought back; whoever it waits for opens it here with `act`, for others `key` is empty."""

    one: BroughtBack
    key: str
    act: str


class ActivityPages:
    """Lists and one activity."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    async def all(self, request: Request, viewer: Viewer) -> Response:
        asked = request.query_params
        which, kind = asked.get("which", ""), asked.get("kind", "")
        wanted = WantedActivities(
            which if which in ACTIVITIES else ACTIVITIES[0],
            kind if kind in set(ActivityKind) else "",
            asked.get("q", "").strip()[:40],
        )
        turn = turning(request, PER_PAGE)
        rows, many = await self._ground.database.read(
            lambda tx: board_activities.activities(tx, viewer.branch, wanted, most=turn.most, skip=turn.skip)
        )
        values = {
            "viewer": viewer,
            "here": "activities",
            "wanted": wanted,
            "which": ACTIVITIES,
            "kinds": list(ActivityKind),
            "rows": rows,
            "many": many,
            "turn": turn.over(many, asked),
            "plans": list(PLANS) if viewer.may(Action.PLAN_ACTIVITY) else [],
            "key": uuid4().hex,
        }
        return self._ground.looks.page("board_activities.html", viewer.say, values | self._words(viewer))

    def _words(self, viewer: Viewer) -> dict[str, object]:
        zone = self._ground.looks.zone
        return {
            "hours": hours,
            "called": lambda one: _called(one) or viewer.say(f"branch_checks.kind_{one.kind}"),
            "when": lambda one: Hours(one.begins_at.astimezone(zone), one.ends_at.astimezone(zone)).name(
                viewer.say.language
            ),
        }

    async def one(self, request: Request, viewer: Viewer) -> Response:
        activity_id = request.path_params["activity"]
        due = {one.action for one in await self._ground.desk.waiting(viewer.person)}

        async def read(tx: Tx) -> dict[str, object]:
            one = await board_activities.activity(tx, viewer.branch, activity_id)
            if one is None:
                raise HTTPException(404)
            told = await board_activities.brought_back(tx, one.id)
            return {
                "activity": one,
                "asked": await self._asked_there(tx, viewer, one),
                "totals": await branch_rounds.totals_of(tx, one.id),
                "told": [_told(each, due) for each in told],
                "acts": await self._acts(tx, viewer, one),
                "says": self._says(viewer, one),
                "photos": [
                    each.id
                    for each in await media.of(tx, "activity", one.id)
                    if each.state == "stored" and each.kind == "photo"
                ],
            }

        found = await self._ground.database.read(read)
        values = {
            "viewer": viewer,
            "here": "activities",
            "key": uuid4().hex,
            "now": self._ground.clock(),
            "service": self._ground.service(viewer.say),
            "number": self._number,
        }
        return self._ground.looks.page("board_activity.html", viewer.say, values | self._words(viewer) | found)

    def _number(self, one: RequestRow) -> str:
        return number(self._ground.day_of(one.at), one.id)

    async def _asked_there(self, tx: Tx, viewer: Viewer, one: ActivityRow) -> list[RequestRow]:
        """What waits at the site that a joint enforcement goes to."""
        if one.kind is not ActivityKind.JOINT or one.site_id is None or one.state is ActivityState.CALLED_OFF:
            return []
        rows, _ = await board_requests.requests(
            tx, viewer.branch, WantedRequests(site_id=one.site_id), most=MOST, skip=0
        )
        return list(rows)

    @staticmethod
    def _is_theirs(viewer: Viewer, one: ActivityRow) -> bool:
        """Whether it is theirs to change; the step asks again, of the chat's own relations."""
        tie = Tie.LINKED if one.host_id == viewer.person else Tie.NONE
        tie |= Tie.BRANCH if one.branch_id is not None and one.branch_id == viewer.visitor.branch_id else Tie.NONE
        return may(viewer.visitor.roles, Action.CHANGE_ACTIVITY, tie)

    async def _acts(self, tx: Tx, viewer: Viewer, one: ActivityRow) -> dict[str, str]:
        """What may be done from here with a button: the steps that the buttons of the chat name."""
        found: dict[str, str] = {}
        if self._is_theirs(viewer, one):
            found = _of_host(one, is_over=one.ends_at <= self._ground.clock())
        vouches = one.unsure and viewer.may(Action.CONFIRM_HOURS)
        if vouches and not await board_activities.has_own_parts(tx, one.id, viewer.person):
            found["confirm_hours"] = action("claims.confirm_late", one.id)
            found["refuse_hours"] = action("claims.refuse_late", one.id)
        return found

    def _says(self, viewer: Viewer, one: ActivityRow) -> list[str]:
        """What is done with a sentence: another plan, or what came of a joint enforcement."""
        if not self._is_theirs(viewer, one) or one.state not in (ActivityState.PLANNED, ActivityState.OVER):
            return []
        if one.kind is ActivityKind.JOINT:
            return ["joint_result"] if one.begins_at <= self._ground.clock() else []
        return ["change"] if one.state is ActivityState.PLANNED else []

    async def plan(self, request: Request) -> Response:
        """A new one, in the line that plans it in chat: it is read back and kept only then."""
        sent = await self._ground.sent(request)
        if sent is None:
            return RedirectResponse("/board", 303)
        kind, words = text(sent.form, "kind"), text(sent.form, "words")
        if kind not in PLANS or not words:
            return RedirectResponse("/board/activities", 303)
        return await self._say(sent, sent.viewer.say(PLANS[ActivityKind(kind)], words=words))

    async def act(self, request: Request) -> Response:
        """A button or a sentence of its page: the same functions, permissions and questions as in chat."""
        sent, number_ = await self._ground.sent(request), request.path_params["activity"]
        if sent is None:
            return RedirectResponse("/board", 303)
        viewer, wish, words = sent.viewer, text(sent.form, "act"), text(sent.form, "words")

        async def read(tx: Tx) -> tuple[ActivityRow, dict[str, str]] | None:
            one = await board_activities.activity(tx, viewer.branch, number_)
            return None if one is None else (one, await self._acts(tx, viewer, one))

        found = await self._ground.database.read(read)
        if found is None:
            return RedirectResponse("/board/activities", 303)
        one, acts = found
        if wish in acts:
            await self._ground.desk.act(sent.person, sent.key, acts[wish], viewer.say(f"board.act_{wish}"))
            return RedirectResponse(f"/board/act?key={sent.key}", 303)
        if wish in self._says(viewer, one) and words:
            return await self._say(sent, viewer.say(f"board.say_{wish}", number=one.id, words=words))
        return RedirectResponse(f"/board/activity/{one.id}", 303)

    async def _say(self, sent: Sent, words: str) -> Response:
        await self._ground.desk.say(sent.person, sent.key, words)
        return RedirectResponse(f"/board/act?key={sent.key}", 303)


def _called(one: ActivityRow) -> str:
    """A joint enforcement by where it goes, anything else by what is done."""
    return (one.site or one.place) if one.kind is ActivityKind.JOINT else one.title


def _told(one: BroughtBack, due: Collection[str]) -> _Told:
    opened = action("follow_ups.open_one", one.id)
    return _Told(one, uuid4().hex if opened in due else "", opened)


def _of_host(one: ActivityRow, *, is_over: bool) -> dict[str, str]:
    """The steps of whoever may change it."""
    found: dict[str, str] = {}
    is_open = one.state in (ActivityState.PLANNED, ActivityState.OVER)
    if one.kind is ActivityKind.VOLUNTEER:
        if one.state is ActivityState.PLANNED and not is_over:
            found["poster"] = action("own_papers.take_poster", one.id)
        if is_over and one.state is not ActivityState.CALLED_OFF:
            found["note_hours"] = action("noting.ask_who_came", one.id)
    if is_open:
        found["call_off"] = action("planning.call_off", one.id)
    return found
