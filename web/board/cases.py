"""待办 on the board: one's own with a button each, as in chat, and all that is open, by age or street, in pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from messages.errors import StorageDown
from programme.ids import PersonId, ShopId
from storage.board import board
from storage.board.board import Sifted
from storage.core.tx import Tx
from web.board.appeal_file import appeal_file, appeal_of
from web.board.desk import KEY, Answer, Due
from web.board.forms import Form, count, text
from web.board.guard import Viewer
from web.board.lists import Ground, turning

PER_PAGE = 40
ORDERS = ("due", "age", "street")


class CasePages:
    """`/board/cases` and `/board/act`."""

    def __init__(self, ground: Ground, changed: Callable[[], None]) -> None:
        """`changed` is called when something was done here."""
        self._changed = changed
        self._ground = ground

    async def all(self, request: Request, viewer: Viewer) -> Response:
        """What waits for the viewer, then everything that is open."""
        asked = request.query_params
        which = Sifted(
            asked.get("street", "")[:80], PersonId(count(asked.get("member"), 0)), _order(asked.get("by", ""))
        )
        turn, my_turn = turning(request, PER_PAGE), turning(request, PER_PAGE, "mine")
        mine = await self._mine(viewer, which)

        async def read(tx: Tx) -> dict[str, object]:
            many = await board.open_cases_count(tx, viewer.branch, which)
            return {
                "help_asked": await board.help_asked(tx, viewer.branch, PER_PAGE, which),
                "cases": await board.open_cases(tx, viewer.branch, PER_PAGE, which, turn.skip),
                "many": many,
                "turn": turn.over(many, asked),
                "streets": await board.streets(tx, viewer.branch),
                "members": await board.members(tx, viewer.branch),
            }

        found = await self._ground.database.read(read)
        values = {
            "viewer": viewer,
            "here": "cases",
            "now": self._ground.clock(),
            "which": which,
            "orders": ORDERS,
            "mine": [(one, uuid4().hex) for one in mine[my_turn.skip : my_turn.skip + PER_PAGE]],
            "mine_many": len(mine),
            "my_turn": my_turn.over(len(mine), asked),
        }
        return self._ground.looks.page("cases.html", viewer.say, values | found)

    async def _mine(self, viewer: Viewer, which: Sifted) -> list[Due]:
        """The viewer's own 待办, of the street and the member's shops that were asked for."""
        due = list(await self._ground.desk.waiting(PersonId(viewer.visitor.id)))
        if which.street:
            due = [one for one in due if one.place and one.place.street == which.street]
        if which.member_id:
            theirs = await self._ground.database.read(lambda tx: board.shops_of_member(tx, which.member_id))
            due = [one for one in due if one.place and one.place.id in theirs]
        return sorted(due, key=_KEYS[which.sorted]) if which.sorted else due

    async def answer(self, request: Request, viewer: Viewer) -> Response:
        """What was said to an act, with what may be done next."""
        key = request.query_params.get("key", "")
        found = await self._ground.desk.answer(PersonId(viewer.visitor.id), key) if KEY.fullmatch(key) else None
        if found is None or not found.replies:
            return RedirectResponse("/board/cases", 303)
        evidence = await self._evidence(viewer, found)
        values = {"viewer": viewer, "here": "cases", "answer": found, "key": uuid4().hex, "evidence": evidence}
        return self._ground.looks.page("act.html", viewer.say, values)

    async def _evidence(self, viewer: Viewer, said: Answer) -> dict[str, object]:
        """The record behind an appeal that the engine has just shown to them; nothing for any other message."""
        appeal_id = next(filter(None, (appeal_of(reply.topic) for reply in said.replies)), None)
        if appeal_id is None:
            return {}
        today = self._ground.today
        return await self._ground.database.read(
            lambda tx: appeal_file(tx, appeal_id, today, self._ground.looks, viewer.say)
        )

    async def act(self, request: Request) -> Response:
        """A button of 待办, a button or checklist of an answer, or the sentence that was asked for."""
        sent = await self._ground.sent(request)
        if sent is None:
            return RedirectResponse("/board", 303)
        try:
            is_done = await self._carry_out(sent.person, sent.key, sent.form)
        except StorageDown:
            say = sent.viewer.say
            return self._ground.looks.page("closed.html", say, {"words": say("board.try_again")}, status=503)
        if is_done:
            self._changed()
        return RedirectResponse(f"/board/act?key={sent.key}" if is_done else "/board/cases", 303)

    async def _carry_out(self, person: PersonId, key: str, form: Form) -> bool:
        if action := text(form, "action"):
            return await self._ground.desk.begin(person, key, action)
        if choice := text(form, "choice"):
            picked = [int(n) for n in form.get("picked", []) if re.fullmatch("[0-9]{1,3}", n)]
            await self._ground.desk.tap(person, key, choice, picked)
            return True
        if words := text(form, "words"):
            await self._ground.desk.say(person, key, words)
        return bool(words)


def _by_age(due: Due) -> tuple[bool, float]:
    return due.since is None, due.since.timestamp() if due.since else 0.0


def _by_street(due: Due) -> tuple[bool, str, str, ShopId]:
    place = due.place
    return (False, place.street, place.walk, place.id) if place else (True, "", "", ShopId(0))


_KEYS: dict[str, Callable[[Due], tuple[object, ...]]] = {"age": _by_age, "street": _by_street}


def _order(asked: str) -> str:
    return asked if asked in _KEYS else ""
