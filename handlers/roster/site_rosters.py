"""A list of sites (点位表) in chat: applied after its preview, all of it or nothing; taken back like a roster."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from bot.flow import Flow, Turn
from bot.steps import action
from files.lazily import lazy
from messages.reply import Button, Reply
from messages.topics import Topic
from programme.ids import PersonId
from programme.roles import Action
from programme.roster.roster_state import RosterState
from programme.roster.site_roster import SitePlan, plan_sites
from programme.sites.permit_state import PermitState
from storage.operations import runs
from storage.roster import rosters, site_roster
from storage.sites import permits
from texts import Say
from texts.days import Day

if TYPE_CHECKING:
    from documents.roster import site_words
else:
    site_words = lazy("documents.roster.site_words")

flow = Flow("site_rosters")


@flow.step(Action.APPLY_ROSTER)
async def apply_sites(turn: Turn, number: int) -> None:
    """Compare it again with the current state; whoever looks after a site from now on hears so."""
    draft = await rosters.draft(turn.tx, number)
    if draft is None or draft.state is not RosterState.READY or draft.kind != rosters.SITES:
        turn.reply(turn.say("roster.gone"))
        return
    known = await site_roster.known_sites(turn.tx, turn.now)
    found = plan_sites(rosters.site_entries_of(draft), known)
    if found.refusals:
        await rosters.cancel(turn.tx, number)
        turn.reply("\n".join([turn.say("roster.changed_meanwhile"), *site_words.refused_sites(found, turn.say)]))
        return
    days = turn.rules.deadlines.invite_days
    await rosters.apply_list_of_sites(turn.tx, found, turn.now, days, file=draft.file, by=turn.me, number=number)
    await _tell_keepers(turn, found)
    await _tell_sellers(turn, found)
    counts = {"new": len(found.new), "changed": len(found.changed), "unchanged": found.unchanged}
    buttons = [[Button(turn.say("roster.undo"), action("roster.undo_roster", number))]]
    lines = [turn.say("roster.sites_applied", **counts)]
    if found.cards:
        lines.append(turn.say("roster.sites_cards", many=found.cards))
    turn.reply("\n".join(lines), buttons=buttons, topic=Topic.ROSTER)


async def _tell_keepers(turn: Turn, plan: SitePlan) -> None:
    """One message to each, with all their sites."""
    mine: dict[PersonId, list[str]] = defaultdict(list)
    for step in plan.steps:
        if step.keeper and step.keeper.known:
            mine[step.keeper.known.id].append(step.entry.name)
    for keeper, names in mine.items():
        if keeper != turn.me:
            await turn.tell(keeper, partial(_yours, "、".join(names)))


async def _tell_sellers(turn: Turn, plan: SitePlan) -> None:
    """Where the season has another end, whoever holds a permit to it hears so, and gets a new paper."""
    changed = [(step.site, step.entry.until) for step in plan.changed if "until" in step.fields]
    moved = [(site, last) for site, last in changed if site and last]
    for site, last in moved:
        for one in await permits.at_site(turn.tx, site.id, PermitState.GIVEN):
            if one.until == last:
                await turn.tell(one.person_id, partial(_lasts, site.name, last))
    if moved:
        await runs.ask(turn.tx, "site-season", "", turn.me, turn.now)


def _lasts(name: str, last: date, say: Say) -> Reply:
    return Reply(say("seasons.longer", site=name, day=Day(last)))


def _yours(names: str, say: Say) -> Reply:
    return Reply(say("sites.yours", site=names))
