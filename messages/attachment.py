"""Attachments of a message, in or out: photos, voices, files, places."""

from __future__ import annotations

from enum import StrEnum

from files.dataclass import dataclass


class Medium(StrEnum):
    PHOTO = "photo"
    VOICE = "voice"
    FILE = "file"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment of a message.

    `ref` names it: coming in, what the channel fetches it by (a Telegram file id, a path under the data folder for the web
    chat, "lat,lon" for a place); going out, a path under the data folder. `name` is the file name a person sees.
    """

    kind: Medium
    ref: str
    name: str = ""
