"""文字版 / 卡片: choose numbered text instead of buttons, for clients that show none (some windows of WeChat)."""

from __future__ import annotations

from bot.fitting import Form
from bot.flow import Flow, Turn
from programme.roles import Action

flow = Flow("choice_form")


@flow.intent("text_version", Action.CHOOSE_FORM)
async def said_text_version(turn: Turn) -> None:
    turn.form, turn.typed = Form.TEXT, 0
    turn.reply(turn.say("choice_form.text" if turn.limits.form else "choice_form.only_one"))


@flow.intent("cards", Action.CHOOSE_FORM)
async def said_cards(turn: Turn) -> None:
    turn.form, turn.typed = Form.CARD, 0
    turn.reply(turn.say("choice_form.card" if turn.limits.form else "choice_form.only_one"))
