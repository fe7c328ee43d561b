"""支部互查, 联系支部, 学习 and 警示教育: one line when it was held; what is to be done goes on somebody's list. No marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from bot.flow import Flow, Turn
from handlers.activities import follow_ups
from programme.activities.activity_state import ActivityKind, ActivityState
from programme.activities.follow_up_state import FollowUpState
from programme.activities.lines import FORMS, read_check, read_meeting, read_opening, read_visit
from programme.activities.time_given import Totals, hours
from programme.calendar import quarter_begins, quarter_of
from programme.ids import ActivityId
from programme.roles import Action
from storage.activities import activities, branch_leaders, branch_rounds, parts
from storage.activities import follow_ups as follow_ups_kept
from storage.activities.activities import Activity
from storage.people import people

flow = Flow("branch_checks")


async def keep(turn: Turn, kind: ActivityKind, title: str, **more: object) -> ActivityId:
    """What was held today, closed at once: it is said when it is over."""
    begins = turn.now
    values = {"form": "", "people": None, "visited_id": None} | more
    made = Activity(
        id=ActivityId(0),
        kind=kind,
        title=title,
        place="",
        site_id=None,
        branch_id=turn.known.branch_id if turn.known else None,
        host_id=turn.me,
        begins_at=begins,
        ends_at=begins,
        places=None,
        state=ActivityState.PLANNED,
        changes=0,
        made_at=turn.now,
        ended_at=None,
        **values,  # type: ignore[arg-type]
    )
    return (await activities.hold(turn.tx, made, turn.now)).id


@flow.intent("branch_check", Action.NOTE_BRANCH)
async def said_check(turn: Turn) -> None:
    """“支部互查 学到 … 建议 …”: the advice goes to the secretary of the visited branch; last quarter's is shown first."""
    mine, names = turn.known.branch_id if turn.known else None, await people.branches(turn.tx)
    visited = (await branch_rounds.visits(turn.tx, quarter_of(turn.day))).get(mine or 0)
    if visited is None:
        turn.reply(turn.say("branch_checks.not_drawn"))
        return
    said, before = read_check(turn.words), await _advice_before(turn, mine or 0, names)
    if said is None:
        turn.reply("\n".join([*before, turn.say("branch_checks.how", branch=names[visited])]))
        return
    number = await keep(turn, ActivityKind.BRANCH_CHECK, said.learnt, visited_id=visited)
    owners = (await branch_rounds.secretaries(turn.tx)).get(visited, [])
    is_passed = await follow_ups.ask(turn, number, said.advice, owners)
    kept = "kept" if owners else "kept_managers" if is_passed else "kept_own"
    turn.reply("\n".join([*before, turn.say(f"branch_checks.{kept}", branch=names[visited])]))


async def _advice_before(turn: Turn, mine: int, names: Mapping[int, str]) -> list[str]:
    """Whether last quarter's advice was done: what one's branch gave and what it got, each with its answer."""
    ends = quarter_begins(turn.day)
    begins = quarter_begins(ends - timedelta(days=1))
    since, before = (datetime.combine(day, time(), turn.zone) for day in (begins, ends))
    lines = []
    for one in await follow_ups_kept.advised(turn.tx, mine, since, before):
        is_done = one.state is FollowUpState.ANSWERED
        came = (
            turn.say("branch_checks.advice_done", answer=one.answer)
            if is_done
            else turn.say("branch_checks.advice_open")
        )
        way, other = ("given", one.visited_id) if one.branch_id == mine else ("got", one.branch_id)
        lines.append(turn.say(f"branch_checks.advice_{way}", branch=names[other], words=one.words, came=came))
    return lines


@flow.intent("branch_visit", Action.NOTE_BRANCH)
async def said_visit(turn: Turn) -> None:
    """“联系支部 第三支部 讲党课，缺一台洒水车”: what is lacking is its leader's to do; without one it is the managers'."""
    names = await people.branches(turn.tx)
    said = read_visit(turn.words, names.values())
    if said is None:
        turn.reply(turn.say("branch_checks.visit_how"))
        return
    visited = next(number for number, name in names.items() if name == said.branch)
    number = await keep(turn, ActivityKind.BRANCH_VISIT, said.done or said.lack, visited_id=visited)
    kept = await _give_lack(turn, number, visited, said.lack) if said.lack else "visit_kept"
    turn.reply(turn.say(f"branch_checks.{kept}", branch=said.branch))


