"""Rosters (名册) in chat: a manager sends the office's list, previews its effect, and applies, cancels or reverts it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.edit_rules import Edited
from bot.flow import Flow, Turn
from files.lazily import lazy
from handlers.requests import help_answers
from handlers.roster import holder_changes
from messages.attachment import Medium
from messages.reply import Button
from messages.topics import Topic
from programme.roles import Action
from programme.roster.roster_plan import plan
from programme.roster.roster_state import RosterState
from storage.delivery.message_effects import Effect
from storage.operations import runs
from storage.people import invites
from storage.roster import roster, rosters

if TYPE_CHECKING:
    from documents.roster import roster_words
else:
    roster_words = lazy("documents.roster.roster_words")

flow = Flow("roster")

LINES = 8


@flow.hears(lambda turn: _file(turn) is not None, Action.APPLY_ROSTER, rank=20)
async def sent_file(turn: Turn) -> None:
    """A file from the office is a roster: it is fetched after this turn and then shown as a preview."""
    file = _file(turn)
    if file is None:
        return
    number = await rosters.receive(turn.tx, turn.me, file[:120], turn.now)
    turn.made("roster", number)
    await turn.keep(rosters.SUBJECT, number)
    turn.reply(turn.say("roster.received"))


@flow.intent("roster", Action.APPLY_ROSTER)
async def said_roster(turn: Turn) -> None:
    """Say how, send the current roster and an empty form, and offer the door signs of whoever has not enrolled."""
    await runs.ask(turn.tx, "roster-copy", "", turn.me, turn.now)
    turn.reply(turn.say("roster.send_me"), buttons=[[Button(turn.say("roster.signs"), send_signs())]], once=False)


@flow.step(Action.APPLY_ROSTER)
async def send_signs(turn: Turn) -> None:
    """Door signs of every open code, as a PDF."""
    await runs.ask(turn.tx, "door-signs", "", turn.me, turn.now)
    turn.reply(turn.say("roster.signs_come"))


@flow.step(Action.APPLY_ROSTER)
async def apply_roster(turn: Turn, number: int) -> None:
    """Apply it, taking another name with the same telephone as a correction of the name."""
    await _apply(turn, number, handed_over=False)


@flow.step(Action.APPLY_ROSTER)
async def apply_roster_as_handed_over(turn: Turn, number: int) -> None:
    """Apply it, taking another name with the same telephone as a new holder."""
    await _apply(turn, number, handed_over=True)


async def _apply(turn: Turn, number: int, *, handed_over: bool) -> None:
    """Compare the roster again with the current state, and apply all of it or nothing."""
    draft = await rosters.draft(turn.tx, number)
    if draft is None or draft.state is not RosterState.READY or draft.kind != rosters.SHOPS:
        turn.reply(turn.say("roster.gone"))
        return
    known = await roster.known(turn.tx, turn.local_now)
    found = plan(rosters.entries_of(draft), known, turn.rules.shops_per_member, handed_over=handed_over)
    if found.refusals:
        await rosters.cancel(turn.tx, number)
        turn.reply("\n".join([turn.say("roster.changed_meanwhile"), *roster_words.wrong_plan(found, turn.say, LINES)]))
        return
    days = turn.rules.deadlines.invite_days
    today = turn.local_now.date()
    await holder_changes.tell(turn, await roster.leaving(turn.tx, found), turn.now)
    await rosters.apply(turn.tx, found, turn.now, days, day=today, file=draft.file, by=turn.me, number=number)
    for shop in roster.passed_on(found):
        await help_answers.pass_help(turn, shop)
    counts = {"new": len(found.new), "changed": len(found.changed), "unchanged": found.unchanged}
    buttons = [[Button(turn.say("roster.undo"), undo_roster(number))]]
    words = turn.say("roster.applied_chat", **counts)
    if any(code.created_at >= turn.now for code in await invites.printable(turn.tx, turn.now)):
        await runs.ask(turn.tx, "door-signs", "", turn.me, turn.now)
        words += "\n" + turn.say("roster.signs_come")
    turn.reply(words, buttons=buttons, topic=Topic.ROSTER)


@flow.step(Action.APPLY_ROSTER)
async def cancel_roster(turn: Turn, number: int) -> None:
    done = await rosters.cancel(turn.tx, number)
    turn.reply(turn.say("roster.cancelled" if done else "roster.gone"))


@flow.step(Action.APPLY_ROSTER)
async def undo_roster(turn: Turn, number: int) -> None:
    found = await rosters.undo(turn.tx, turn.now, number)
    if found is None:
        turn.reply(turn.say("roster.nothing_to_undo"))
        return
    last, done = found
    await holder_changes.tell_again(turn, done, turn.local_now, by=turn.me)
    sentence = "roster.sites_undone" if last.kind == rosters.SITES else "roster.undone"
    lines = [turn.say(sentence, file=last.file, removed=done.removed, restored=done.restored)]
    if done.kept:
        lines.append(turn.say("roster.undone_kept", many=len(done.kept), names="、".join(done.kept[:LINES])))
    turn.reply("\n".join(lines))


def _file(turn: Turn) -> str | None:
    """The name of a message's one file; photos and voices do not count. The web chat names files by their contents."""
    files = [a for a in turn.attachments if a.kind is Medium.FILE]
    if len(files) != 1:
        return None
    name = files[0].name or files[0].ref.rpartition("/")[2]
    return re.sub(r"^[0-9a-f]{64}(?=\.)", "名册", name)


@flow.edits.before("roster")
async def replace_roster(turn: Turn, effect: Effect) -> Edited:
    """Another file in place of one that is not applied; other words beside the same file mean nothing."""
    draft = await rosters.draft(turn.tx, effect.subject_id)
    if not turn.attachments:
        return Edited.REPLACED
    if draft is not None and draft.state is RosterState.APPLIED:
        turn.reply(turn.say("roster.edit_applied"))
        return Edited.STAYS
    await rosters.cancel(turn.tx, effect.subject_id)
    return Edited.ANEW
