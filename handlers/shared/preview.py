"""Previews: what others will read, or cannot be taken back, is shown once first: send, change or cancel."""

from __future__ import annotations

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from bot.kept import pack, restore
from messages.reply import CANCEL, Button
from messages.topics import Topic
from storage.delivery import prompts
from storage.delivery.message_effects import Effect

flow = Flow("preview")


def show_first(turn: Turn, to: str, send: str, change: str, *, said: str = "") -> None:
    """Show these words as they will be sent `to` somebody; `send` sends them, `change` asks for others. `said` is the whole
    sentence, where the words are what was made of it."""
    words = said or turn.text or turn.say("help_request.no_words")
    rows = [
        [Button(turn.say("preview.send"), send)],
        [Button(turn.say("preview.change"), change), Button(turn.say("engine.cancel"), CANCEL)],
    ]
    shown = turn.say("preview.shown", to=to, words=words)
    turn.made("preview", 0)
    turn.reply(shown, buttons=rows, topic=Topic.PREVIEW, kept=pack(turn))


def agreed(turn: Turn) -> bool:
    """Restore the previewed words as the turn's message; if already answered, say so."""
    if restore(turn):
        return True
    turn.reply(turn.say("engine.answered"))
    return False


def was_shown(turn: Turn, to: str, send: str, change: str) -> bool:
    """Whether these words were shown and 发 was said to them: `send` is the very step that was given them. Else show them."""
    if turn.kept:
        return agreed(turn)
    show_first(turn, to, send, change)
    return False


@flow.edits.before("preview", in_place=True)
async def replace_preview(turn: Turn, _: Effect) -> Edited:
    """Show the corrected words instead, as long as the first ones were not sent."""
    if await prompts.close_topic(turn.tx, turn.incoming.sender, Topic.PREVIEW, turn.now):
        return Edited.ANEW
    turn.reply(turn.say("engine.edit_done"))
    return Edited.STAYS
