"""Turns a WeCom callback into an `Incoming`."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from channels.qyapi.envelope import Fields, first
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Incoming, Kind

CHANNEL = "wecom"
_MEDIA = {"image": Medium.PHOTO, "voice": Medium.VOICE, "video": Medium.FILE, "file": Medium.FILE}
_HELLO = ("subscribe", "enter_agent")
WARNINGS = ("inactive_alert", "close_inactive_agent", "reopen_inactive_agent")
"""Events about the app itself: they change its health and are never a person's message."""


def incoming(fields: Fields, agent: int) -> Incoming | None:
    """The message or event, or None when nobody did anything."""
    user = first(fields, "FromUserName").lower()
    if not user:
        return None
    at = datetime.fromtimestamp(int(first(fields, "CreateTime")), UTC)
    if first(fields, "MsgType") == "event":
        return _event(fields, agent, user, at)
    return _message(fields, agent, user, at)


def _message(fields: Fields, agent: int, user: str, at: datetime) -> Incoming | None:
    number = first(fields, "MsgId")
    if not number:
        return None
    text = first(fields, "Content", "Title", "Label")
    attachments: tuple[Attachment, ...] = ()
    kind = first(fields, "MsgType")
    if kind in _MEDIA:
        attachments = (Attachment(_MEDIA[kind], first(fields, "MediaId"), first(fields, "FileName")),)
    elif kind == "location":
        attachments = (Attachment(Medium.PLACE, f"{first(fields, 'Location_X')},{first(fields, 'Location_Y')}", text),)
    return Incoming(
        f"{CHANNEL}:{agent}:{user}:{number}", Address(CHANNEL, user), at, text=text, attachments=attachments
    )


def _event(fields: Fields, agent: int, user: str, at: datetime) -> Incoming | None:
    event, who = first(fields, "Event").lower(), Address(CHANNEL, user)
    start = f"{CHANNEL}:{agent}:{user}"
    if event == "template_card_event":
        choice, _, label = first(fields, "EventKey").partition("|")
        picked = tuple(int(o[1:]) for o in fields.get("OptionId", ()) if o[:1] == "o" and o[1:].isdecimal())
        on = f"{first(fields, 'ResponseCode')}|{label}"
        return Incoming(f"{start}:{_digest(fields)}", who, at, Kind.TAP, choice=choice, picked=picked, on=on)
    if event == "click":
        return Incoming(f"{start}:{_digest(fields)}", who, at, text=first(fields, "EventKey"))
    if event in _HELLO:
        return Incoming(f"{start}:hello:{at:%Y-%m-%d}", who, at, Kind.HELLO)
    if event == "unsubscribe":
        return Incoming(f"{start}:{_digest(fields)}", who, at, Kind.LEFT)
    return None


def _digest(fields: Fields) -> str:
    """A digest that identifies an event; without the response code, since a repeated delivery may carry a new one."""
    names = ("FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "OptionId")
    told = repr([fields.get(name, ()) for name in names])
    return hashlib.sha1(told.encode(), usedforsecurity=False).hexdigest()
