"""推选: on paper, counted by two tellers each alone, or by page with sealed envelopes; nothing of a vote passes the chat."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from bot.flow import Flow, Turn
from bot.passing.ballot_result import result
from bot.post import Build
from files.dataclass import dataclass
from handlers.shared import notify, relations
from messages.reply import Reply
from programme.honours.ballot_count import Count, read_count
from programme.honours.ballot_state import BallotState, BallotWay
from programme.honours.honour_state import HonourState
from programme.ids import BallotId, PersonId
from programme.roles import Action, Role
from programme.spans import span
from storage.honours import ballot_ends, ballots, honours
from storage.honours.ballots import Ballot
from storage.honours.honours import Honour
from storage.operations import runs
from storage.people import people
from texts.days import Until

flow = Flow("ballots")

JOB = "ballots"
TELLERS = 2
TELLER_ROLES = (Role.MEMBER, Role.SECRETARY, Role.MANAGER)
_TELLERS = re.compile(r"\s*(?:监票人?|tellers?)[\s:：]*", re.IGNORECASE)
EVENING = time(18, 0)
"""When a ballot by page ends on its day."""
_MOST = re.compile(r"(\d{1,3})\s*(?:人|个|名|people)?", re.IGNORECASE)
_PAGE = re.compile(r"\s*(?:网页|网上|by page|page)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A ballot as it was asked for; `ends_at` None on paper."""

    kind: str
    most: int
    ends_at: datetime | None
    branch_id: int | None = None
    tellers: tuple[str, ...] = ()

    def concerns(self, branch_id: int | None) -> bool:
        """Whether people of this branch stand and vote."""
        return self.branch_id is None or branch_id == self.branch_id


def _wanted(turn: Turn, words: str, branches: Mapping[int, str]) -> _Wanted | None:
    """None when the kind, the number or, by page, the day is missing."""
    words, _, named = _TELLERS.sub("\n", words).partition("\n")
    branch = next((number for number, name in branches.items() if name and words.startswith(name)), None)
    wanted = _read(turn, words.removeprefix(branches[branch]).strip() if branch is not None else words)
    tellers = tuple(re.split(r"[\s,，、]+", named.strip())) if named.strip() else ()
    return replace(wanted, branch_id=branch, tellers=tellers) if wanted else None


def _read(turn: Turn, words: str) -> _Wanted | None:
    by_page = _PAGE.search(words)
    many = _MOST.search(words[: by_page.start()] if by_page else words)
    kind = words[: many.start()].strip() if many else ""
    if many is None or not kind or not int(many[1]):
        return None
    if by_page is None:
        return _Wanted(kind, int(many[1]), None)
    day = words[by_page.end() :].strip()
    meant = span(day, turn.day) if day else None
    return _Wanted(kind, int(many[1]), datetime.combine(meant.first, EVENING, turn.zone)) if meant else None


@flow.intent("ballots", Action.PLAN_BALLOT)
async def said_ballots(turn: Turn) -> None:
    """“推选 优秀党员 10人 监票 赵敏 孙亮” on paper; “… 10人 网页 12月1日” by page, until then. A branch may stand first."""
    branches = await people.branches(turn.tx)
    wanted = _wanted(turn, turn.words, branches)
    if wanted is None or (wanted.ends_at is not None and wanted.ends_at <= turn.now):
        turn.reply(turn.say("ballots.how"))
        return
    kind = f"{branches.get(wanted.branch_id or 0, '')} {wanted.kind}".strip()
    standing = await _standing(turn, wanted)
    if not standing:
        turn.reply(turn.say("ballots.nobody", kind=kind))
        return
    tellers = await _tellers(turn, wanted, [one.person_id for one in standing])
    if tellers is None:
        return
    voters = [one.id for one in await people.with_role(turn.tx, Role.MEMBER) if wanted.concerns(one.branch_id)]
    one = await _begin(turn, wanted, standing, voters)
    await ballots.name_tellers(turn.tx, one.id, tellers)
    await runs.ask(turn.tx, JOB, "", turn.me, turn.now)
    for teller in set(tellers) - {turn.me}:
        await turn.tell(teller, lambda say: Reply(say("ballots.you_count", kind=one.kind, number=one.id)))
    counts = {"many": len(standing), "most": one.most, "eligible": len(voters)}
    turn.reply(turn.say(f"ballots.made_{one.way}", number=one.id, kind=kind, **counts))


async def _standing(turn: Turn, wanted: _Wanted) -> list[Honour]:
    """Who agreed to stand for it and stands in no other ballot."""
    agreed = await honours.in_states(turn.tx, HonourState.AGREED)
    free = [one for one in agreed if one.kind == wanted.kind and one.ballot_id is None]
    return [one for one in free if wanted.concerns(one.branch_id)]


