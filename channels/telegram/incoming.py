"""Turns a Telegram update into an `Incoming`; None for what does not concern the bot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from telegram import ChatMemberUpdated, Document, Message, PhotoSize, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from files.dataclass import dataclass
from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.incoming import Incoming, Kind

CHANNEL = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update we ask the server for."""

FETCHABLE = 20 * 1024 * 1024
"""Bytes: a bot cannot download anything bigger; from a server of our own it could, and nobody would keep it."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something answered on the spot and never handed over: `notice` is the key of the sentence."""

    chat: int
    notice: str
    language: str = ""
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads updates for one bot: `bot` is its id (the front of the token), `username` its name once known."""

    bot: str
    username: str = ""

    def tap(self, raw: Mapping[str, Any], now: datetime) -> Incoming | None:
        """What a tap means, read where it stands: taps are most of what comes, and parsing one takes longer than answering it.

        `now` is its time: it has no stamp of its own.

        Raises:
            LookupError, TypeError, AttributeError, ValueError: a field is of no kind that the specification knows.
        """
        tap = raw["callback_query"]
        message, data = tap.get("message"), tap.get("data")
        if not message or not data or message["chat"]["type"] != ChatType.PRIVATE:
            return None
        thread = message.get("message_thread_id") if message.get("is_topic_message") else None
        return Incoming(
            key=self.key(raw["update_id"]),
            sender=Address(CHANNEL, str(int(message["chat"]["id"]))),
            at=now,
            kind=Kind.TAP,
            choice=data,
            thread=str(int(thread)) if thread else "",
            on=str(int(message["message_id"])),
            language=tap["from"].get("language_code") or "",
        )

    def read(self, update: Update) -> Incoming | Aside | None:
        """What anything else means."""
        if update.my_chat_member:
            return self._membership(update.update_id, update.my_chat_member)
        if update.edited_message:
            if update.edited_message.location:
                return None  # a live location moves every few seconds; only where it began counts
            return self._message(update.update_id, update.edited_message, Kind.EDIT)
        if update.message:
            return self._message(update.update_id, update.message, Kind.MESSAGE)
        return None

    def aside(self, update: Update) -> Aside | None:
        """What is to be said on the spot beside handing it over: that a file is too large, whatever words came with it."""
        message = update.message
        if message is None or message.chat.type != ChatType.PRIVATE or not self._is_too_large(message):
            return None
        return Aside(message.chat.id, "too_large", _language(message.from_user), _thread(message))

    def _is_too_large(self, message: Message) -> bool:
        files = (message.document, message.voice, message.audio, message.video, message.video_note, message.animation)
        return any(f and (f.file_size or 0) > FETCHABLE for f in files)

    def key(self, update_id: int) -> str:
        return f"{CHANNEL}:{self.bot}:{update_id}"

    def _message(self, update_id: int, message: Message, kind: Kind) -> Incoming | Aside | None:
        if message.chat.type != ChatType.PRIVATE:
            return self._group(message) if kind is Kind.MESSAGE else None
        if message.from_user is None or message.from_user.is_bot:
            return None
        language = _language(message.from_user)
        text, attachments = self._text(message), () if self._is_too_large(message) else tuple(_attachments(message))
        if not text and not attachments:
            notice = _unreadable(message)
            return Aside(message.chat.id, notice, language, _thread(message)) if notice else None
        return Incoming(
            key=self.key(update_id),
            sender=Address(CHANNEL, str(message.chat.id)),
            at=message.date,
            kind=kind,
            text=text,
            attachments=attachments,
            thread=_thread(message),
            on=str(message.message_id),
            quotes=_quoted(message),
            language=language,
        )

    def _membership(self, update_id: int, change: ChatMemberUpdated) -> Incoming | Aside | None:
        was, now = change.old_chat_member.status, change.new_chat_member.status
        gone = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
        if change.chat.type != ChatType.PRIVATE:
            joined = was in gone and now not in gone
            return Aside(change.chat.id, "group", _language(change.from_user)) if joined else None
        if (was in gone) == (now in gone):
            return None
        return Incoming(
            key=self.key(update_id),
            sender=Address(CHANNEL, str(change.chat.id)),
            at=change.date,
            kind=Kind.LEFT if now in gone else Kind.HELLO,
            language=_language(change.from_user),
        )

    def _group(self, message: Message) -> Aside | None:
        """In a group we only say how to talk to us in private, and only when spoken to."""
        text = (message.text or message.caption or "").lower()
        name = f"@{self.username.lower()}" if self.username else ""
        command, _, other = text.split(" ", 1)[0].partition("@")
        ours = command in ("/start", "/help") and other in ("", name[1:])
        if ours or (name and name in text):
            return Aside(message.chat.id, "group", _language(message.from_user), _thread(message))
        return None

    def _text(self, message: Message) -> str:
        """The words; a sticker or a die is its emoji, and a command loses our name."""
        text = message.text or message.caption or ""
        if text.startswith("/") and self.username:
            command, space, rest = text.partition(" ")
            text = command.removesuffix(f"@{self.username}") + space + rest
        if message.sticker:
            return message.sticker.emoji or ""
        return message.dice.emoji if message.dice else text


def _attachments(message: Message) -> Iterator[Attachment]:
    """All that a message carries, in the order in which it is shown."""
    if message.photo:
        yield Attachment(Medium.PHOTO, _best(message.photo).file_id)
    if place := message.location:
        title = message.venue.title if message.venue else ""
        yield Attachment(Medium.PLACE, f"{place.latitude:.6f},{place.longitude:.6f}", title)
    if message.voice:
        yield Attachment(Medium.VOICE, message.voice.file_id)
    if message.audio:
        yield Attachment(Medium.VOICE, message.audio.file_id, message.audio.file_name or "")
    if message.document and not message.animation:
        yield _document(message.document)
    for film in filter(None, (message.video, message.animation, message.video_note)):
        yield Attachment(Medium.FILE, film.file_id, getattr(film, "file_name", None) or "")


def _document(document: Document) -> Attachment:
    """A picture that was sent as a file is a photo all the same."""
    medium = Medium.PHOTO if (document.mime_type or "").startswith("image/") else Medium.FILE
    return Attachment(medium, document.file_id, document.file_name or "")


def _best(sizes: tuple[PhotoSize, ...]) -> PhotoSize:
    """The biggest picture that can still be fetched."""
    fetchable = [size for size in sizes if (size.file_size or 0) <= FETCHABLE]
    return max(fetchable or sizes, key=lambda size: size.width * size.height)


def _unreadable(message: Message) -> str:
    """Which sentence answers a message that holds nothing for us; empty for what nobody said (a pin, a title)."""
    if message.contact:
        return "contact"
    said = (message.poll, message.story, message.game, message.checklist, message.paid_media, message.sticker)
    return "unreadable" if any(said) else ""


def _quoted(message: Message) -> str:
    """The message of ours that this one was swiped to answer."""
    ours = message.reply_to_message
    return str(ours.message_id) if ours and ours.from_user and ours.from_user.is_bot else ""


def _thread(message: Message) -> str:
    return str(message.message_thread_id) if message.is_topic_message and message.message_thread_id else ""


def _language(user: User | None) -> str:
    return (user.language_code if user else "") or ""
