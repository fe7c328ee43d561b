"""The check-up of an app's access to the API: its token, its address, one call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import SecretStr

from channels.qyapi.client import QyApi
from channels.qyapi.errors import ADDRESS, Fault, outcome
from messages.errors import SendError
from messages.setup import Line


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
