"""Says one `Reply`, in as many requests as it takes; a message that is tried again goes on where it stopped.

Telegram has no idempotency key: what it took is remembered here by the message's key, so that only a request whose answer was
lost, or a process that was killed, can say something twice.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from telegram import InlineKeyboardMarkup, InputMediaDocument, InputMediaPhoto, Message, ReplyKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import BadRequest

from channels.telegram.formatting import CAPTION_UNITS, TEXT_UNITS, UNDER, Markup, html, keyboard, parcels, units
from channels.telegram.line import Line
from channels.telegram.uploads import Upload, Uploads, as_document, fresh
from files.dataclass import dataclass
from messages.attachment import Attachment, Medium
from messages.cutting import pieces
from messages.errors import Refused
from messages.reply import Reply

log = logging.getLogger(__name__)

REMEMBERED = 4096
"""Most messages remembered as partly sent: a bound on memory, not a rule."""

SAME = "message is not modified"
CAPTIONED = "there is no text in the message to edit"
BEYOND_EDITING = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier")
NO_SUCH_THREAD = ("thread not found", "topic_deleted", "topic_closed")
FORGOTTEN = ("wrong file identifier", "wrong remote file", "file reference", "wrong file_id", "can't use file")
NOT_AS_IT_IS = ("photo_invalid", "image_process_failed", "photo_ext_invalid", "photo_save", "voice_messages_forbidden")
"""What the server says with status 400, and each has a way out."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where to: the chat, and the topic inside it or None."""

    chat: int
    thread: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One request. `main` is the one whose message a later edit will mean: it carries the choices."""

    run: Callable[[Target], Awaitable[int]]
    main: bool = False


class Delivery:
    """Says replies over one line."""

    def __init__(self, line: Line, uploads: Uploads) -> None:
        self._line = line
        self._uploads = uploads
        self._begun: OrderedDict[tuple[str, int], list[int]] = OrderedDict()

    async def say(self, to: Target, reply: Reply, key: str) -> str:
        """Say it; the identifier of the message that carries the choices.

        Raises:
            TelegramError: the server did not take one of the requests; say it again under the same key to go on.
            Refused: there is nothing in it that can be said.
        """
        steps = self._steps(reply)
        this = (key, len(steps))
        said = self._begun.get(this, [])
        for step in steps[len(said) :]:
            said = [*said, await self._told(step, to)]
            if len(said) < len(steps) and key:
                _remember(self._begun, this, said)
        self._begun.pop(this, None)
        if not any(said):
            raise Refused("there is nothing in it: no words, and its files are not there")
        main = next((number for step, number in zip(steps, said, strict=True) if step.main and number), 0)
        return str(main or next(number for number in said if number))

    async def _told(self, step: Step, to: Target) -> int:
        try:
            return await step.run(to)
        except BadRequest as error:
            if to.thread is None or not _says(error, NO_SUCH_THREAD):
                raise
        return await step.run(replace(to, thread=None))

    def _steps(self, reply: Reply) -> list[Step]:
        """The requests in order; the same reply always gives the same ones."""
        markup = keyboard(reply)
        files = parcels([a for a in reply.attachments if a.kind is not Medium.PLACE])
        places = [self._place(a) for a in reply.attachments if a.kind is Medium.PLACE]
        if not reply.replace and len(files) == 1 and _fits_as_caption(reply, files[0], markup):
            return [Step(self._files(files[0], reply.text.strip(), markup), main=True), *places]
        words = self._words(reply, markup)
        pictures = [Step(self._files(group)) for group in files]
        return [*words, *pictures, *places] if reply.replace else [*pictures, *places, *words]

    def _words(self, reply: Reply, markup: Markup | None) -> list[Step]:
        """The text in its pieces; the first one edits, the last one has the choices."""
        said = pieces(reply.text, TEXT_UNITS, units)
        edits = int(reply.replace) if reply.replace.isdecimal() else 0
        return [
            Step(
                self._text(piece, markup if n == len(said) - 1 else None, edits if n == 0 else 0),
                main=n == len(said) - 1,
            )
            for n, piece in enumerate(said)
        ]

    def _text(self, text: str, markup: Markup | None, edits: int) -> Callable[[Target], Awaitable[int]]:
        async def run(to: Target) -> int:
            if edits and await self._edited(to, edits, text, markup):
                return edits
            return await self._line.say(to.chat, html(text), markup, to.thread)

        return run

    async def _edited(self, to: Target, number: int, text: str, markup: Markup | None) -> bool:
        """Whether that message now says this; False when it cannot be edited any more."""
        try:
            await self._line.reword(to.chat, number, html(text), markup)
        except BadRequest as error:
            if _says(error, (SAME,)):
                return True
            if _says(error, (CAPTIONED,)):
                return units(text) <= CAPTION_UNITS and await self._caption_edited(to, number, html(text), markup)
            if _says(error, BEYOND_EDITING):
                return False
            raise
        return True

    async def _caption_edited(self, to: Target, number: int, caption: str, markup: Markup | None) -> bool:
        try:
            await self._line.edit_message_caption(
                to.chat,
                number,
                caption=caption,
                reply_markup=InlineKeyboardMarkup.de_json(markup) if markup and UNDER in markup else None,
                parse_mode=ParseMode.HTML,
            )
        except BadRequest as error:
            if not _says(error, (SAME, *BEYOND_EDITING)):
                raise
            return _says(error, (SAME,))
        return True

    def _place(self, attachment: Attachment) -> Step:
        async def run(to: Target) -> int:
            latitude, _, longitude = attachment.ref.partition(",")
            message = await self._line.send_location(
                to.chat, float(latitude), float(longitude), message_thread_id=to.thread
            )
            return message.message_id

        return Step(run)

    def _files(
        self, group: Sequence[Attachment], caption: str = "", markup: Markup | None = None
    ) -> Callable[[Target], Awaitable[int]]:
        """Send what is there of a group; when nothing is, its caption still goes, as words."""

        async def run(to: Target) -> int:
            async with self._uploads.ready(group) as uploads:
                if not uploads:
                    return await self._text(caption, markup, 0)(to) if caption else 0
                messages = await self._carried(to, uploads, html(caption), markup)
            return messages[0].message_id

        return run

    async def _carried(
        self, to: Target, uploads: Sequence[Upload], caption: str, markup: Markup | None
    ) -> Sequence[Message]:
        try:
            messages = await self._carry(to, uploads, caption, markup)
        except BadRequest as error:
            if _says(error, FORGOTTEN) and any(upload.file_id for upload in uploads):
                uploads = [fresh(upload) for upload in uploads]
            elif _says(error, NOT_AS_IT_IS) and any(upload.kind is not Medium.FILE for upload in uploads):
                uploads = [as_document(upload) for upload in uploads]
            else:
                raise
            messages = await self._carry(to, uploads, caption, markup)
        await self._uploads.keep(uploads, messages)
        return messages

    async def _carry(
        self, to: Target, uploads: Sequence[Upload], caption: str, markup: Markup | None
    ) -> Sequence[Message]:
        if len(uploads) > 1:
            words = {"caption": caption, "parse_mode": ParseMode.HTML} if caption else {}
            media = [_in_album(upload, **(words if n == 0 else {})) for n, upload in enumerate(uploads)]
            return await self._line.send_media_group(to.chat, media, message_thread_id=to.thread)
        upload = uploads[0]
        send: dict[Medium, Callable[..., Awaitable[Message]]] = {
            Medium.PHOTO: self._line.send_photo,
            Medium.VOICE: self._line.send_voice,
            Medium.FILE: self._line.send_document,
        }
        options = {"reply_markup": _typed(markup), "message_thread_id": to.thread, "filename": upload.name}
        if caption:
            options |= {"caption": caption, "parse_mode": ParseMode.HTML}
        return [await send[upload.kind](to.chat, upload.media, **options)]


def _typed(markup: Markup | None) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """The keys for one of the library's own methods."""
    if markup is None:
        return None
    return InlineKeyboardMarkup.de_json(markup) if UNDER in markup else ReplyKeyboardMarkup.de_json(markup)


def _fits_as_caption(reply: Reply, group: Sequence[Attachment], markup: Markup | None) -> bool:
    """One caption says it all; an album cannot carry choices."""
    return units(reply.text.strip()) <= CAPTION_UNITS and (len(group) == 1 or markup is None)


def _in_album(upload: Upload, **words: Any) -> InputMediaPhoto | InputMediaDocument:
    kind = InputMediaPhoto if upload.kind is Medium.PHOTO else InputMediaDocument
    return kind(upload.media, filename=upload.name, **words)


def _says(error: BadRequest, words: Sequence[str]) -> bool:
    said = error.message.lower()
    return any(word in said for word in words)


def _remember(where: OrderedDict[Any, Any], key: object, value: object) -> None:
    where[key] = value
    where.move_to_end(key)
    while len(where) > REMEMBERED:
        where.popitem(last=False)
