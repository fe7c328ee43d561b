"""Random weeks on a window: never more than the far side takes, in any order of news and words, and nothing is lost."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from messages.limits import Window
from messages.reply import Button, Reply
from storage.core.tx import Database
from tests.channels.probe import TINY, Probe
from tests.channels.rig import Rig
from tests.channels.test_probe import shown
from tests.town import MONDAY, StoppedClock, Town

FIVE = replace(TINY, text_bytes=2048, window=Window(seconds=172_800, messages=5, reserve=2))


@pytest.mark.parametrize("seed", range(6))
async def test_five_are_never_exceeded_and_nothing_is_lost(database: Database, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    town = Town(database, StoppedClock(MONDAY), tmp_path, shape="probe")
    town.channel = probe = Probe(town.clock, FIVE, takes=FIVE)
    await town.start()
    rig = Rig(town, "li", lambda: shown(probe), lambda at: probe.spoke("li", at))
    await rig.enrol()
    told = []
    for n in range(60):
        match dice.randrange(6):
            case 0 | 1:
                choices = ((Button("知道了", "help.nothing"),),) if dice.random() < 0.5 else ()
                await rig.push(Reply(f"〔{n}〕", choices, urgent=dice.random() < 0.5), f"push {n}")
                told.append(f"〔{n}〕")
            case 2 | 3:
                await rig.says(dice.choice(("中文", "帮助", "英文")))
            case 4:
                town.clock.forward(hours=dice.randrange(1, 60))
            case 5:
                await town.restart()
    for _ in range(60):
        await rig.says("中文")
        if "held" not in await rig.states():
            break
    await town.stop()
    assert probe.complaints == []
    assert [words for words in told if words not in rig.words] == []
    assert [words for words in told if rig.words.count(words) > 1] == []
