"""实事: a manager makes a pledge by one message; whoever asks sees which are coming, and what could be chosen next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.flow import Flow, Turn
from bot.kept import pack, restore
from handlers.pledges import pledge_steps
from messages.reply import CANCEL, Button
from messages.topics import Topic
from programme.ids import PersonId, ServiceRequestId
from programme.pledges.pledge_state import TO_DO, PledgeKind, PledgeState
from programme.pledges.pledge_words import LONGEST_TITLE, Draft, read_pledge, read_word
from programme.roles import Action, able
from programme.services import Services
from storage.people import covers, people
from storage.pledges import pledges
from storage.pledges.pledges import NewPledge, Pledge, Source, SourceKind
from storage.requests import service_requests
from storage.shops import shops
from texts.days import Day

flow = Flow("pledges")

SHOWN = 12
LOOKED_BACK = timedelta(days=365)
"""What was asked for since then is offered as what could be pledged."""
CHOOSING = ("选题", "topics")


@flow.intent("pledges", Action.SEE_PLEDGES)
async def said_pledges(turn: Turn) -> None:
    """“实事”, “实事 3”, “实事 3 办好了”, “实事 选题”; anything else behind it is a new one."""
    words, word = turn.words, read_word(turn.words)
    if not words:
        await _list(turn)
    elif word:
        await _go_on(turn, word.number, word.verb, word.rest)
    elif words.isdecimal():
        await _go_on(turn, int(words), "show", "")
    elif able(turn.roles, Action.PLAN_PLEDGE):
        await (_topics(turn) if words.casefold() in CHOOSING else _preview(turn))
    else:
        turn.reply(turn.say("engine.not_yours"))


async def _go_on(turn: Turn, number: int, verb: str, rest: str) -> None:
    """What is said of one that is known."""
    one = await pledges.find(turn.tx, number)
    if one is None:
        turn.reply(turn.say("pledges.no_such", number=number))
    elif verb == "drop" and rest:
        turn.incoming = replace(turn.incoming, text=rest)
        await pledge_steps.drop_pledge.go(turn, [str(one.id)])
    else:
        steps = {
            "show": pledge_steps.show_pledge,
            "start": pledge_steps.begin_pledge,
            "finish": pledge_steps.complete_pledge,
            "drop": pledge_steps.begin_drop,
        }
        await steps[verb].go(turn, [str(one.id)])


async def _preview(turn: Turn) -> None:
    """As it was understood, or what is missing."""
    draft = await _draft(turn, turn.words)
    if draft.wrong:
        turn.reply("\n".join([turn.say(f"pledges.{draft.wrong}", most=LONGEST_TITLE), turn.say("pledges.how")]))
        return
    sources = await _sources(turn, draft)
    lines = [
        turn.say(
            "pledges.shown",
            kind=turn.say(f"pledges.kind_{draft.kind}"),
            title=draft.title,
            due=Day(draft.due) if draft.due else "",
            owner=draft.owner or draft.branch,
        ),
        turn.say("pledges.from", many=len(sources)) if sources else turn.say("pledges.from_nobody"),
    ]
    if len(sources) < len(draft.requests) + bool(draft.sources):
        lines.append(turn.say("pledges.some_unknown"))
    rows = [[Button(turn.say("pledges.keep"), file_pledge())], [Button(turn.say("engine.cancel"), CANCEL)]]
    turn.reply("\n".join(lines), buttons=rows, topic=Topic.PLEDGE, kept=pack(turn, words=turn.words))


@flow.step(Action.PLAN_PLEDGE)
async def file_pledge(turn: Turn) -> None:
    """Keep it as it was shown; its owner hears of it, and so do those it is for."""
    kept = restore(turn)
    draft = await _draft(turn, kept["words"]) if kept else None
    if draft is None or draft.wrong or draft.due is None:
        turn.reply(turn.say("engine.answered"))
        return
    branches = {name: number for number, name in (await people.branches(turn.tx)).items()}
    sources = tuple(await _sources(turn, draft))
    owner = await _owner(turn, draft.owner)
    new = NewPledge(draft.kind, draft.title, draft.due, branches.get(draft.branch), owner, sources)
    one = await pledges.add(turn.tx, new, by=turn.me, at=turn.now)
    await pledge_steps.tell_owners(turn, one, "pledges.yours")
    turn.reply(turn.say("pledges.kept", number=one.id, title=one.title))


async def _draft(turn: Turn, words: str) -> Draft:
    branches = (await people.branches(turn.tx)).values()
    names = [one.name for role in sorted(covers.ABLE_AT_SITES) for one in await people.with_role(turn.tx, role)]
    return read_pledge(words, branches, names, turn.day)


async def _owner(turn: Turn, name: str) -> PersonId | None:
    for role in sorted(covers.ABLE_AT_SITES):
        if name and (found := await people.named(turn.tx, role, name)):
            return found[0].id
    return None


async def _sources(turn: Turn, draft: Draft) -> list[Source]:
    """The requests and firms that are known of those it says it comes from."""
    known = [number for number in draft.requests if await service_requests.find(turn.tx, ServiceRequestId(number))]
    named = await shops.told_of(turn.tx, draft.sources) if draft.sources else []
    return [*(Source(SourceKind.REQUEST, one) for one in known), *(Source(SourceKind.SHOP, one.id) for one in named)]


async def _topics(turn: Turn) -> None:
    """选题: what could not be done, and what was asked for more than once, to choose from."""
    found = await pledges.topics(turn.tx, turn.now - LOOKED_BACK, SHOWN)
    services = Services(turn.rules.services)
    lines = []
    for one in found:
        service = services.by_key(one.service)
        key = "topic_shelved" if one.shelved else "topic"
        name = service.name(turn.say.language) if service else one.service
        lines.append(turn.say(f"pledges.{key}", site=one.site, service=name, many=one.many, shelved=one.shelved))
    head = turn.say("pledges.topics" if lines else "pledges.no_topics")
    turn.reply("\n".join([head, *lines, turn.say("pledges.how")]))


async def _list(turn: Turn) -> None:
    """What is to be done, the one due first first; what only waits for its answer; how many of each kind are counted."""
    coming = [*await pledges.in_states(turn.tx, *TO_DO), *await pledges.in_states(turn.tx, PledgeState.DONE)]
    lines = [await _line(turn, one) for one in coming[:SHOWN]]
    counted = [one.kind for one in await pledges.answered(turn.tx)]
    total = turn.say(
        "pledges.counted", people=counted.count(PledgeKind.PEOPLE), business=counted.count(PledgeKind.BUSINESS)
    )
    how = [turn.say("pledges.how")] if able(turn.roles, Action.PLAN_PLEDGE) else []
    rows = [
        [Button(turn.say("pledges.open", number=one.id), pledge_steps.show_pledge(one.id))] for one in coming[:SHOWN]
    ]
    turn.reply("\n".join([total, *lines, *how]), buttons=rows, once=False, topic=Topic.PLEDGE)


async def _line(turn: Turn, one: Pledge) -> str:
    state = turn.say(f"pledges.state_{one.state}")
    return turn.say("pledges.line", number=one.id, title=one.title, due=Day(one.due), state=state)
