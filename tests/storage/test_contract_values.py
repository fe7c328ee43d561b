"""What goes in comes out again as it was, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from messages.address import Address
from messages.attachment import Attachment, Medium
from messages.reply import Button, Pick, Reply
from storage.core.rows import milliseconds
from storage.core.tx import Database, Tx
from storage.delivery import inbox, outbox, web_messages
from storage.people import people
from storage.reviews import evidence
from storage.shops import shops

NOW = datetime(2026, 11, 23, 9, 30, 15, 123000, tzinfo=UTC)
DAY = date(2026, 11, 23)


async def test_a_person(database: Database) -> None:
    async def keep(tx: Tx) -> people.Person:
        number = await people.add(tx, name="王芳 👍", now=NOW, phone="", roles={"member", "branch"})
        return await people.person(tx, number)

    found = await database.write(keep)
    assert (found.name, found.phone, found.roles) == ("王芳 👍", "", {"member", "branch"})
    assert found.created_at == NOW
    assert found.reminders is True
    assert (found.branch_id, found.quiet_since, found.left_at) == (None, None, None)


async def test_a_shop_and_what_was_said_and_seen(database: Database) -> None:
    async def keep(tx: Tx) -> tuple[shops.Shop, evidence.SelfCheck | None, evidence.Observation | None]:
        person = await people.add(tx, name="王芳", now=NOW)
        grid = await shops.grid(tx, "西津路")
        shop = await shops.add(
            tx,
            name="李记",
            door="2号",
            street="西津路",
            walk="2",
            grid_id=grid,
            now=NOW,
            opens=time(8, 5),
            duties=("卫生", "秩序"),
        )
        await evidence.add_self_check(
            tx, shop_id=shop, day=DAY, person_id=person, at=NOW, duties=("卫生", "秩序"), problems=()
        )
        tenure = await shops.tenure(tx, shop, NOW)
        await evidence.add_observation(
            tx,
            shop_id=shop,
            tenure_id=tenure.id,
            day=DAY,
            observer_id=person,
            at=NOW + timedelta(hours=1),
            source="linked",
            duties=("卫生", "秩序"),
            facts={"卫生": 0.5, "秩序": 0},
            left_out={"卫生"},
        )
        return (
            await shops.shop(tx, shop),
            await evidence.self_check(tx, shop, DAY),
            await evidence.observation_of_day(tx, shop, DAY, person),
        )

    shop, said, seen = await database.write(keep)
    assert (shop.opens, shop.closes) == (time(8, 5), None)
    assert said is not None
    assert (said.day, said.at, said.duties, said.problems, said.note) == (DAY, NOW, ("卫生", "秩序"), (), "")
    assert seen is not None
    assert (seen.facts, seen.left_out, seen.standing) == ({"卫生": 0.5, "秩序": 0}, frozenset({"卫生"}), True)
    assert (seen.self_check_id, seen.at) == (None, NOW + timedelta(hours=1))


async def test_a_reply_with_everything_in_it(database: Database) -> None:
    reply = Reply(
        "今天怎么样？",
        buttons=((Button("都好", "1.0"), Button("有问题", "1.1")),),
        pick=Pick(("卫生", "秩序"), "提交", "1.submit", (1,)),
        attachments=(Attachment(Medium.PHOTO, "media:7", "门前.jpg"),),
        replace="17",
        urgent=True,
        best_before=NOW + timedelta(days=1),
    )

    async def keep(tx: Tx) -> list[outbox.OutboxMessage]:
        await outbox.add(tx, Address("telegram", "7"), reply, key="k", now=NOW)
        return await outbox.claim(tx, "telegram", NOW, NOW + timedelta(minutes=1), 5)

    (message,) = await database.write(keep)
    assert message.reply == reply
    assert (message.created_at, message.person_id, message.attempts) == (NOW, None, 0)


_ZONES = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
_INSTANTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=_ZONES)
_WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORDS, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.dictionaries(_WORDS, _JSON, max_size=4), user=_WORDS, at=_INSTANTS)
async def test_any_words_any_instant_anything_nested(
    database: Database, body: dict[str, object], user: str, at: datetime
) -> None:
    async def keep(tx: Tx) -> list[web_messages.WebMessage]:
        await web_messages.append(tx, user, f"k{user}{at}", body, direction="in", replaces=None, now=at)
        found = await web_messages.since(tx, user, 0, 10)
        await web_messages.forget(tx, datetime(2300, 1, 1, tzinfo=UTC))
        return found

    (message,) = await database.write(keep)
    assert message.body == body
    assert abs(message.at - at) <= timedelta(milliseconds=1)


async def test_the_one_character_postgres_cannot_hold_does_no_harm(database: Database) -> None:
    async def keep(tx: Tx) -> str:
        number = await people.add(tx, name="王\0芳", now=NOW)
        return (await people.person(tx, number)).name

    assert (await database.write(keep)).replace("\0", "") == "王芳"


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        await database.write(lambda tx: inbox.is_new(tx, "k", datetime(2026, 1, 1)))


async def test_changes_say_how_many_rows_they_touched(database: Database) -> None:
    async def change(tx: Tx) -> list[int]:
        first = await tx.do("seen_record", key="a", at=NOW)
        again = await tx.do("seen_record", key="a", at=NOW)
        await tx.many("seen_record", [{"key": k, "at": NOW} for k in "bcd"])
        await tx.many("seen_record", [])
        await tx.many_rows("seen_record", [(k, milliseconds(NOW)) for k in "de"])
        await tx.many_rows("seen_record", [])
        return [
            first,
            again,
            await tx.do("seen_forget", before=NOW + timedelta(days=1)),
            await tx.do("seen_forget", before=NOW),
        ]

    assert await database.write(change) == [1, 0, 5, 0]
