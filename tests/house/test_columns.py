"""A table's new column is forgotten nowhere: lists stand once, and what a statement leaves out is left out on purpose."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from storage.activities.activities import Activity
from storage.activities.follow_ups import FollowUp
from storage.activities.hour_papers import HourPaper
from storage.activities.parts import Part
from storage.appeals.appeals import Appeal
from storage.core.columns import declared
from storage.core.copying import tables
from storage.core.statements import statements
from storage.delivery.outbox import OutboxMessage
from storage.findings.findings import Finding
from storage.findings.leads import Lead
from storage.honours.ballots import Ballot
from storage.honours.honour_objections import HonourObjection
from storage.honours.honours import Honour
from storage.intake.api_keys import ApiKey
from storage.intake.case_sheets import SentSheet
from storage.intake.intakes import Intake
from storage.people.complaints import Complaint
from storage.people.people import Person
from storage.photos.media import Media
from storage.pledges.pledges import Pledge
from storage.ratings.ratings import RatingRun
from storage.requests.help_requests import HelpRequest
from storage.requests.service_requests import ServiceRequest
from storage.reviews.evidence import Observation
from storage.rotation.rotations import Rotation
from storage.shops.shops import Link, Shop
from storage.sites.cards import Card
from storage.sites.permits import PitchPermit
from storage.sites.sites import Site
from storage.titles.titles import Objection, Title
from storage.titles.vetoes import Veto

STORAGE = Path(__file__).parents[2] / "storage"
FILES = [f for f in sorted(STORAGE.rglob("*.sql")) if "migrations" not in f.parts]
LISTS = declared(f.read_text("utf-8") for f in FILES)
TABLES = {table.name: set(table.columns) for table in tables()}
LONG = 6
"""From so many columns on a list is written down once."""

ROWS: dict[str, Any] = {
    "activities": Activity,
    "activity_parts": Part,
    "hour_papers": HourPaper,
    "follow_ups": FollowUp,
    "api_keys": ApiKey,
    "appeals": Appeal,
    "case_sheets": SentSheet,
    "complaints": Complaint,
    "findings": Finding,
    "help_requests": HelpRequest,
    "intakes": Intake,
    "leads": Lead,
    "links": Link,
    "media": Media,
    "objections": Objection,
    "observations": Observation,
    "outbox": OutboxMessage,
    "people": Person,
    "pledges": Pledge,
    "permits": PitchPermit,
    "honours": Honour,
    "honour_objections": HonourObjection,
    "ballots": Ballot,
    "rating_runs": RatingRun,
    "rotations": Rotation,
    "service_cards": Card,
    "service_requests": ServiceRequest,
    "shops": Shop,
    "sites": Site,
    "titles": Title,
    "vetoes": Veto,
}
"""What a list is read into."""

UNREAD = {
    "closures": "undone_at",  # only those that hold are read
    "invites": "created_at used_at used_by revoked_at token",  # only open ones are read
    "links": "until",  # only those that hold are read
    "message_effects": "channel user_id message at",  # asked for by these
    "media": "next_at claimed_until",  # the fetcher's own, used in its statements
    "offers": "channel user_id",  # asked for by these
    "outbox": "claimed_until claimed_by done_at told_at",  # the sender's own, used in its statements
    "rosters": "applied_at before opened undone_at",  # of the last one that was applied, asked for by itself
    "self_checks": "standing",  # asked for by it
    "shops": "created_at latitude longitude",  # for the record; read for rosters and maps only
    "web_letters": "user_id key",  # asked for by these
}
"""Columns of a table that its list leaves out, and why that is right."""

UNWRITTEN = {
    "activity_add": "id",
    "follow_up_add": "id answer answered_by answered_at",
    "export_follow_ups": "",
    "part_came_add": "id second_by",
    "article_add": "id sent_on useful withdrawn_at",
    "appeal_add": "id decided_at decided_by reason",
    "appeal_set_aside": "id",
    "conversation_save": "",
    "finding_add": "id cue reminded overdue_at stopped_at stopped_why fixed_at fixed_by checked_at checked_by closed_at "
    "share closing again_at",
    "help_add": "id escalated_at answered_at answered_by answer rating first_answered_at",
    "api_key_add": "id revoked_at",
    "case_sheet_add": "id cases opened",
    "intake_add": "id asked_at judged_at judged_by why lead_id request_id told",
    "invite_add": "id used_at used_by revoked_at token",
    "jotting_add": "id",
    "lead_add": "id same_as judged_at judged_by finding_id routed_at",
    "message_effect_add": "id",
    "media_add": "id attempts next_at claimed_until error sha256 phash taken_at bytes opened",
    "observation_add": "id undone_at",
    "offer_add": "id closed_at",
    "outbox_add": "id attempts claimed_by done_at receipt error parts told_at",
    "pause_add": "id undone_at",
    "honour_add": "id answered_at public ballot_id notice_from notice_until drawn_at reason hearing hearing_until",
    "ballot_add": "id issued returned valid drawn_at ended_at",
    "pledge_add": "id done_at done_by answered_at answered_by reason",
    "permit_add": "id number decided_at decided_by talks talked_at talked_by heard drawn_at ended_at",
    "rating_add": "",
    "rotation_add": "id taken_at drawn_at passed_at ended_at ended_by",
    "rating_run_add": "id published_at",
    "request_add": "id keeper_id late_at answered_at ended_at ending reopened rating title share same_as lead_id escalated_at",
    "roster_invite_add": "id role used_at used_by revoked_at token",
    "roster_shop_add": "id open_days holidays left_at",
    "roster_shop_set": "id open_days holidays created_at left_at",  # also what a roster taken back restores
    "self_check_add": "id",
    "site_add": "id",
    "shop_add": "id open_days holidays left_at latitude longitude",
    "export_activities": "poster_asked_at",
    "export_volunteer_hours": "id signed_at noted_by noted_at second_by",  # what a clerk types in again
    "export_appeals": "",
    "export_articles": "",
    "export_findings": "tenure_id observation_id self_check_id lead_id cue reminded stopped_at stopped_why fixed_by "
    "checked_by beside_id again_at told_at",
    "export_help_requests": "first_due_at first_answered_at",
    "export_honours": "answered_at public ballot_id confirmed_by drawn_at hearing hearing_until",
    "export_ballots": "drawn_at",
    "export_intakes": "phone",  # a telephone is for the handler alone
    "export_invites": "person_id used_by token",
    "export_links": "",
    "export_people": "quiet_since",
    "export_rotations": "given_by drawn_at ended_by",
    "export_pledges": "done_by answered_by",
    "export_permits": "person_id talks talked_at talked_by heard drawn_at",  # what was talked about goes with the season
    "export_ratings": "id kind through rules_hash inputs_hash started_at",
    "export_requests": "token person_id phone",  # a telephone is for the handler alone
    "export_reviews": "tenure_id self_check_id",
    "export_self_checks": "",
    "export_service_cards": "",
    "export_sites": "",
    "export_shops": "open_days holidays created_at",
    "export_titles": "tenure_id reviewed_on drawn_at hearing hearing_until ended_by",
    "outbox_export": "user_id thread body best_before claimed_until claimed_by receipt rest parts answers ticket ticket_until "
    "told_at",
    "roster_export": "open_days holidays created_at",
    "runs_export": "",
}
"""Columns of its table that a statement leaves out: with a default, set later, or not for those who read the export."""


@pytest.mark.parametrize("name", sorted(LISTS.keys() & TABLES.keys()))
def test_a_list_holds_its_table(name: str) -> None:
    listed = {column.partition(".")[2] or column for column in LISTS[name] if " AS " not in column}
    assert TABLES[name] - listed == set(UNREAD.get(name, "").split())


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_list_is_read_into_its_row_whole(name: str) -> None:
    listed = [re.split(r" AS |\.", column)[-1] for column in LISTS[name]]
    assert listed == [f.name for f in fields(ROWS[name])]


def test_no_long_list_stands_twice() -> None:
    found: Counter[str] = Counter()
    for file in FILES:
        for listed in re.findall(r"(?:SELECT|RETURNING)\s+([\w., \n]+?)(?:\s+FROM\b|;)", file.read_text("utf-8")):
            columns = re.sub(r"\b\w+\.", "", " ".join(listed.split()))
            if columns.count(",") + 1 >= LONG:
                found[columns] += 1
    assert [columns for columns, times in found.items() if times > 1] == []


def written(name: str) -> tuple[str, set[str]]:
    """The table a statement writes or exports, and its columns there."""
    sql = statements("sqlite")[name].sql
    if added := re.search(r"INSERT INTO (\w+) \(([^)]*)\)", sql):
        return added[1], {column.strip() for column in added[2].split(",")}
    if changed := re.search(r"UPDATE (\w+) SET (.*?)\sWHERE", sql, re.DOTALL):
        return changed[1], set(re.findall(r"(\w+) =", changed[2]))
    table, alias = re.findall(r"FROM (\w+)(?: (\w)\b)?", sql)[-1]
    columns = re.findall(rf"\b{alias}\.(\w+)", sql) if alias else re.findall(r"\w+", sql.partition("FROM")[0])
    return table, set(columns)


@pytest.mark.parametrize("name", UNWRITTEN)
def test_what_a_statement_leaves_out_is_left_out_on_purpose(name: str) -> None:
    """A new column makes this fail until somebody has said whether this statement should know it."""
    table, columns = written(name)
    assert TABLES[table] - columns == set(UNWRITTEN[name].split())


def test_every_statement_that_names_many_columns_is_watched() -> None:
    wide = re.compile(r"INSERT INTO \w+ \((?:[^,)]+,){6,}[^)]*\)")
    found = {name for name, known in statements("sqlite").items() if wide.search(known.sql)}
    found |= {name for name in statements("sqlite") if name.startswith("export_") or name.endswith("_export")}
    assert found <= set(UNWRITTEN)
