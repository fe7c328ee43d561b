"""Every ten minutes: reminders and hand-over of findings, and escalation of help requests past their promised hour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import cast

from bot.job import Job, JobRun
from bot.post import Build, Post
from bot.steps import action
from files.dataclass import dataclass
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.calendar import due_at, out_of_night
from programme.duties import Deadline, Duties
from programme.findings.finding_state import FindingState
from programme.findings.rectification import Rung, ladder
from programme.ids import PersonId
from schedules.activity_clock import end_activities
from schedules.clock_starts import start_clocks
from schedules.request_clocks import keep_promises
from storage.core.tx import Tx
from storage.findings import findings
from storage.findings.findings import Finding
from storage.people import covers, people
from storage.requests import help_requests
from storage.requests.help_requests import HelpRequest
from storage.shops import shops
from storage.shops.shop_days import hours_of, open_days
from storage.shops.shops import Shop
from texts import Say
from texts.days import Until

BEFORE, AHEAD = timedelta(days=60), timedelta(days=400)
"""How far closures are looked at, back and ahead."""
ONCE, TWICE, SETTLED = 1, 2, 3
"""`Finding.reminded`: after the first reminder, after the second, and once somebody was sent to help with an own report."""


@dataclass(frozen=True, slots=True)
class Step:
    """A finding and the step it has reached; `duty` is its name for people."""

    finding: Finding
    rung: Rung
    place: Shop
    duty: object

    @property
    def key(self) -> str:
        """The message key of this step; a reopened finding has another deadline, and so another key."""
        due = self.finding.due_at
        return f"finding:{self.finding.id}:{self.rung}:{due.timestamp() if due else 0:.0f}"


async def run(work: JobRun) -> None:
    """Take the next step of every open finding whose time has come, and escalate overdue help requests; activities end.

    Such messages are sent by day only, so by night nothing moves: a fix before the morning is still in time.
    """
    now = work.now
    await start_clocks(work, now)
    if work.hand or out_of_night(now, work.world.rules) == now:
        for step in await work.read(lambda tx: _due(tx, work, now)):
            await _climb(work, step, now)
        for waiting in await work.read(help_requests.unanswered):
            if waiting.due_at <= now and waiting.escalated_at is None:
                await _escalate(work, waiting, now)
        await keep_promises(work, now)
        await end_activities(work, now)
    await work.done()


async def _due(tx: Tx, work: JobRun, now: datetime) -> list[Step]:
    duties = Duties(work.world.rules.duties)
    found = []
    for finding in await findings.in_state(tx, FindingState.OPEN):
        place = await shops.shop(tx, finding.shop_id)
        rung = await _rung(tx, work, finding, place, now)
        if rung is not Rung.NONE:
            found.append(Step(finding, rung, place, duties.by_key(finding.duty) or finding.duty))
    return found


async def _rung(tx: Tx, work: JobRun, finding: Finding, place: Shop, now: datetime) -> Rung:
    """The step to take now; none while the shop is closed today, and none twice."""
    if finding.due_at is None or finding.told_at is None:
        return Rung.NONE
    days = await open_days(tx, place, now.date() - BEFORE, now.date() + AHEAD)
    if not days.is_open(now.date()):
        return Rung.NONE
    kind, hours, rules = cast("Deadline", finding.kind), hours_of(place), work.world.rules
    opened, due = (moment.astimezone(work.zone) for moment in (finding.told_at, finding.due_at))
    rungs = ladder(kind, opened, rules, hours, days, due)
    reached = rungs.rung(now) if rungs else Rung.NONE
    if reached is not Rung.CASE or finding.reminded < TWICE:
        return _reminder_due(reached, finding.reminded)
    second = await _second_reminder(tx, finding)
    patience = due_at(kind, second.astimezone(work.zone), rules, hours, days) if second else None
    return reached if finding.reminded < SETTLED and (patience is None or now >= patience) else Rung.NONE


def _reminder_due(reached: Rung, reminded: int) -> Rung:
    """The reminder to send at this step: no case before the second reminder, and no reminder twice."""
    if reached in (Rung.AGAIN, Rung.CASE):
        return Rung.AGAIN if reminded < TWICE else Rung.NONE
    return reached if reminded < ONCE else Rung.NONE


async def _second_reminder(tx: Tx, finding: Finding) -> datetime | None:
    """When the second reminder was sent, or the fix withdrawn since; the same time once more runs from there.

    So nobody is handed over by surprise, whether the bot was down or the shop was waiting for us.
    """
    said = ("reminded again", "not yet", "photo lost")
    return max((e.at for e in await findings.events(tx, finding.id) if e.event in said), default=None)


async def _climb(work: JobRun, step: Step, now: datetime) -> None:
    """Move one finding one step in one transaction; skip it if it has changed since it was judged."""

    async def climb(post: Post) -> str:
        if await findings.finding(post.tx, step.finding.id) != step.finding:
            return ""
        if step.rung is Rung.CASE:
            return await (_help_them(post, step, now) if step.finding.origin == "self" else _hand_over(post, step, now))
        return await _remind(post, step, now)

    if done := await work.write(climb):
        work.count(done)


async def _remind(post: Post, step: Step, now: datetime) -> str:
    finding = step.finding
    if step.rung is Rung.REMIND:
        changed, event = replace(finding, reminded=ONCE), "reminded"
    else:
        changed, event = replace(finding, reminded=TWICE, overdue_at=finding.due_at), "reminded again"
    await findings.save(post.tx, finding, changed, event=event, by=None, at=now)
    kind = "own" if finding.origin == "self" else "found"
    await _tell_shop(post, step, _reminder(step, f"{'remind' if step.rung is Rung.REMIND else 'again'}_{kind}", now))
    return event.replace(" ", "_")


async def _hand_over(post: Post, step: Step, now: datetime) -> str:
    """Make the finding a case for a person, after two reminders without a fix."""
    handed = replace(step.finding, state=FindingState.HANDED)
    await findings.save(post.tx, step.finding, handed, event="handed", by=None, at=now)
    await _tell_shop(post, step, lambda say: Reply(say("clocks.case_shop", **_blanks(step)), urgent=True))
    managers = [m.id for m in await people.with_role(post.tx, "manager")]
    await _tell(post, managers, _case(step, "clocks.case_manager"), f"{step.key}:case")
    return "handed"


async def _help_them(post: Post, step: Step, now: datetime) -> str:
    """Send somebody to help; a finding the shop reported itself never becomes a case automatically."""
    helped = replace(step.finding, reminded=SETTLED)
    await findings.save(post.tx, step.finding, helped, event="help sent", by=None, at=now)
    keepers = await covers.keepers(post.tx, step.place.id, now.date())
    await _tell(post, keepers, lambda say: Reply(say("clocks.help_them", **_blanks(step)), urgent=True), step.key)
    return "help_sent"


async def _escalate(work: JobRun, waiting: HelpRequest, now: datetime) -> None:
    async def escalate(post: Post) -> bool:
        if await help_requests.request(post.tx, waiting.id) != waiting:
            return False
        await help_requests.escalate(post.tx, waiting, now)
        place = await shops.shop(post.tx, waiting.shop_id)
        managers = [m.id for m in await people.with_role(post.tx, "manager")]
        due = Until(waiting.due_at.astimezone(work.zone), now.date())
        blanks = {"shop": place.name, "door": place.door, "text": waiting.text, "due": due}
        await _tell(post, managers, lambda say: _late(say, waiting, blanks), f"help:{waiting.id}")
        sorry = f"help:{waiting.id}:sorry"
        asked = [waiting.person_id]
        await _tell(post, asked, lambda say: Reply(say("clocks.help_sorry", shop=place.name), urgent=True), sorry)
        return True

    if await work.write(escalate):
        work.count("escalated")


def _late(say: Say, waiting: HelpRequest, blanks: dict[str, object]) -> Reply:
    answer = Button(say("help_request.reply"), action("help_answers.reply_to_request", waiting.id))
    return Reply(say("clocks.help_late", **blanks), ((answer,),), urgent=True, topic=Topic.HELP.of(waiting.id))


async def _tell_shop(post: Post, step: Step, build: Build) -> None:
    """Tell everyone who answers for the shop; if no telephone does, ask the keeper to pass it on."""
    holders = await shops.holders(post.tx, step.place.id)
    if not await _tell(post, holders, build, step.key):
        keepers = await covers.keepers(post.tx, step.place.id, step.finding.day)
        await _tell(post, keepers, lambda say: _passed_on(step, build, say), f"{step.key}:pass on")


async def _tell(post: Post, who: Sequence[PersonId], build: Build, key: str) -> bool:
    reached = [await post.tell(person, build, key=f"{key}:{person}") for person in who]
    return any(reached)


def _reminder(step: Step, sentence: str, now: datetime) -> Build:
    finding = step.finding
    due = finding.due_at.astimezone(now.tzinfo) if finding.due_at else now
    until = Until(due, now.date())

    def build(say: Say) -> Reply:
        fixed = Button(say("findings.i_fixed"), action("rectify.report_fix", finding.id))
        ours = Button(say("findings.not_mine"), action("ownership.say_not_ours", finding.id))
        text = say(f"clocks.{sentence}", until=until, **_blanks(step))
        rows = ((fixed,) if finding.origin == "self" else (fixed, ours),)
        return Reply(text, rows, urgent=True, topic=Topic.FINDING.of(finding.id))

    return build


def _case(step: Step, sentence: str) -> Build:
    number = step.finding.id

    def build(say: Say) -> Reply:
        rows = ((Button(say("clocks.see_case"), action("cases.show_case", number)),),)
        return Reply(say(sentence, **_blanks(step)), rows, urgent=True, once=False, topic=Topic.CASE.of(number))

    return build


def _passed_on(step: Step, build: Build, say: Say) -> Reply:
    return Reply(say("engine.pass_on", name=step.place.name, text=build(say).text), urgent=True)


def _blanks(step: Step) -> dict[str, object]:
    return {"shop": step.place.name, "door": step.place.door, "duty": step.duty, "note": step.finding.note}


job = Job(
    name="clocks",
    at={"hour": "7-20", "minute": "2-59/10"},
    period=lambda moment: f"{moment:%Y-%m-%dT%H:%M}",
    late_ok=timedelta(hours=12),
    run=run,
    overtakes=True,
)
