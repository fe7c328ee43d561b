"""Every column that says who: in the export of a person's data, and changed by their erasure, or left out for a reason."""

from __future__ import annotations

import re
import sqlite3

from storage.core.migrations import steps
from storage.core.statements import statements
from storage.operations.person_data import PARTS
from storage.people.erasure import CHANGES, ENDINGS

LIKE_A_PERSON = re.compile(
    r"(?:^|_)(?:person|user|by|host|owner|leader|keeper|member|observer|leaver|successor|teller|phone)$"
)

OFFICE = "a decision in office about somebody else's matter, shown with that matter"
SENDER = "an address of a chat, shown and erased with the chat of its person"
PROCESS = "a process that sends, not a person"
PLATFORM = "a platform, not a person"
FORGOTTEN = "forgotten by housekeeping within days"

NOT_SHOWN = {
    "activity_parts.noted_by": OFFICE,
    "activity_parts.second_by": OFFICE,
    "appeals.decided_by": OFFICE,
    "asked.person_id": FORGOTTEN,
    "ballots.made_by": OFFICE,
    "board_links.person_id": FORGOTTEN,
    "complaint_readers.person_id": "who may read a complaint is kept from those it is about",
    "complaints.answered_by": OFFICE,
    "findings.checked_by": OFFICE,
    "findings.fixed_by": OFFICE,
    "help_requests.keeper_id": "whom it was sent to, shown with the messages",
    "honour_objections.settled_by": OFFICE,
    "honours.confirmed_by": OFFICE,
    "honours.nominated_by": OFFICE,
    "intakes.phone": "of whoever rang another office; forgotten by housekeeping after 30 days",
    "leads.judged_by": OFFICE,
    "media.user_id": SENDER,
    "message_effects.user_id": SENDER,
    "objections.settled_by": OFFICE,
    "offers.user_id": SENDER,
    "outbox.claimed_by": PROCESS,
    "outbox.user_id": SENDER,
    "permits.decided_by": OFFICE,
    "permits.talked_by": OFFICE,
    "rotations.ended_by": OFFICE,
    "rotations.given_by": OFFICE,
    "rotations.planned_by": OFFICE,
    "service_requests.keeper_id": "whom it was sent to, shown with the messages",
    "system_senders.person_id": PLATFORM,
    "teller_counts.teller_id": "counts of a secret vote are shown to nobody before they agree",
    "titles.confirmed_by": OFFICE,
    "titles.ended_by": OFFICE,
    "web_keys.user_id": SENDER,
    "web_letters.user_id": SENDER,
    "wrong_codes.person_id": FORGOTTEN,
    "wrong_codes.user_id": FORGOTTEN,
}
"""Columns that the export of a person's data does not read."""

NAMELESS = """
activities host_id
activity_openings entered_by
activity_parts noted_by second_by
appeals decided_by
articles made_by
ballot_roll person_id
ballots made_by
camera_rests person_id
complaints answered_by
covers cover_id member_id
cross_duties member_id
findings checked_by fixed_by
help_requests keeper_id
honour_objections settled_by
honours confirmed_by nominated_by
intakes judged_by
job_requests person_id
journal person_id
leads judged_by
objections settled_by
pauses person_id
permits decided_by talked_by
pledges answered_by done_by made_by owner_id
rotations ended_by given_by leaver_id planned_by successor_id
service_requests keeper_id
sites keeper_id
teller_counts teller_id
titles confirmed_by ended_by
vetoes confirmed_by lifted_by proposed_by
"""
"""Rows that stay with their shop, site, branch or office: these columns point at a person without a name then."""

STAYS = {
    f"{table}.{column}" for table, *columns in map(str.split, NAMELESS.strip().splitlines()) for column in columns
} | {
    "intakes.phone",  # forgotten by housekeeping after 30 days
    "outbox.claimed_by",  # a process that sends
    "system_senders.person_id",  # a platform
    "web_keys.user_id",  # a browser's key, of nobody when the chat is gone
}
"""Columns that erasure leaves."""


def columns_of_people() -> list[str]:
    """`table.column` of all that refers to a person or is called like one."""
    with sqlite3.connect(":memory:") as schema:
        for _, _, sql in steps():
            schema.executescript(sql)
        names = [row[0] for row in schema.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
        found = []
        for table in names:
            refers = {row[3] for row in schema.execute(f"PRAGMA foreign_key_list({table})") if row[2] == "people"}
            known = [row[1] for row in schema.execute(f"PRAGMA table_info({table})")]
            found += [f"{table}.{one}" for one in known if one in refers or _is_like_a_person(one)]
    schema.close()
    return found


def _is_like_a_person(column: str) -> bool:
    return LIKE_A_PERSON.search(column.removesuffix("_id")) is not None


def touched(names: list[str]) -> set[str]:
    """`table.column` that these statements name, whatever a table is called in them."""
    return {one for name in names for one in _columns_of(statements("sqlite")[name].sql)}


def _columns_of(sql: str) -> set[str]:
    aliases = {alias: table for table, alias in _ALIASES.findall(sql)}
    found = {f"{aliases.get(table, table)}.{column}" for table, column in re.findall(r"\b(\w+)\.(\w+)", sql)}
    tables = set(re.findall(r"(?:FROM|JOIN|UPDATE) (\w+)", sql))
    changed = re.search(r"(?:UPDATE|DELETE FROM) (\w+)", sql)
    owner = changed[1] if changed else tables.pop() if len(tables) == 1 else ""
    return found | {f"{owner}.{column}" for column in re.findall(r"(?<![.:\w])(\w+)\b(?!\.)", sql)}


_ALIASES = re.compile(r"(?:FROM|JOIN) (\w+) (?!WHERE|JOIN|ON|ORDER|LEFT)(\w+)\b")


def test_the_export_of_a_person_reads_every_column_that_says_who() -> None:
    """A new column makes this fail until it is exported or somebody has said why not."""
    missing = set(columns_of_people()) - touched([f"person_{part}" for part in PARTS] + ["person_itself"])
    assert sorted(missing) == sorted(NOT_SHOWN)


def test_erasure_changes_every_column_that_says_who() -> None:
    """What points at a person without a name may stay, on purpose."""
    missing = set(columns_of_people()) - touched([*CHANGES, *ENDINGS, "person_erase"])
    assert sorted(missing) == sorted(STAYS)
