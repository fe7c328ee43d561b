"""A job asked for in chat is carried out even when the process that took it dies, and told once."""

import pytest

from storage.operations import runs
from tests.player import Player
from tests.town import Town

pytestmark = pytest.mark.parametrize("shape", ["telegram"])


async def taken(town: Town) -> tuple[Player, runs.Request]:
    """A manager's 评星, in the hands of one process."""
    await town.merchant("李记面馆")
    chen = await town.manager()
    await chen.says("评星")
    now = town.clock()
    [request] = await town.database.read(lambda tx: runs.asked(tx, now))
    assert await town.database.write(lambda tx: runs.take(tx, request.id, now))
    return chen, request


async def test_what_a_dead_process_had_taken_is_carried_out_by_another(town: Town) -> None:
    chen, _ = await taken(town)
    await town.hours.run_asked()
    chen.sees("评完告诉您")
    town.clock.forward(minutes=16)
    await town.hours.run_asked()
    await town.settle()
    chen.sees("办好了", "待评 1 家")
    heard = len(chen.screen)
    town.clock.forward(minutes=16)
    await town.hours.run_asked()
    await town.settle()
    assert len(chen.screen) == heard


async def test_one_who_died_before_saying_so_leaves_the_figures_to_be_told(town: Town) -> None:
    """They were told “the same as before” of a version they had never heard of."""
    chen, request = await taken(town)
    await town.hours.run_by_hand("ratings", asked=request)  # and here its process ends
    town.clock.forward(minutes=16)
    await town.hours.run_asked()
    await town.settle()
    chen.sees("办好了", "待评 1 家")
    await chen.says("评星")
    await town.hours.run_asked()
    await town.settle()
    chen.sees("和上次一样")
