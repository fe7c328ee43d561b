"""Every field of `Limits` is obeyed: an engine that does not know of one breaks the contract on a channel that has it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import fields, replace
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from bot.rate_limit import RateLimit
from messages.limits import Limits, Picks
from messages.reply import Button, Reply
from storage.core.tx import Database
from tests.channels import contract
from tests.channels.probe import TINY, Probe
from tests.channels.rig import Rig
from tests.channels.test_probe import shown
from tests.town import MONDAY, StoppedClock, Town

Scenario = Callable[[Rig], Awaitable[None]]

UNAWARE: dict[str, tuple[dict[str, Any], Scenario]] = {
    "text_bytes": ({"text_bytes": 9999}, contract.test_a_long_text_arrives_whole_in_pieces_that_fit),
    "choice_bytes": ({"choice_bytes": 0}, contract.test_choices_stay_with_the_end_of_a_long_text),
    "buttons": ({"buttons": 99}, contract.test_more_buttons_than_fit_become_a_numbered_list_and_every_number_counts),
    "label_bytes": ({"label_bytes": 0}, contract.test_a_label_too_long_for_a_button_is_printed_whole),
    "options": ({"options": 99}, contract.test_a_checklist_with_too_many_options_is_a_numbered_list),
    "picks": ({"picks": Picks.ONCE}, contract.test_a_checklist_is_ticked_as_the_channel_can),
    "edits": ({"edits": True}, contract.test_what_cannot_be_edited_is_said_anew),
    "window": ({"window": None}, contract.test_outside_the_window_nothing_is_said_and_the_next_word_lets_it_go),
}
"""Field → what an engine would believe that ignores it, and the promise that then breaks."""

ELSEWHERE = {"form", "per_second", "per_person", "bursts", "burst_reserve", "one_receiver"}
"""Fields whose promises are about time, habits or processes: below, and in tests/processes for `one_receiver`."""


def test_no_field_is_without_a_proof() -> None:
    assert {f.name for f in fields(Limits)} == UNAWARE.keys() | ELSEWHERE


@pytest.mark.parametrize("field", UNAWARE)
async def test_an_engine_that_ignores_it_breaks_its_promise(database: Database, tmp_path: Path, field: str) -> None:
    believed, scenario = UNAWARE[field]
    true = replace(TINY, picks=Picks.NONE) if field == "picks" else TINY
    assert await _broken(database, tmp_path, true, true, scenario) == []
    assert await _broken(database, tmp_path, true, replace(true, **believed), scenario) != []


async def _broken(database: Database, folder: Path, true: Limits, believed: Limits, scenario: Scenario) -> list[object]:
    """What goes wrong when the channel can do what is `true` and the engine believes something else."""
    clock = StoppedClock(MONDAY)
    town = Town(database, clock, folder, shape="probe")
    town.channel = probe = Probe(clock, believed, takes=true)
    await town.start()
    try:
        user = f"li{id(probe)}"
        rig = Rig(town, user, lambda: shown(probe, user), lambda at: probe.spoke(user, at))
        await rig.enrol()
        await rig.says("中文")
        probe.screens.clear()
        probe.limits = true  # the promise reads what is true; the engine has read what it believes
        town.sender._parts._channel = _Believing(probe, believed)
        await scenario(rig)
    except AssertionError as broken:
        return [broken, *probe.complaints]
    finally:
        await town.stop()
    return list(probe.complaints)


class _Believing:
    """The channel as an engine sees it that believes other limits."""

    def __init__(self, probe: Probe, limits: Limits) -> None:
        self.limits = limits
        self.send = probe.send


async def test_choices_are_said_twice_until_we_know_what_a_person_uses(database: Database, tmp_path: Path) -> None:
    """In words and as a card at first; the card alone after a tap, the words alone after three typed answers."""
    clock = StoppedClock(MONDAY)
    limits = replace(TINY, form=True, window=None)
    for user, typed in (("taps", False), ("types", True)):
        town = Town(database, clock, tmp_path, shape="probe")
        town.channel = probe = Probe(clock, limits, takes=limits)
        await town.start()
        rig = Rig(town, user, lambda u=user, p=probe: shown(p, u))  # type: ignore[misc]
        await rig.enrol()
        question = Reply("用哪种语言？", ((Button("中文", contract.CHINESE),), (Button("英文", contract.ENGLISH),)))
        for n in range(3):
            probe.screens.clear()
            await rig.ask(question, f"{user} {n}")
            words, card = rig.screen()
            assert "2. 英文" in words.text
            assert card.buttons == ("中文", "英文")
            if not typed:
                break
            await rig.says("1")
        if not typed:
            await rig.taps(probe.screens[user][-1], "中文")
        probe.screens.clear()
        await rig.ask(question, f"{user} last")
        [only] = rig.screen()
        assert bool(only.buttons) is not typed
        await town.stop()


@pytest.mark.parametrize(
    ("limits", "at_least"),
    [
        ({"per_second": 20.0, "per_person": 1e6}, 0.14),
        ({"per_second": 1e6, "per_person": 20.0}, 0.19),
        ({"per_second": 1e6, "per_person": 1e6, "bursts": ((3, 0.2),)}, 0.19),
    ],
    ids=["per_second", "per_person", "bursts"],
)
async def test_the_pace_is_kept_by_the_clock(
    database: Database, tmp_path: Path, limits: dict[str, Any], at_least: float
) -> None:
    clock = StoppedClock(MONDAY)
    town = Town(database, clock, tmp_path, shape="probe")
    town.channel = probe = Probe(clock, replace(TINY, window=None, **limits), takes=replace(TINY, window=None))
    await town.start()
    rig = Rig(town, "li", lambda: shown(probe, "li"))
    await rig.enrol()
    began = monotonic()
    await rig.push(Reply("一句话。" * 80), "five parts")
    took = monotonic() - began
    await town.stop()
    assert len(probe.sent) == 5
    assert at_least <= took


def test_bursts_are_counted_for_each_person_and_over_each_span() -> None:
    pace = RateLimit(1e6, 1e6, ((2, 10.0), (3, 100.0)))
    for at in (0.0, 1.0):
        assert pace.person_free_at("li") <= at
        pace.take("li", at)
    assert pace.person_free_at("li") == 10.0
    assert pace.person_free_at("wang") <= 1.0
    pace.take("li", 10.0)
    assert pace.person_free_at("li") == 100.0


def test_news_leaves_a_part_of_every_burst_to_answers() -> None:
    pace = RateLimit(1e6, 1e6, ((3, 10.0),), reserve=1)
    for at in (0.0, 1.0):
        assert pace.free_at("li", False) <= at
        pace.take("li", at)
    assert pace.free_at("li", False) == 10.0
    assert pace.free_at("li", True) <= 2.0
    pace.take("li", 2.0)
    assert pace.free_at("li", True) == 10.0


@pytest.mark.parametrize(("first", "parts"), [("先", 1), ("一句话。" * 80, 5)])
async def test_what_went_out_before_a_restart_counts_in_the_bursts(
    database: Database, tmp_path: Path, first: str, parts: int
) -> None:
    clock = StoppedClock(MONDAY)
    limits = replace(TINY, window=None, bursts=((parts, 0.5),))
    town = Town(database, clock, tmp_path, shape="probe")
    town.channel = probe = Probe(clock, limits, takes=limits)
    await town.start()
    rig = Rig(town, "li", lambda: shown(probe, "li"))
    await rig.enrol()
    await rig.push(Reply(first), "first")
    assert len(probe.sent) == parts
    await town.restart()
    began = monotonic()
    await asyncio.sleep(0)
    await rig.push(Reply("后"), "second")
    assert monotonic() - began > 0.4
    await town.stop()
