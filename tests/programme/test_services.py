"""The services as they are promised: which desk, by what hour a first word, by what day done, under which national codes."""

from datetime import datetime

import pytest

from programme.requests.promises import promise
from programme.rules import Rules
from programme.services import DEFAULT_SERVICES, Services
from tests.town import ZONE

RULES = Rules()
SERVICES = Services(RULES.services)
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
TABLE = [
    ("rubbish", "hygiene", "环卫支部", 4, 1, "0102 0103 0104"),
    ("stall", "order", "", 2, 1, "0501"),
    ("parking", "", "", 2, 1, "0505 0506"),
    ("noise", "", "", 4, 3, "0508 0116 0510"),
    ("poster", "facade", "", 4, 3, "0201 0205"),
    ("broken", "facility", "", 4, 3, "0110"),
    ("green", "green", "", 4, 3, "0106 0109"),
    ("building", "", "", 4, 5, "0101"),
]


@pytest.mark.parametrize(("key", "duty", "to", "hours", "days", "codes"), TABLE)
def test_each_service_as_it_is_promised(key: str, duty: str, to: str, hours: float, days: int, codes: str) -> None:
    found = SERVICES.by_key(key)
    assert found is not None
    assert (found.duty, found.to, found.first_word_hours, found.done_days) == (duty, to, hours, days)
    assert all(SERVICES.of_code(code) is found for code in codes.split())


def test_a_shops_door_is_looked_at_and_a_question_ends_with_its_answer() -> None:
    door, question = SERVICES.by_key("shopfront"), SERVICES.by_key("ask")
    assert door
    assert question
    assert (door.of_shops, question.of_shops, question.is_question) == (True, False, True)
    asked = promise(MONDAY, RULES, question)
    assert asked.done == asked.first_word


def test_there_are_ten_at_most_and_no_two_share_a_code() -> None:
    codes = [code for one in DEFAULT_SERVICES for code in one.codes]
    assert len(DEFAULT_SERVICES) == 10
    assert len(codes) == len(set(codes))


def at(month: int, day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def test_four_working_hours_and_a_working_day_step_over_nights_and_holidays() -> None:
    evening = promise(at(11, 23, 17, 10), RULES, SERVICES.by_key("rubbish"))
    assert (evening.first_word, evening.done) == (at(11, 24, 14, 40), at(11, 24, 17, 30))
    assert promise(at(9, 30, 17, 0), RULES, SERVICES.by_key("rubbish")).first_word == at(10, 8, 12, 0)
