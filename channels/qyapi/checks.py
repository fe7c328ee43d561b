"""The check-up of an app: its token and address by one call to the API, and its own callback as the API would verify it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from secrets import token_hex
from typing import Any

import aiohttp
from pydantic import SecretStr

from channels.qyapi.client import QyApi
from channels.qyapi.envelope import Envelope
from channels.qyapi.errors import ADDRESS, Fault, outcome
from messages.errors import SendError
from messages.setup import Line

IN_TIME = 1.0
"""Seconds the API waits when it verifies an address."""


async def callback(envelope: Envelope, public_url: str, path: str, patience: float) -> Line:
    """Verify our own callback from outside, through whatever stands before it, as the API does when it is saved."""
    address, words, nonce = public_url.rstrip("/") + path, token_hex(8), token_hex(8)
    began, sealed = time.time(), envelope.seal(words.encode())
    stamp = f"{began:.0f}"
    query = {"timestamp": stamp, "nonce": nonce, "msg_signature": envelope.signature(stamp, nonce, sealed)}
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience)) as http,
            http.get(address, params={**query, "echostr": sealed}, allow_redirects=False) as response,
        ):
            told = await response.text(errors="replace")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return Line("!", "check_callback_silent", {"address": address, "what": type(error).__name__})
    took = time.time() - began
    if response.status != 200 or told != words:  # noqa: PLR2004 HTTP
        what = response.status if response.status != 200 else "200, other words"  # noqa: PLR2004
        return Line("✗", "check_callback_wrong", {"address": address, "what": what})
    if took > IN_TIME:
        return Line("!", "check_callback_slow", {"address": address, "seconds": f"{took:.1f}"})
    return Line("✓", "check_callback_well", {"address": address})


async def entrance(
    corp_id: str,
    secret: SecretStr | None,
    base_url: str,
    proxy: str,
    patience: float,
    path: str,
    body: Mapping[str, Any] | None = None,
    **params: Any,
) -> Sequence[Line]:
    """Fetch a token and make one call; what the operator has to do, or that all is well."""
    api = QyApi(corp_id, secret.get_secret_value().strip() if secret else "", base_url, proxy, patience)
    try:
        found = await api.call(path, body, params=params)
    except Fault as fault:
        if fault.code == ADDRESS:
            return [Line("✗", "check_address", {"address": fault.address or "?"})]
        return [Line("✗", "check_refused", {"what": outcome(fault)})]
    except SendError as error:
        return [Line("✗", "check_silent", {"what": error})]
    finally:
        await api.close()
    return [Line("✓", "check_well", {"name": found.get("name", "")})]
