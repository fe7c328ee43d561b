"""One trouble in words: what, where, from which system, how often and between which hours."""

from __future__ import annotations

from datetime import datetime

from bot.flow import Turn
from files.dataclass import dataclass
from programme.platforms import Source
from programme.services import Service, Services
from storage.intake import intakes
from storage.intake.intakes import CASES, Intake, Times
from storage.sites import sites
from texts import Say
from texts.days import Until


@dataclass(frozen=True, slots=True)
class Trouble:
    """An intake with what is said of it."""

    intake: Intake
    times: Times
    service: Service | None
    site: str
    source_called: str
    is_nowhere: bool
    first: datetime
    last: datetime
    due: Until | None

    def words(self, say: Say, *, with_text: bool = True) -> str:
        """占道 · 西津路12号前 · 智慧城管 C12, then how often, then what was said of it."""
        kept = self.intake
        what = self.service.name(say.language) if self.service else kept.kind or say("intake.something")
        named = [self.site] if self.site and self.site not in kept.place else []
        where = " ".join([*named, kept.place] if kept.place else named) or say("requests.place_unknown")
        called = kept.outer_id if kept.source == CASES else kept.camera
        lines = [" · ".join(part for part in (what, where, f"{self.source_called} {called}".strip()) if part)]
        if self.times.many > 1:
            span = f"{self.first:%H:%M}–{self.last:%H:%M}"
            lines.append(say("intake.times", many=self.times.many, span=span))
        elif kept.said_at and kept.source != CASES:
            lines.append(say("intake.said_at", at=kept.said_at))
        if self.due is not None:
            lines.append(say("intake.due", until=self.due))
        return "\n".join([*lines, *([kept.text] if kept.text and with_text else [])])


async def trouble(turn: Turn, kept: Intake) -> Trouble:
    """What is known of it now."""
    times = await intakes.times(turn.tx, kept.id)
    site = (await sites.site(turn.tx, kept.site_id)).name if kept.site_id is not None else ""
    source = turn.rules.intake.source(kept.source) or Source(kept.source)
    called = turn.say("intake.sheet") if kept.source == CASES else source.called(turn.say.language)
    return Trouble(
        kept,
        times,
        Services(turn.rules.services).by_key(kept.service),
        site,
        called,
        kept.site_id is None and not kept.place,
        times.first_at.astimezone(turn.zone),
        times.last_at.astimezone(turn.zone),
        Until(kept.due_at.astimezone(turn.zone), turn.local_now.date()) if kept.due_at else None,
    )