async def _begin(turn: Turn, wanted: _Wanted, standing: list[Honour], voters: list[PersonId]) -> Ballot:
    """Write the ballot down with all who stand; by page every voter is sent a link."""
    one = await ballots.add(
        turn.tx,
        wanted.kind,
        BallotWay.PAPER if wanted.ends_at is None else BallotWay.PAGE,
        wanted.most,
        len(voters),
        by=turn.me,
        at=turn.now,
        ends_at=wanted.ends_at,
        branch_id=wanted.branch_id,
    )
    for honour in standing:
        await honours.save(turn.tx, honour, replace(honour, ballot_id=one.id))
    if wanted.ends_at is not None:
        await _send_links(turn, one, voters, wanted.ends_at)
    return one


async def _tellers(turn: Turn, wanted: _Wanted, standing: list[PersonId | None]) -> list[PersonId] | None:
    """Who is to count, by name: two who do not stand. None when that cannot be, which is said."""
    if not wanted.tellers:
        return []
    able_ones = [who for role in TELLER_ROLES for who in await people.with_role(turn.tx, role)]
    found = {who.name: who.id for who in able_ones if who.id not in standing}
    named = [found[name] for name in wanted.tellers if name in found]
    if len(set(named)) != TELLERS or len(wanted.tellers) != TELLERS:
        turn.reply(turn.say("ballots.tellers_how"))
        return None
    return named


async def _send_links(turn: Turn, one: Ballot, voters: list[PersonId], ends_at: datetime) -> None:
    """Each voter gets a link to take one envelope; the envelopes are sealed before anybody has it."""
    until = Until(ends_at, turn.day)
    for voter, link in (await ballots.seal(turn.tx, one.id, voters)).items():
        await turn.tell(voter, _invitation(one, until, f"{turn.address}/ballot/{link}"))


def _invitation(one: Ballot, until: Until, link: str) -> Build:
    return lambda say: Reply(say("ballots.vote_here", kind=one.kind, most=one.most, until=until, link=link))


@flow.intent("count", Action.COUNT_BALLOT)
async def said_count(turn: Turn) -> None:
    """“计票 1”: the candidates in the papers' order, then the figures, as this teller alone has counted them."""
    number, _, figures = turn.words.partition(" ")
    one = await ballots.find(turn.tx, int(number)) if number.isdecimal() else None
    if one is None or one.way is not BallotWay.PAPER:
        turn.reply(turn.say("ballots.count_how"))
    elif (named := await ballots.tellers(turn.tx, one.id)) and turn.me not in named:
        turn.reply(turn.say("ballots.not_a_teller"))
    elif figures:
        turn.incoming = replace(turn.incoming, text=figures)
        await count_papers.go(turn, [str(one.id)])
    else:
        await begin_count.go(turn, [str(one.id)])


@flow.step(Action.COUNT_BALLOT, to=relations.to_ballot, refused="ballots.not_a_candidate")
async def begin_count(turn: Turn, ballot_id: BallotId) -> None:
    standing = await honours.candidates(turn.tx, ballot_id)
    lines = [f"{at}. {one.name} {one.branch}".strip() for at, one in enumerate(standing, 1)]
    turn.edits = False
    turn.reply("\n".join([turn.say("ballots.type_figures"), *lines]), then=count_papers(ballot_id))


@flow.step(Action.COUNT_BALLOT, to=relations.to_ballot, refused="ballots.not_a_candidate", asks="words")
async def count_papers(turn: Turn, ballot_id: BallotId) -> None:
    """The first teller's figures are kept unseen; equal to the second's they count, else both count again."""
    one = await ballots.ballot(turn.tx, ballot_id)
    named = await ballots.tellers(turn.tx, ballot_id)
    if one.state is not BallotState.OPEN or (named and turn.me not in named):
        turn.reply(turn.say("findings.already_settled" if not named else "ballots.not_a_teller"))
        return
    count = read_count(turn.text, len(await honours.candidates(turn.tx, ballot_id)))
    if count is None or not count.is_possible(one.eligible, one.most):
        turn.stay()
        words = turn.say("ballots.wrong_figures", eligible=one.eligible, most=one.most)
        turn.reply(words, then=count_papers(ballot_id))
        return
    await ballots.note_count(turn.tx, ballot_id, turn.me, count)
    known = await ballots.counts(turn.tx, ballot_id)
    if len(known) < TELLERS:
        turn.reply(turn.say("ballots.one_counted"))
    elif len(set(known.values())) == 1:
        await _end(turn, one, count)
    else:
        await ballots.forget_counts(turn.tx, ballot_id)
        await notify.tell_all(turn, known, lambda say: Reply(say("ballots.differ", number=ballot_id)))
        turn.reply(turn.say("ballots.differ", number=ballot_id))


async def _end(turn: Turn, one: Ballot, count: Count) -> None:
    """Who is elected, by branch and name; no count is said to anybody."""
    ended = await ballot_ends.end(turn.tx, one, count, turn.now)
    await notify.tell_all(turn, [one.made_by], lambda say: Reply(result(say, ended)))
    turn.reply(result(turn.say, ended))
