"""Fits a reply to a channel's limits: long text is cut at sentences, choices become a numbered list, nothing is lost.

A message becomes one part or several, said one after the other; the last of them carries the choices and the files.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from messages.cutting import pieces, utf8
from messages.limits import Limits, Picks
from messages.reply import Pick, Reply, in_words


class Form(StrEnum):
    """How a person uses choices where some see no buttons (`Limits.form`)."""

    UNKNOWN = ""  # said twice: in words, then with buttons
    CARD = "card"
    TEXT = "text"


def fitted(reply: Reply, limits: Limits, form: str = Form.CARD) -> list[Reply]:
    """The parts in which a channel with these limits can say `reply`; one at least.

    Where messages to a person are counted, each file is a part of its own after the words, which matter more.
    """
    if not limits.edits:
        reply = replace(reply, replace="")
    if (limits.window or limits.bursts) and reply.attachments:
        files = [Reply("", attachments=(file,)) for file in reply.attachments]
        words = replace(reply, attachments=())
        return [*(_shaped(words, limits, form) if reply.text else ()), *files]
    return _shaped(reply, limits, form)


def _shaped(reply: Reply, limits: Limits, form: str) -> list[Reply]:
    if not (reply.buttons or reply.pick):
        return _cut(reply, limits.text_bytes)
    if not takes_choices(reply, limits) or (limits.form and form == Form.TEXT):
        return _cut(in_words(reply), limits.text_bytes)
    faced = replace(reply, buttons=tuple(tuple(replace(b, label=b.face) for b in row) for row in reply.buttons))
    if limits.form and form == Form.UNKNOWN:
        words = replace(in_words(reply), attachments=())
        return [*_cut(words, limits.text_bytes), replace(faced, replace="")]
    return _cut(faced, limits.text_bytes)


def takes_choices(reply: Reply, limits: Limits) -> bool:
    """Whether the buttons and the checklist of `reply` can be shown as such."""
    if not limits.buttons or (limits.choice_bytes and utf8(reply.text) > limits.choice_bytes):
        return False
    shown = [*(b.face for b in reply.choices), *((reply.pick.submit,) if reply.pick else ())]
    if limits.label_bytes and any(utf8(label) > limits.label_bytes for label in shown):
        return False
    if reply.pick is None:
        return len(shown) <= limits.buttons
    return _takes_pick(reply, reply.pick, limits)


def _takes_pick(reply: Reply, pick: Pick, limits: Limits) -> bool:
    """Whether there is room for a checklist, however the channel shows one."""
    match limits.picks:
        case Picks.TOGGLE:
            return len(pick.options) + len(reply.choices) + 1 <= limits.buttons
        case Picks.ONCE:
            return len(pick.options) <= limits.options and not reply.choices
        case Picks.NONE:
            return False


def _cut(reply: Reply, most: int) -> list[Reply]:
    said = pieces(reply.text, most)
    if len(said) < 2:  # noqa: PLR2004 nothing to cut
        return [reply]
    *before, last = said
    words = [replace(reply, text=piece, buttons=(), pick=None, attachments=()) for piece in before]
    return [words[0], *(replace(w, replace="") for w in words[1:]), replace(reply, text=last, replace="")]
