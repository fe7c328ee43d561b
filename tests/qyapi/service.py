"""The part of the fake that is 微信客服: rows in pages behind a cursor, a window of five in 48 hours, session states."""

from __future__ import annotations

import random
from collections import defaultdict, deque
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.qyapi import judge
from tests.qyapi.judge import Wrong
from tests.qyapi.screens import Customer, Shown

KFID = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q"
WINDOW, MOST = 172_800, 5
DAYS_3 = 3 * 86400
SYNC = {"cursor": str, "token": str, "limit": int, "voice_format": int, "open_kfid": str}


class Service:
    """One service account and its customers. `tokenless` is how many pulls without a callback's token a minute are answered."""

    def __init__(self, clock: Callable[[], float], seed: int) -> None:
        self.clock = clock
        self.dice = random.Random(seed)
        self.unknown = self.dice.randrange(
            60_500, 60_900
        )  # errcodes nobody has told us: no code of ours can match them
        self.complaints: list[str] = []
        self.kefu_screen: list[Shown] = []
        self.rows: list[tuple[float, dict[str, Any]]] = []
        self.customers: dict[str, Customer] = defaultdict(Customer)
        self.doorbells: dict[str, float] = {}
        self.media: dict[str, tuple[bytes, float]] = {}
        self.page = 3
        self.taps_refill = True
        self.manage_privilege = True
        self.tokenless = 1_000_000
        self._tokenless: deque[float] = deque()
        self._msgids: set[str] = set()

    def row(self, row: dict[str, Any]) -> None:
        """Something happened: the next pull finds it."""
        self.rows.append((self.clock(), row))

    def media_known(self, body: dict[str, Any]) -> None:
        part = body.get(body["msgtype"], {})
        if "media_id" in part and self.clock() - self.media.get(part["media_id"], (b"", -1e12))[1] > DAYS_3:
            raise Wrong(40007)

    def _kf_account_list(self, _: dict[str, Any], __: web.Request) -> dict[str, Any]:
        account = {"open_kfid": KFID, "name": "五星商户客服", "manage_privilege": self.manage_privilege}
        return {"account_list": [account]}

    def _kf_add_contact_way(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self._account(body)
        judge.fields(body, {"open_kfid": str, "scene": str})
        if len(body["scene"].encode()) > 32:
            raise Wrong(40058, "scene")
        return {"url": f"https://work.weixin.qq.com/kf/kfc/{body['scene']}?enc_scene=ENC"}

    def _kf_sync_msg(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        """One page; now and then an empty one with more behind it, which the documentation allows."""
        self._account(body)
        judge.fields(body, SYNC)
        if len(body.get("cursor", "").encode()) > 64 or len(body.get("token", "").encode()) > 128:
            raise Wrong(40058, "cursor or token")
        if not 1 <= body.get("limit", 1000) <= 1000:
            raise Wrong(40058, "limit")
        self._allowed(body.get("token"))
        cursor = body.get("cursor", "c0")
        start = int(cursor.rstrip("e")[1:])
        if not cursor.endswith("e") and start < len(self.rows) and self.dice.random() < 0.2:
            return {"next_cursor": f"c{start}e", "has_more": 1, "msg_list": []}
        now, end = self.clock(), min(start + self.page, len(self.rows))
        rows = [row for at, row in self.rows[start:end] if now - at < DAYS_3]
        return {"next_cursor": f"c{end}", "has_more": int(end < len(self.rows)), "msg_list": rows}

    def _allowed(self, token: str | None) -> None:
        """A callback's token lasts ten minutes; without one only few pulls a minute are answered."""
        now = self.clock()
        if token is not None:
            if now - self.doorbells.get(token, -1e12) > 600:
                raise Wrong(95007)
            return
        while self._tokenless and self._tokenless[0] < now - 60:
            self._tokenless.popleft()
        if len(self._tokenless) >= self.tokenless:
            raise Wrong(45009)
        self._tokenless.append(now)

    def _kf_service_state_get(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self._account(body)
        judge.fields(body, {"open_kfid": str, "external_userid": str})
        if body["external_userid"] not in self.customers:
            raise Wrong(40096)
        return {"service_state": self.customers[body["external_userid"]].state}

    def _kf_send_msg(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self._account(body)
        self.complaints += judge.kefu(body, {"touser": str, "open_kfid": str})
        user = body["touser"]
        if user not in self.customers:
            raise Wrong(40096)
        customer, now = self.customers[user], self.clock()
        self._once(body)
        if customer.state not in (0, 1):
            raise Wrong(95013 if customer.state == 4 else 95018)
        if not customer.spoke or now - customer.spoke > WINDOW:
            raise Wrong(95002)
        if customer.said >= MOST:
            raise Wrong(95001)
        self.media_known(body)
        customer.said += 1
        return self._show(user, body)

    def _kf_send_msg_on_event(self, body: dict[str, Any], _: web.Request) -> dict[str, Any]:
        self.complaints += judge.kefu(body, {"code": str})
        if body["msgtype"] not in ("text", "msgmenu"):
            raise Wrong(40008)
        user = next((u for u, c in self.customers.items() if body["code"] in c.welcomes), "")
        until = self.customers[user].welcomes.pop(body["code"], -1.0) if user else -1.0
        if self.clock() > until:
            raise Wrong(self.unknown + 1, "stale welcome code")
        self._once(body)
        self.customers[user].welcomed = self.clock()
        return self._show(user, body)

    def _show(self, user: str, body: dict[str, Any]) -> dict[str, Any]:
        self._msgids.add(body["msgid"])
        self.kefu_screen.append(Shown(user, body, self.clock(), body["msgid"]))
        return {"msgid": body["msgid"]}

    def _once(self, body: dict[str, Any]) -> None:
        if body["msgid"] in self._msgids:
            raise Wrong(self.unknown + 2, "this msgid was used")

    @staticmethod
    def _account(body: dict[str, Any]) -> None:
        if body.get("open_kfid") != KFID:
            raise Wrong(95000)
