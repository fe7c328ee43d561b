"""A title under a red line: the shop is heard, a manager lets it stay, and it rests until the red line is over; asked once."""

from datetime import date

import pytest

from programme.titles.title_state import TitleState
from tests.player import Player
from tests.stories.titles.test_title_jobs import awarded, rated, settled, the_title
from tests.stories.titles.test_veto import proposed
from tests.town import Town, on_day

HEARD = on_day(date(2026, 12, 29), 9)


async def crossed(town: Town, squad: Player, chen: Player) -> None:
    """A red line, proposed by one and confirmed by another."""
    await proposed(town, squad)
    await chen.says("待办")
    await chen.taps("有人提了红线")
    await chen.taps("确认红线")


async def kept(town: Town) -> tuple[Player, Player, Player]:
    """The shop has explained itself and keeps its title, the red line still running."""
    li = await settled(town, date(2026, 9, 1))
    chen, squad = await town.manager(), await town.staff("赵队", "squad")
    await awarded(town, li, date(2026, 10, 20))
    await rated(town, li.shop_id, date(2026, 12, 27), [5] * 12)
    town.clock.at(on_day(date(2026, 12, 28), 10))
    await crossed(town, squad, chen)
    await town.pass_to(HEARD, "title-watch")
    li.sees("红线", "说明")
    await li.says("说明 送货车临时放的，当天就搬走了")
    await li.taps("发")
    await chen.says("待办")
    await chen.taps("去留")
    chen.sees("红线已确认", "当天就搬走了")
    await chen.taps("保留称号")
    return li, chen, squad


async def test_a_title_kept_during_a_red_line_rests_and_comes_back_by_itself(town: Town) -> None:
    li, chen, _ = await kept(town)
    li.sees("保留", "红线期满就恢复展示")
    chen.sees("已保留", "红线期满后恢复展示")
    await town.pass_to(on_day(date(2027, 1, 11), 10), "title-watch")
    assert (await the_title(town, li)).state is TitleState.SUSPENDED  # type: ignore[union-attr]
    assert not [t for t in li.heard if "要复核" in t], "what was heard out is not asked again"
    await town.pass_to(on_day(date(2027, 3, 1), 10), "title-watch")
    assert (await the_title(town, li)).state is TitleState.AWARDED  # type: ignore[union-attr]
    assert not [t for t in li.heard if "要复核" in t]


@pytest.mark.parametrize("shape", ["telegram"])
async def test_another_red_line_is_heard_anew(town: Town) -> None:
    li, chen, squad = await kept(town)
    await town.pass_to(on_day(date(2027, 1, 11), 10), "title-watch")
    await crossed(town, squad, chen)
    await town.pass_to(on_day(date(2027, 1, 12), 10), "title-watch")
    title = await the_title(town, li)
    assert title
    assert (title.state, title.hearing) == (TitleState.HEARING, "")
    li.sees("红线", "说明")
