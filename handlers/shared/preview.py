"""What others will read, or what cannot be taken back, is shown once before it goes: send, change or cancel."""

from __future__ import annotations

from bot.flow import Turn
from bot.kept import pack, restore
from messages.reply import CANCEL, Button
from messages.topics import Topic


def show_first(turn: Turn, to: str, send: str, change: str) -> None:
    """Show the words of this message as they will go `to` somebody; `send` lets them go, `change` asks for others."""
    words = turn.text or turn.say("help_request.no_words")
    rows = [
        [Button(turn.say("preview.send"), send)],
        [Button(turn.say("preview.change"), change), Button(turn.say("engine.cancel"), CANCEL)],
    ]
    shown = turn.say("preview.shown", to=to, words=words)
    turn.reply(shown, buttons=rows, topic=Topic.PREVIEW, kept=pack(turn))


def agreed(turn: Turn) -> bool:
    """Make the turn one about the words that were shown; otherwise say that this is answered."""
    if restore(turn):
        return True
    turn.reply(turn.say("engine.answered"))
    return False