async def _give_lack(turn: Turn, number: ActivityId, visited: int, lack: str) -> str:
    """Put it on the leader's list, also where the leader reports it: then the branch's secretary hears the answer."""
    leader = (await branch_leaders.leaders(turn.tx)).get(visited)
    secretaries = (await branch_rounds.secretaries(turn.tx)).get(visited, [])
    hears = next((one for one in secretaries if one != leader), None) if leader == turn.me else None
    if await follow_ups.ask(turn, number, lack, [] if leader is None else [leader], by=hears):
        return "visit_kept_lack"
    return "visit_kept_own" if hears is None else "visit_kept_leader"


@flow.intent("meeting", Action.NOTE_BRANCH)
async def said_meeting(turn: Turn) -> None:
    """“记学习 中心组 12人 条例”: a form, a number, a subject; who was there is not asked."""
    said = read_meeting(turn.words)
    if said is None or not said.form:
        turn.reply(turn.say("branch_checks.meeting_how", forms="、".join(FORMS)))
        return
    await keep(turn, ActivityKind.STUDY, said.about, form=said.form, people=said.people)
    turn.reply(turn.say("branch_checks.meeting_kept", form=said.form, many=said.people))


@flow.intent("warning", Action.NOTE_BRANCH)
async def said_warning(turn: Turn) -> None:
    """“记警示教育 15人 观看警示片”."""
    said = read_meeting(turn.words)
    if said is None:
        turn.reply(turn.say("branch_checks.warning_how"))
        return
    await keep(turn, ActivityKind.WARNING, said.about, people=said.people)
    turn.reply(turn.say("branch_checks.warning_kept", many=said.people))


@flow.intent("opening_counts", Action.NOTE_BRANCH)
async def said_opening(turn: Turn) -> None:
    """“导入活动 195次 2100人次 320小时”: the volunteer days of the years before, in one row."""
    totals = read_opening(turn.words)
    if totals is None:
        turn.reply(turn.say("branch_checks.opening_how"))
        return
    await branch_rounds.open_with(turn.tx, ActivityKind.VOLUNTEER, totals, by=turn.me, now=turn.now)
    turn.reply(turn.say("branch_checks.opening_kept", **_figures(totals)))


def _figures(totals: Totals) -> dict[str, object]:
    """Three figures as they are said; each stays what it is."""
    return {"many": totals.activities, "people": totals.attendances, "hours": hours(totals.minutes)}


async def _volunteers(turn: Turn) -> list[str]:
    """城管蓝 since the beginning, and what of it was entered from the years before."""
    far = turn.now + timedelta(minutes=1)
    held = await parts.figures(turn.tx, ActivityKind.VOLUNTEER, datetime(2000, 1, 1, tzinfo=turn.zone), far)
    before = await branch_rounds.opening(turn.tx, ActivityKind.VOLUNTEER)
    whole = held + (before or Totals())
    if not whole.activities:
        return []
    lines = [turn.say("branch_checks.volunteers", given=hours(held.person_minutes), **_figures(whole))]
    return lines + ([turn.say("branch_checks.imported", **_figures(before))] if before else [])


@flow.intent("activity_counts", Action.NOTE_BRANCH)
async def said_counts(turn: Turn) -> None:
    """活动次数: this year's counts by kind, in a fixed order and by nobody."""
    since = datetime(turn.day.year, 1, 1, tzinfo=turn.zone)
    found = await branch_rounds.counts(turn.tx, since, turn.now + timedelta(minutes=1))
    volunteers = await _volunteers(turn)
    if not found and not volunteers:
        turn.reply(turn.say("branch_checks.no_counts"))
        return
    lines = [turn.say("branch_checks.counts", year=turn.day.year)] if found else []
    for one in found:
        kind = turn.say(f"branch_checks.kind_{one.kind}") + (f"（{one.form}）" if one.form else "")
        lines.append(turn.say("branch_checks.count", kind=kind, many=one.many))
    turn.reply("\n".join([*lines, *volunteers]))
