"""Ballots of one branch, tellers named and reminded, and papers that need more than half a page."""

from __future__ import annotations

import re
from datetime import date

import pypdfium2
import pytest

from documents.papers.ballot_paper import BallotPaper, ballot_papers
from storage.honours import ballots
from tests.stories.honours.test_ballots import standing, states, telegram
from tests.town import Town, on_day
from texts import speaker


async def test_named_tellers_count_are_reminded_once_and_nobody_else_counts(town: Town) -> None:
    chen = await standing(town, "王芳", "李强", "周敏")
    await chen.says("推选 优秀党员 2人 监票 赵敏 王芳")
    chen.sees("监票人要两位")
    await chen.says("推选 优秀党员 2人 监票 赵敏 孙亮")
    chen.sees("3 人参选")
    zhao, sun = town.players["赵敏"], town.players["孙亮"]
    zhao.sees("请您监票", "计票 1")
    await town.players["钱进"].says("计票 1 7 6 6 5 4 1")
    town.players["钱进"].sees("监票人是别的两位")
    await town.hours.run_asked()
    await zhao.says("计票 1 7 6 6 5 4 1")
    await town.pass_to(on_day(date(2026, 11, 24), 10, 0), "ballots")
    sun.sees("还等您数")
    await town.pass_to(on_day(date(2026, 11, 25), 10, 0), "ballots")
    assert sum("还等您数" in said for said in sun.heard) == 1, "once"
    zhao.sees_no("还等您数")
    await town.pass_to(on_day(date(2026, 11, 26), 10, 0), "ballots")
    chen.sees("数好的监票人有 1 位")
    await sun.says("计票 1 7 6 6 5 4 1")
    chen.sees("选出 2 人")
    assert await states(town) == {"chosen": 2, "passed over": 1}


async def test_a_branch_chooses_among_its_own(town: Town) -> None:
    """Those of other branches neither stand nor vote, and are there for a ballot of their own."""
    chen = await town.manager()
    for name in ("王芳", "李强", "周敏"):
        await town.member(name)
    for name in ("何静", "赵敏", "孙亮"):
        await town.staff(name, "member", branch="环卫支部")
    for name in ("王芳", "李强", "何静"):
        await chen.says(f"提名 优秀党员 {name} 守夜三晚")
        await chen.taps("提名")
        await town.players[name].taps("同意")
    await chen.says("推选 环卫支部 优秀党员 1人")
    chen.sees("环卫支部 优秀党员", "1 人参选", "应到 3 人")
    one = await town.database.read(lambda tx: ballots.ballot(tx, ballots.BallotId(1)))
    assert one.branch_id is not None
    for name in ("赵敏", "孙亮"):
        await town.players[name].says("计票 1 3 3 3 3")
    chen.sees("选出 1 人：何静")
    assert await states(town) == {"chosen": 1, "agreed": 2}
    await chen.says("推选 优秀党员 1人")
    chen.sees("2 人参选", "应到 6 人")


def words_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    found = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return found


@pytest.mark.parametrize(("candidates", "a_paper"), [(1, 0.5), (24, 0.5), (25, 1), (56, 1), (57, 2), (120, 3)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_candidate_stands_on_every_paper(candidates: int, a_paper: float, language: str) -> None:
    """From 25 on the last ones fell off the half page."""
    names = [f"候选{n:03d}" for n in range(candidates)]
    known = BallotPaper("优秀共产党员", 10, [(name, "环卫支部") for name in names], 4, "城市管理执法局")
    pages = words_of(ballot_papers(known, speaker(language)))
    assert len(pages) == 4 * a_paper
    each = "".join(pages)
    for name in names:
        assert each.count(name) == 4, name
    if a_paper > 1:
        last = round(a_paper)
        assert re.search(rf"第{last}页，共{last}页|page{last}of{last}", pages[last - 1])


@telegram
async def test_in_english_too(town: Town) -> None:
    chen = await standing(town, "王芳")
    await chen.says("English")
    await chen.says("ballot 优秀党员 1 tellers 赵敏 孙亮")
    chen.sees("1 candidate", "count 1")
    town.players["赵敏"].sees("请您监票")
