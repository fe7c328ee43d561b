"""Maps an errcode of the API to what happens to the message: tried again, held, given up, or the operator has to act.

Never by `errmsg`: the official advice is that it changes.
"""

from __future__ import annotations

import re

from messages.errors import Closed, Gone, Misconfigured, NotSent, Refused, SendError, TryLater

TOKEN = frozenset({40014, 42001, 41001})
"""The token is invalid, expired or missing: fetched anew, once."""

BUSY = frozenset({-1, 6000, 45033})
TOO_FAST = 45009
A_MINUTE = 60.0
"""Seconds a breached minute's limit blocks."""

ADDRESS = 60020
OPERATOR = {
    60020: "this server's address is not among the app's trusted ones (企业可信IP)",
    40001: "the secret is not the app's: check the SECRET setting",
    40013: "there is no such corporation: check FIVESTAR_WECOM__CORP_ID",
    40056: "there is no such app: check FIVESTAR_WECOM__AGENT_ID",
    301002: "the token is another app's: AGENT_ID and SECRET do not belong together",
    48002: "the app may not use this part of the API: switch it on in the console",
    50001: "the callback's domain is not trusted",
    95000: "the service account does not exist: check FIVESTAR_KEFU__OPEN_KFID",
    95011: "the service account is managed on kf.weixin.qq.com: use its own secret",
    95012: "the service account is managed by an app: use the app's secret",
    60030: "the app may not use this service account: name it in 可调用接口的应用",
    60011: "the app may not see this member or account",
    40091: "the secret is no longer valid",
}
"""What the operator reads; the channel pauses."""

GONE = frozenset({81013, 40003, 60111})
CLOSED = frozenset({95001, 95002, 95013, 95018, 40096})
SESSION = 95018
MESSAGE_TOKEN = 95007
"""The token of a callback is refused: pulled once without it."""

STALE_MEDIA = 40007
REFUSED = frozenset({45098, 40058, 40008, 40035, 41016, STALE_MEDIA})
KNOWN = TOKEN | BUSY | {TOO_FAST} | OPERATOR.keys() | GONE | CLOSED | REFUSED | {MESSAGE_TOKEN}

_FROM_IP = re.compile(r"from ip: ([0-9a-f.:]+)")


class Fault(Exception):
    """The API answered with an errcode."""

    def __init__(self, code: int, words: str = "", path: str = "") -> None:
        super().__init__(f"{path} {code}".strip())
        self.code = code
        self.words = words
        self.path = path

    @property
    def address(self) -> str:
        """The address the API sees us come from, where it says so."""
        found = _FROM_IP.search(self.words)
        return found[1] if found else ""


def outcome(fault: Fault) -> SendError:
    """The `SendError` that says what to do next."""
    code = fault.code
    what = str(fault)
    if code in BUSY or code in TOKEN:
        return NotSent(what)
    if code == TOO_FAST:
        return TryLater(A_MINUTE, what)
    if code in OPERATOR:
        words = OPERATOR[code]
        return Misconfigured(f"{code}: {words}" + (f"; it comes from {fault.address}" if fault.address else ""))
    if code in GONE:
        return Gone(what)
    if code in CLOSED:
        return Closed(what)
    return Refused(what)
