"""What holds whatever people do: the rules of the programme that no setting may break, read from the tables and the screens."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.knocks.crowd import Person
    from tests.town import Town

NEVER: Mapping[str, str] = {
    "nothing fails": "SELECT key, error FROM attempts UNION ALL SELECT key, error FROM parked",
    "nobody reviews a shop they answer for": """
        SELECT o.id FROM observations o JOIN holdings h ON h.shop_id = o.shop_id AND h.person_id = o.observer_id
        WHERE h.since <= o.at AND (h.until IS NULL OR h.until > o.at)""",
    "whoever fixed it does not verify it": "SELECT id FROM findings WHERE checked_by = fixed_by",
    "whoever scored it does not decide the appeal": """
        SELECT a.id FROM appeals a JOIN observations o ON o.id = a.subject_id AND a.subject = 'observation'
        WHERE a.decided_by = o.observer_id""",
    "a veto takes two": "SELECT id FROM vetoes WHERE confirmed_by = proposed_by",
    "a decided appeal has a reason and a judge": """
        SELECT id FROM appeals WHERE decided_at IS NOT NULL AND decided_by IS NULL AND state IN ('granted', 'refused')""",
    "a fault counts once confirmed by a person": "SELECT id FROM findings WHERE origin = 'lead' AND lead_id IS NULL",
    "a self-check never lowers": """
        SELECT run_id, shop_id, score, figures FROM ratings WHERE score IS NOT NULL
        AND score + 0.011 < min(100, max(0, json_extract(figures, '$.E') + json_extract(figures, '$.adjustment.total')))""",
    "待评 has no star": "SELECT shop_id FROM ratings WHERE state = 'unrated' AND stars IS NOT NULL",
    "stars are one to five": "SELECT shop_id FROM ratings WHERE stars NOT BETWEEN 1 AND 5 OR shown NOT BETWEEN 1 AND 5",
    "a member looks after ten at most": """
        SELECT member_id FROM links WHERE until IS NULL GROUP BY member_id HAVING count(*) > 10 OR max(number) > 10""",
    "what could go has gone": """
        SELECT key FROM outbox WHERE state = 'queued' AND max(not_before, created_at) < :now - 600000
        AND (best_before IS NULL OR best_before > :now)""",
}
"""Queries that must find nothing."""

STARS = re.compile(r"[★☆⭐]")
UNFILLED = re.compile(r"\{[a-z_]+\}|\bNone\b|<[a-z_]+\.[A-Z]|datetime\.|\bTrue\b")
SHAMING = re.compile("打卡|失信|黑名单")


class Promises:
    """Looks at what has come of it; each look reads only what is new on the screens."""

    def __init__(self, path: Path, town: Town) -> None:
        self._path = path
        self._town = town
        self._seen = 0
        self.people: list[Person] = []

    def hold(self) -> None:
        """All of them, now.

        Raises:
            AssertionError: with the name of the one that does not.
        """
        now = int(self._town.clock.now.timestamp() * 1000)
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as file:
            for name, query in NEVER.items():
                found = file.execute(query, {"now": now} if ":now" in query else {}).fetchall()
                assert not found, f"{name}: {found[:3]}"
            places = dict(file.execute("SELECT user_id, place FROM conversations").fetchall())
        self._screens(places)

    def next_letter(self) -> datetime | None:
        """When the next message that waits for its hour may go."""
        now = int(self._town.clock.now.timestamp() * 1000)
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as file:
            query = "SELECT min(not_before) FROM outbox WHERE state = 'queued' AND not_before > ?"
            (soonest,) = file.execute(query, (now,)).fetchone()
        return datetime.fromtimestamp(soonest / 1000 + 0.001, UTC) if soonest else None

    def failures(self, failures: Mapping[str, str]) -> None:
        """No job has failed."""
        assert not failures, dict(failures)

    def _screens(self, places: Mapping[str, str]) -> None:
        sent = self._town.channel.keys
        keys = [key for key, *_ in sent]
        assert len(keys) == len(set(keys)), "sent twice"
        by_user = {p.player.address.user: p for p in self.people}
        for key, to, reply, at in sent[self._seen :]:
            person, text = by_user[to.user], "\n".join([reply.text, *(b.label for b in reply.choices)])
            blanks = UNFILLED.findall(text.replace("{typed}", ""))  # somebody may have typed one, and is quoted
            assert not blanks, f"a blank shows: {text}"
            assert not SHAMING.search(text), text
            self._private(person, text)
            looking = places.get(to.user, "").startswith("review.") and key.startswith(f"{to.channel}:")
            assert not (looking and STARS.search(text)), f"the observer sees a score: {text}"
            assert not ("squad" in person.roles and STARS.search(text)), f"the squad sees a score: {text}"
            if key.startswith("unasked:"):
                self._civil(text, at)
        self._seen = len(sent)

    def _private(self, person: Person, text: str) -> None:
        """Nobody but themselves and the bureau's staff hears an owner's name; a telephone number nobody hears."""
        for other in self.people:
            if other is person or not other.phone:
                continue
            assert other.phone not in text, f"{person.player.name} reads a number: {text}"
            if person.roles <= {"merchant"}:
                assert other.owner not in text, f"{person.player.name} reads a name: {text}"

    def _civil(self, text: str, at: datetime) -> None:
        """What nobody asked for does not come at night or over lunch."""
        clock = f"{at.astimezone(self._town.zone):%H:%M}"
        assert "07:30" <= clock < "12:00" or "14:00" <= clock < "20:30", f"{clock}: {text}"
