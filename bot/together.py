"""Joins the answers of one turn into few messages, for channels whose window or ticket counts every message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.post import Outgoing
from messages.address import Address


def together(outgoing: Sequence[Outgoing], to: Address) -> list[Outgoing]:
    """Words to `to` join the next of its messages with choices, or the last one; everything else stays as it is.

    No choice is lost: each message with choices stays one of its own.
    """
    mine = [out for out in outgoing if out.to == to and not out.prompt]
    others = [out for out in outgoing if out not in mine]
    joined: list[Outgoing] = []
    words: list[Outgoing] = []
    for out in mine:
        if out.reply.buttons or out.reply.pick:
            joined.append(_led(out, words))
            words = []
        else:
            words.append(out)
    if words and joined:
        joined[-1] = _followed(joined[-1], words)
    elif words:
        joined.append(_led(words[-1], words[:-1]))
    return [*joined, *others]


def _led(out: Outgoing, words: Sequence[Outgoing]) -> Outgoing:
    lead = "\n\n".join(w.reply.text for w in words if w.reply.text)
    attachments = [a for w in words for a in w.reply.attachments]
    return replace(out, lead=lead, reply=replace(out.reply, attachments=(*attachments, *out.reply.attachments)))


def _followed(out: Outgoing, words: Sequence[Outgoing]) -> Outgoing:
    tail = "\n\n".join(w.reply.text for w in words if w.reply.text)
    attachments = [a for w in words for a in w.reply.attachments]
    return replace(out, tail=tail, reply=replace(out.reply, attachments=(*out.reply.attachments, *attachments)))
