"""Turns one row of 微信客服 into an `Incoming`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Failure, Incoming, Kind

CHANNEL = "kefu"
CUSTOMER, SYSTEM = 3, 4
WELCOME = timedelta(seconds=20)
"""How long a welcome code lets one message through."""

_MEDIA = {"image": Medium.PHOTO, "voice": Medium.VOICE, "video": Medium.FILE, "file": Medium.FILE}
_FAILURES = {0: Failure.AGAIN, 4: Failure.CLOSED, 5: Failure.CLOSED, 6: Failure.CLOSED, 10: Failure.GONE}
"""By `fail_type`; for the others the operator has to act, and the message is given up."""

Row = Mapping[str, Any]


def incoming(row: Row, account: str, *, taps_count: bool = True) -> Incoming | None:
    """What the customer did, or None: what a colleague wrote, a session that changed, or a row we cannot read.

    `taps_count` says whether a tap on a menu is the customer's own word, after which five answers are allowed anew.
    """
    try:
        at = datetime.fromtimestamp(int(row.get("send_time", 0)), UTC)
        key = f"{CHANNEL}:{account}:{_text(row, 'msgid')}"
        if row.get("msgtype") == "event":
            return _event(_part(row, "event"), key, at)
        if row.get("origin") != CUSTOMER or not _text(row, "external_userid") or not _text(row, "msgid"):
            return None
        found = _message(row, key, at)
        return replace(found, opens=taps_count) if found.kind is Kind.TAP else found
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _message(row: Row, key: str, at: datetime) -> Incoming:
    who, kind = Address(CHANNEL, _text(row, "external_userid")), _text(row, "msgtype")
    part = _part(row, kind)
    if kind == "text" and (choice := _text(part, "menu_id")):
        return Incoming(key, who, at, Kind.TAP, choice=choice)
    if kind in _MEDIA:
        return Incoming(key, who, at, attachments=(Attachment(_MEDIA[kind], _text(part, "media_id")),))
    if kind == "location":
        name = _text(part, "name")
        place = Attachment(Medium.PLACE, f"{part.get('latitude', '')},{part.get('longitude', '')}", name)
        return Incoming(key, who, at, text=name, attachments=(place,))
    return Incoming(key, who, at, text=_text(part, "content") or _text(part, "title"))


def _event(event: Row, key: str, at: datetime) -> Incoming | None:
    kind, user = _text(event, "event_type"), _text(event, "external_userid")
    who = Address(CHANNEL, user)
    if not user:
        return None
    if kind == "enter_session":
        code, ticket = _text(event, "scene_param"), _text(event, "welcome_code")
        text = f"/start {code}" if code else ""
        return Incoming(key, who, at, Kind.HELLO, text, ticket=ticket, ticket_until=at + WELCOME if ticket else None)
    if kind == "msg_send_fail":
        why = event.get("fail_type", 0)
        failure = _FAILURES.get(why, Failure.REFUSED) if isinstance(why, int) else Failure.REFUSED
        on = _text(event, "fail_msgid")
        return Incoming(key, who, at, Kind.FAILED, f"fail_type {why}", choice=failure, on=on)
    if kind == "reject_customer_msg_switch_change" and event.get("reject_switch") == 1:
        return Incoming(key, who, at, Kind.LEFT)
    return None


def _part(row: Row, name: str) -> Row:
    found = row.get(name)
    return found if isinstance(found, dict) else {}


def _text(row: Row, name: str) -> str:
    found = row.get(name, "")
    return found if isinstance(found, str) else ""
