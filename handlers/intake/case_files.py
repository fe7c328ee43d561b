"""Case sheets (案件表) in chat: the office sends what 12345 or 智慧城管 exported, and has it back with what was done."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.flow import Flow, Turn
from messages.attachment import Medium
from programme.intake.case_sheet_state import CaseSheetState
from programme.roles import Action, able
from storage.intake import case_sheets
from storage.intake.case_sheets import SentSheet
from storage.operations import runs

flow = Flow("case_files")

JOB = "case-sheets"
_NAMED = re.compile(r"案件|案卷|工单|转办|12345|12319|智慧城管|来件|诉求|结果|cases?\b|results?\b", re.IGNORECASE)
_BACK = re.compile(r"结果|results?\b", re.IGNORECASE)


def _file(turn: Turn) -> str:
    """The name of a message's one file."""
    files = [a for a in turn.attachments if a.kind is Medium.FILE]
    if len(files) != 1:
        return ""
    name = files[0].name or files[0].ref.rpartition("/")[2]
    return re.sub(r"^[0-9a-f]{64}(?=\.)", "案件", name)


def _is_case_sheet(turn: Turn) -> bool:
    """A file that is called so, or came from somebody who sends no rosters."""
    name = _file(turn)
    named = bool(_NAMED.search(f"{turn.text} {name if not name.startswith('案件.') else ''}"))
    return bool(name) and (named or not able(turn.roles, Action.APPLY_ROSTER))


@flow.hears(_is_case_sheet, Action.IMPORT_CASES, rank=15)
async def sent_sheet(turn: Turn) -> None:
    """It is fetched after this turn and then shown, or with 结果 filled in and sent back."""
    back = bool(_BACK.search(turn.text))
    number = await case_sheets.receive(turn.tx, turn.me, _file(turn)[:120], turn.now, wants_results=back)
    await turn.keep(case_sheets.SUBJECT, number)
    turn.reply(turn.say("intake.results_coming" if back else "intake.sheet_received"))


@flow.on(r"案件表|导入案件|案件导入|case sheet", Action.IMPORT_CASES, rank=36)
async def said_cases(turn: Turn) -> None:
    turn.reply(turn.say("intake.sheet_how"))


@flow.on(r"结果|案件结果|填结果|results", Action.IMPORT_CASES, rank=36)
async def said_results(turn: Turn) -> None:
    """The last sheet they had taken, as it stands now."""
    last = await case_sheets.last_of(turn.tx, turn.me)
    if last is None:
        turn.reply(turn.say("intake.results_none"))
        return
    await case_sheets.want_results(turn.tx, last, wanted=True)
    await runs.ask(turn.tx, JOB, "", turn.me, turn.now)
    turn.reply(turn.say("intake.results_coming"))


@flow.step(Action.IMPORT_CASES)
async def take_sheet(turn: Turn, number: int) -> None:
    """Whoever sent it agrees: its cases are taken beside this turn."""
    if sent := await _shown(turn, number):
        await case_sheets.save(turn.tx, sent, replace(sent, state=CaseSheetState.AGREED))
        await runs.ask(turn.tx, JOB, "", turn.me, turn.now)
        turn.reply(turn.say("intake.agreed"))


@flow.step(Action.IMPORT_CASES)
async def drop_sheet(turn: Turn, number: int) -> None:
    if sent := await _shown(turn, number):
        await case_sheets.move(turn.tx, sent, CaseSheetState.REFUSED)
        turn.reply(turn.say("intake.left"))


async def _shown(turn: Turn, number: int) -> SentSheet | None:
    """Their sheet that waits for this answer; otherwise it is said that it does not."""
    sent = await case_sheets.find(turn.tx, number)
    if sent is None or sent.state is not CaseSheetState.READY or sent.person_id != turn.me:
        turn.reply(turn.say("engine.answered"))
        return None
    return sent
