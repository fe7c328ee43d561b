"""The process that `benchmarks.towns` looks at: many towns, each living the same week by its own script, all at once.

It is what `fivestar run` is with many towns (pages, engines, senders, workers), but for the alarm clock: the jobs of the
week are run by the players at their hours, on the clock of the play.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app import logs
from app.demo.sample_clock import PutForward
from app.simulate.people import eyes, street
from app.simulate.script import Script
from app.simulate.season import found_neighbours
from app.simulate.town import cast, made_street, settle
from app.simulate.weeks import Weeks
from app.towns.chosen import every
from app.towns.many import Towns
from app.towns.one_town import Town

FIRST = date(2026, 9, 7)
SQUAD = 2
DRAWN = 5
"""Every so-manieth town has the jobs run that draw pictures: one town draws at a time, however many there are."""
MOVING_IN = 5
"""Towns that apply their roster and enrol everybody at the same time."""
ZONE = ZoneInfo("Asia/Shanghai")


def clock_of(day: date) -> PutForward:
    return PutForward(datetime.combine(day, time(7, 0), ZONE))


async def live(town: Town, clock: PutForward, shops: int, seed: int, moving: asyncio.Semaphore) -> int:
    """One week of one town, and the Monday on which it is handed out; how many messages it took."""
    app = town.app
    assert app is not None, town.trouble
    async with moving:
        await settle(app, made_street(shops), SQUAD, clock.now)
        await found_neighbours(app, clock.now)
    players = await cast(app, SQUAD)
    doors, sharp = street(shops, app.rules.duties, seed), eyes(max(players.looks_after) + 2, seed)
    script = Script(doors, [sharp[m] for m in players.looks_after], sharp[-1], app.rules.duties, seed)
    weeks = Weeks(app, clock, players, town.name, FIRST)
    for n in range(7):
        day = FIRST + timedelta(days=n)
        await weeks.play(script.next(day), last_week=seed % DRAWN == 0)
    await weeks.hand_out(FIRST + timedelta(days=7))
    return app.engine.handled


async def main(shops: int) -> None:
    logs.set_up()
    logging.getLogger().setLevel(logging.ERROR)
    common, _, files = every()
    towns = Towns(common, files, parts=("web", "sender"))
    clocks = [clock_of(FIRST) for _ in files]
    for file, clock in zip(files, clocks, strict=True):
        towns.add(file, clock)
    await towns.start()
    say("open")
    moving = asyncio.Semaphore(MOVING_IN)
    lives = [
        asyncio.create_task(town.within(live(town, clock, shops, seed, moving)))
        for seed, (town, clock) in enumerate(zip(towns.towns, clocks, strict=True))
    ]
    handled = await asyncio.gather(*lives)
    unwell = {town.name: town.trouble for town in towns.towns if town.app is None}
    assert not unwell, unwell
    say(f"lived {sum(handled)}")
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.to_thread(sys.stdin.readline), 60)
    await towns.stop()


def say(word: str) -> None:
    print(word, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--shops", type=int, required=True)
    asyncio.run(main(parser.parse_args().shops))
