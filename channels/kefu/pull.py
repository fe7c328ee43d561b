"""Pulls rows from the stored cursor, which moves only after each row is committed: a crash loses nothing."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from channels.kefu.incoming import incoming
from channels.qyapi.client import QyApi
from channels.qyapi.errors import MESSAGE_TOKEN, Fault
from messages.address import Address
from messages.channel import Receive
from messages.incoming import Incoming
from messages.setup import Memory

log = logging.getLogger(__name__)

TOO_OLD = timedelta(minutes=10)
"""On the very first pull, older rows are skipped: they are history, and an answer now would only confuse."""

A_PAGE = 1000

AT_ONCE = 16
"""Most customers whose rows are handled at the same time, so that their turns share commits."""


class Pull:
    """Pulls the rows of one account."""

    def __init__(
        self, api: QyApi, account: str, memory: Memory, clock: Callable[[], datetime], *, taps_count: bool = True
    ) -> None:
        self._taps_count = taps_count
        self._api = api
        self._account = account
        self._memory = memory
        self._clock = clock
        self._rung = asyncio.Event()
        self._token = ""

    def ring(self, token: str) -> None:
        """There are new rows; `token` allows pulling for ten minutes."""
        self._token = token or self._token
        self._rung.set()

    async def wait(self, longest: float) -> None:
        """Wait for the next callback, or so many seconds."""
        try:
            async with asyncio.timeout(longest):
                await self._rung.wait()
        except TimeoutError:
            return

    async def all(self, receive: Receive) -> bool:
        """Pull until there is no more; False when another process is pulling, which may have seen less than there is now.

        Raises:
            Fault, SendError: the far side refused, or cannot be reached.
            StorageDown: what came cannot be kept now; the cursor has not moved.
        """
        self._rung.clear()
        return await self._memory.try_alone(f"pull {self._account}", lambda: self._pages(receive))

    async def _pages(self, receive: Receive) -> None:
        kept = await self._memory.cursor(self._account)
        at, token, is_first = kept.at, self._token or kept.rung_with, not kept.at
        more = True
        while more:
            page, token = await self._page(at, token)
            rows = self._fresh(page) if is_first else _rows(page)
            await self._take(rows, receive)
            before, at, more = at, str(page.get("next_cursor") or at), bool(page.get("has_more"))
            if at != before and (rows or not more or not is_first):  # after a crash a first pull passes over again
                await self._memory.move_cursor(self._account, at)
            elif at == before and more:
                log.warning("the API says there is more and gives no new cursor: pulled again later")
                return

    async def _take(self, rows: Sequence[Any], receive: Receive) -> None:
        """Handle the rows of a page: each customer's in order, and several customers' at once.

        Raises:
            StorageDown: not all of them are kept; those that are count once when they come again.
        """
        by_customer: dict[Address, list[Incoming]] = defaultdict(list)
        for row in rows:
            found = incoming(row, self._account, taps_count=self._taps_count) if isinstance(row, dict) else None
            if found:
                by_customer[found.sender].append(found)
        room = asyncio.Semaphore(AT_ONCE)

        async def one_after_another(messages: Sequence[Incoming]) -> None:
            async with room:
                for message in messages:
                    await receive(message)

        ended = await asyncio.gather(*map(one_after_another, by_customer.values()), return_exceptions=True)
        for error in ended:
            if error:
                raise error

    async def _page(self, at: str, token: str) -> tuple[dict[str, Any], str]:
        """One page, and the token for the next; one that was refused is not tried again."""
        body = {"open_kfid": self._account, "limit": A_PAGE, **({"cursor": at} if at else {})}
        if token:
            try:
                return await self._api.call("kf/sync_msg", {**body, "token": token}), token
            except Fault as fault:
                if fault.code != MESSAGE_TOKEN:
                    raise
        return await self._api.call("kf/sync_msg", body), ""

    def _fresh(self, page: dict[str, Any]) -> list[Any]:
        """The rows of a first pull that are recent enough to be answered."""
        since = (self._clock() - TOO_OLD).timestamp()
        made = ((row, row.get("send_time")) for row in _rows(page) if isinstance(row, dict))
        return [row for row, at in made if isinstance(at, int) and at >= since]


def _rows(page: dict[str, Any]) -> list[Any]:
    rows = page.get("msg_list")
    return rows if isinstance(rows, list) else []
