"""Pulls rows from the stored cursor, which moves only after each row is committed: a crash loses nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from channels.kefu.incoming import incoming
from channels.qyapi.client import QyApi
from channels.qyapi.errors import MESSAGE_TOKEN, Fault
from messages.channel import Receive
from messages.setup import Memory

log = logging.getLogger(__name__)

BY_ITSELF = 900.0
"""Seconds after which we pull without a callback; the API allows that rarely."""

TOO_OLD = timedelta(minutes=10)
"""On the very first pull, rows older than this are passed over: nobody wants last week's words answered."""

A_PAGE = 1000


class Pull:
    """Pulls the rows of one account. `seen` is called with every row that was taken."""

    def __init__(self, api: QyApi, account: str, memory: Memory, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._account = account
        self._memory = memory
        self._clock = clock
        self._rung = asyncio.Event()
        self._token = ""

    def ring(self, token: str) -> None:
        """There is more; `token` allows asking for ten minutes."""
        self._token = token or self._token
        self._rung.set()

    async def wait(self) -> None:
        """Wait for the next callback, or until the interval has passed."""
        try:
            async with asyncio.timeout(BY_ITSELF):
                await self._rung.wait()
        except TimeoutError:
            return

    async def all(self, receive: Receive) -> None:
        """Pull until there is no more, unless another process is about it.

        Raises:
            Fault, SendError: the far side refused, or cannot be reached.
            StorageDown: what came cannot be kept now; the cursor has not moved.
        """
        self._rung.clear()
        if not await self._memory.try_alone(f"pull {self._account}", lambda: self._pages(receive)):
            log.info("another process pulls already")

    async def _pages(self, receive: Receive) -> None:
        kept = await self._memory.cursor(self._account)
        at, is_first = kept.at, not kept.at
        token = self._token or kept.rung_with
        while True:
            page = await self._page(at, token)
            for row in page.get("msg_list") or ():
                if not (is_first and self._is_old(row)):
                    await self._take(row, receive)
            following = str(page.get("next_cursor") or "")
            if following and following != at:
                at = following
                await self._memory.move_cursor(self._account, at)
            elif page.get("has_more"):
                log.warning("the far side says there is more and gives no cursor: looked at again later")
                return
            if not page.get("has_more"):
                return

    async def _take(self, row: Any, receive: Receive) -> None:
        found = incoming(row, self._account) if isinstance(row, dict) else None
        if found:
            await receive(found)

    async def _page(self, at: str, token: str) -> dict[str, Any]:
        body = {"open_kfid": self._account, "limit": A_PAGE, **({"cursor": at} if at else {})}
        if token:
            try:
                return await self._api.call("kf/sync_msg", {**body, "token": token})
            except Fault as fault:
                if fault.code != MESSAGE_TOKEN:
                    raise
        return await self._api.call("kf/sync_msg", body)

    def _is_old(self, row: Any) -> bool:
        made = row.get("send_time") if isinstance(row, dict) else None
        return not isinstance(made, int) or self._clock() - datetime.fromtimestamp(made, UTC) > TOO_OLD
