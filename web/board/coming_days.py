"""Volunteer days to come, as pages list them: with their hours in words, those at one site before the others."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from programme.ids import SiteId
from storage.activities.activities import Activity
from texts import Say
from texts.days import Hours

SHOWN = 5
"""Days on a page that is about something else."""


def with_hours(found: Sequence[Activity], zone: ZoneInfo, say: Say) -> list[tuple[Activity, str]]:
    """Each with day and hours as they are said on the street."""
    return [
        (one, Hours(one.begins_at.astimezone(zone), one.ends_at.astimezone(zone)).name(say.language)) for one in found
    ]


def first_here(found: Sequence[Activity], site_id: SiteId) -> list[Activity]:
    """The next few, those at this site first."""
    return sorted(found, key=lambda one: one.site_id != site_id)[:SHOWN]
