"""From a link in chat to the board and its pages; wrong, used and old links, and everybody who has no business there."""

from __future__ import annotations

import httpx
import pytest

from storage.core.tx import Tx
from storage.people import people
from storage.shops import shops
from tests.board.conftest import enters, link_of
from tests.town import Town

PAGES = ("/board", "/board/shops", "/board/cases", "/board/titles", "/board/jobs")
pytestmark = pytest.mark.parametrize("shape", ["web"])


async def test_from_chat_to_the_week_and_a_shops_file(town: Town, browser: httpx.AsyncClient) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await li.says("好")
    await wang.says("1 秩序 货出店")
    await town.job("ratings")
    page = await enters(chen, browser)
    assert page.status_code == 200
    assert "看了的店" in page.text
    assert "李记面馆" in page.text
    for path in PAGES:
        assert (await browser.get(path)).status_code == 200, path
    found = await browser.get("/board/shops", params={"q": "李记"})
    assert f"/board/shop/{li.shop_id}" in found.text
    file = await browser.get(f"/board/shop/{li.shop_id}")
    assert "货出店" in file.text
    assert "秩序" in file.text
    assert "待评" in file.text
    assert "王芳" in file.text


async def test_the_week_in_a_picture(town: Town, browser: httpx.AsyncClient) -> None:
    li = await town.merchant("李记面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 好")
    page = await enters(chen, browser)
    charts = page.text.partition('class="panels"')[2].partition("</section>")[0]
    for title in ("各星级的店", "近几周的好店", "走访：1 家看了 1 家", "整改：0 件", "721"):
        assert title in charts, title
    drawn = await browser.get("/board/week.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "五星商户一条街" in drawn.text


async def test_a_link_works_once(town: Town, browser: httpx.AsyncClient) -> None:
    chen = await town.manager()
    link = await link_of(chen)
    assert (await browser.post(link)).status_code == 200
    again = await browser.post(link)
    assert again.status_code == 403
    assert "用过或过期" in again.text


async def test_a_preview_of_the_link_does_not_spend_it(town: Town, browser: httpx.AsyncClient) -> None:
    """Messengers open links to show what is behind them."""
    chen = await town.manager()
    link = await link_of(chen)
    for _ in range(3):
        assert (await browser.get(link)).status_code == 200
    assert (await browser.post(link)).status_code == 200


async def test_it_opens_behind_a_proxy_that_passes_its_own_name_on(town: Town, browser: httpx.AsyncClient) -> None:
    """nginx and Apache do unless told otherwise; the one button led back to itself for ever."""
    chen = await town.manager()
    link = await link_of(chen)
    behind = {"host": "127.0.0.1:8080", "sec-fetch-site": "same-origin"}
    elsewhere = await browser.post(link, headers={**behind, "origin": "https://evil.test"})
    assert "/board/enter/" in str(elsewhere.url), "another site cannot press it"
    entered = await browser.post(link, headers={**behind, "origin": "http://board.test"})
    assert (entered.status_code, entered.url.path) == (200, "/board")


async def test_a_link_dies_after_ten_minutes_and_a_session_after_a_day(town: Town, browser: httpx.AsyncClient) -> None:
    chen = await town.manager()
    link = await link_of(chen)
    town.clock.forward(minutes=10)
    assert (await browser.post(link)).status_code == 403
    assert (await enters(chen, browser)).status_code == 200
    town.clock.forward(hours=12)
    assert (await browser.get("/board")).status_code == 403


async def test_a_shop_is_found_however_its_letters_are_written(town: Town, browser: httpx.AsyncClient) -> None:
    """On one of the two databases “kfc” did not find KFC."""
    await town.merchant("KFC 宁国店")
    chen = await town.manager()
    await enters(chen, browser)
    page = await browser.get("/board/shops", params={"q": "kfc"})
    assert "KFC 宁国店" in page.text


async def test_a_guessed_link_opens_nothing(town: Town, browser: httpx.AsyncClient) -> None:
    del town
    assert (await browser.get("/board/enter/abc")).status_code == 403
    assert (await browser.post("/board/enter/" + "x" * 43)).status_code == 403


@pytest.mark.parametrize("path", [*PAGES, "/board/shop/1", "/board/photo/1"])
async def test_without_a_session_every_page_is_closed(town: Town, browser: httpx.AsyncClient, path: str) -> None:
    await town.merchant("李记面馆")
    page = await browser.get(path)
    assert page.status_code == 403
    assert "李记面馆" not in page.text


@pytest.mark.parametrize("role", ["member", "squad"])
async def test_other_roles_get_no_link(town: Town, browser: httpx.AsyncClient, role: str) -> None:
    del browser
    someone = await town.staff("小赵", role)
    await someone.says("看板")
    assert "/board/enter/" not in someone.looks()


async def test_who_loses_the_role_is_out_at_once(town: Town, browser: httpx.AsyncClient) -> None:
    chen = await town.manager()
    await enters(chen, browser)

    async def demote(tx: Tx) -> None:
        await people.revoke(tx, chen.person_id, "manager", by=None, now=town.clock())

    await town.database.write(demote)
    assert (await browser.get("/board")).status_code == 403


async def test_whoever_has_a_look_open_sees_no_page_and_asks_for_no_rating(
    town: Town, browser: httpx.AsyncClient
) -> None:
    await town.merchant("李记面馆")
    chen = await town.manager()
    await enters(chen, browser)
    await chen.says("抽查 李记面馆")
    for path in (*PAGES, "/board/week.svg"):
        page = await browser.get(path)
        assert (page.status_code, "还有一家店没看完" in page.text) == (403, True), path
    assert (await browser.post("/board/ask/ratings")).status_code == 403
    assert (await browser.post("/board/ask/weekly-digest")).status_code == 403
    await chen.says("1")
    assert (await browser.get("/board")).status_code == 200
    assert (await browser.post("/board/ask/ratings")).status_code == 200


async def test_a_secretary_sees_the_shops_of_the_own_branch_only(town: Town, browser: httpx.AsyncClient) -> None:
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡氏山货")
    await town.staff("王芳", "member", links=[li], branch="第一支部")
    await town.staff("张建国", "member", links=[hu], branch="第二支部")
    secretary = await town.staff("赵书记", "secretary", branch="第一支部")
    await enters(secretary, browser)
    listed = (await browser.get("/board/shops")).text
    assert "李记面馆" in listed
    assert "胡氏山货" not in listed
    assert (await browser.get(f"/board/shop/{li.shop_id}")).status_code == 200
    assert (await browser.get(f"/board/shop/{hu.shop_id}")).status_code == 404


async def test_a_secretary_sees_the_charts_of_the_own_branch(town: Town, browser: httpx.AsyncClient) -> None:
    """There were none: the charts are the town's, so whoever leads a branch saw no picture at all."""
    li, hu, xu = await town.merchant("李记面馆"), await town.merchant("胡氏山货"), await town.merchant("徐记粮油")
    wang = await town.staff("王芳", "member", links=[li], branch="第一支部")
    await town.staff("张建国", "member", links=[hu, xu], branch="第二支部")
    await wang.says("1 好")
    secretary, chen = await town.staff("赵书记", "secretary", branch="第一支部"), await town.manager()
    await enters(secretary, browser)
    page = (await browser.get("/board")).text
    assert "走访：1 家看了 1 家" in page, "of the one shop of the branch"
    assert page.count('role="img"') == 3, "stars, looks and what was found; trend and shares are the town's"
    assert "721" not in page
    browser.cookies.clear()
    await enters(chen, browser)
    page = (await browser.get("/board")).text
    assert "走访：3 家看了 1 家" in page
    assert page.count('role="img"') == 5


async def test_leaving_ends_the_session(town: Town, browser: httpx.AsyncClient) -> None:
    chen = await town.manager()
    await enters(chen, browser)
    kept = browser.cookies.get("fivestar_board")
    assert kept
    await browser.post("/board/leave")
    browser.cookies.set("fivestar_board", kept, path="/board")
    assert (await browser.get("/board")).status_code == 403


async def test_another_site_can_neither_enter_nor_ask(town: Town, browser: httpx.AsyncClient) -> None:
    chen = await town.manager()
    link = await link_of(chen)
    elsewhere = {"origin": "http://evil.test", "sec-fetch-site": "cross-site"}
    await browser.post(link, headers=elsewhere)
    assert (await browser.get("/board")).status_code == 403
    await enters(chen, browser)
    assert (await browser.post("/board/ask/ratings", headers=elsewhere)).status_code == 403


@pytest.mark.parametrize("origin", ["null", "http://", "about:blank", ""])
async def test_a_page_that_hides_where_it_is_from_can_neither_enter_nor_ask(
    town: Town, browser: httpx.AsyncClient, origin: str
) -> None:
    """`Origin: null` was taken for nobody's; a frame without rights anywhere sends it."""
    chen = await town.manager()
    link = await link_of(chen)
    await browser.post(link, headers={"origin": origin})
    assert (await browser.get("/board")).status_code == 403
    await enters(chen, browser)
    assert (await browser.post("/board/ask/ratings", headers={"origin": origin})).status_code == 403


@pytest.mark.parametrize("number", ["9" * 20, "9" * 400, "-1", "1.5", "٣"])
async def test_a_number_no_row_can_have_is_not_there(town: Town, browser: httpx.AsyncClient, number: str) -> None:
    """Twenty nines were a fault of ours: more than either database can look for."""
    chen = await town.manager()
    await enters(chen, browser)
    for path in (f"/board/shop/{number}", f"/board/photo/{number}"):
        assert (await browser.get(path)).status_code == 404, path
    for name in ("page", "stars"):
        assert (await browser.get("/board/shops", params={name: number})).status_code == 200
    assert (await browser.get("/board/shops", params={"page": "--5"})).status_code == 200


async def test_a_photo_is_asked_for_again_under_its_own_tag(town: Town, browser: httpx.AsyncClient) -> None:
    """After a restore the same address may be another photo's; a browser showed the old one for a day."""
    li = await town.merchant("李记面馆")
    chen = await town.manager()
    await li.sends_photo("秩序 货出店")
    await enters(chen, browser)
    page = (await browser.get(f"/board/shop/{li.shop_id}")).text
    path = page.partition('src="/board/photo/')[2].partition('"')[0]
    shown = await browser.get(f"/board/photo/{path}")
    assert (shown.status_code, shown.headers["cache-control"]) == (200, "private, no-cache")
    tag = {"if-none-match": shown.headers["etag"]}
    assert (await browser.get(f"/board/photo/{path}", headers=tag)).status_code == 304
    other = await browser.get(f"/board/photo/{path}", headers={"if-none-match": '"another photo"'})
    assert other.content == shown.content
    [kept] = (town.folder / "media").rglob("*.jpg")
    kept.write_bytes(b"")  # a power cut has emptied it
    assert (await browser.get(f"/board/photo/{path}")).status_code == 404
    await town.settle()
    assert (await browser.get(f"/board/photo/{path}")).content == shown.content, "it was asked for again"


async def test_a_job_asked_for_here_is_told_in_chat(town: Town, browser: httpx.AsyncClient) -> None:
    await town.merchant("李记面馆")
    chen = await town.manager()
    await enters(chen, browser)
    page = await browser.post("/board/ask/ratings")
    assert "已安排" in page.text
    await town.hours.run_asked()
    await town.settle()
    chen.sees("评星", "办好了")
    assert (await browser.post("/board/ask/housekeeping")).status_code == 403


async def test_what_people_typed_is_text_on_the_page(town: Town, browser: httpx.AsyncClient) -> None:
    li = await town.merchant("<b>李记</b>面馆")
    wang = await town.member("王芳", li)
    chen = await town.manager()
    await wang.says("1 秩序 货出店 <script>alert(1)</script>")
    await enters(chen, browser)
    for path in ("/board", "/board/shops", f"/board/shop/{li.shop_id}"):
        text = (await browser.get(path)).text
        assert "<script>" not in text
        assert "<b>李记" not in text
    assert (
        await browser.get("/board/shops", params={"q": "' OR 1=1 --", "page": "x", "stars": "1;2"})
    ).status_code == 200


async def test_pages_of_shops_turn(town: Town, browser: httpx.AsyncClient) -> None:
    async def many(tx: Tx) -> None:
        grid = await shops.grid(tx, "西津路")
        for n in range(130):
            name = f"店{n:03d}"
            await shops.add(
                tx, name=name, door=f"{n}号", street="西津路", walk=f"{n:06d}", grid_id=grid, now=town.clock()
            )

    await town.database.write(many)
    chen = await town.manager()
    await enters(chen, browser)
    first = (await browser.get("/board/shops")).text
    assert "店000" in first
    assert "1 / 3" in first
    last = (await browser.get("/board/shops", params={"page": "3"})).text
    assert "店129" in last
    assert len(first.encode()) < 200_000


async def test_anybody_may_check_a_certificate(town: Town, browser: httpx.AsyncClient) -> None:
    del town
    page = await browser.get("/title/2026-Q4-0001")
    assert page.status_code == 404
    assert "没有这个编号" in page.text
    assert (await browser.get("/titles")).status_code == 200


async def test_a_copy_of_the_titles_says_whose_it_is_and_of_when(town: Town, browser: httpx.AsyncClient) -> None:
    """The public page was headed 看板, and a printed copy did not say that it was one."""
    del town
    page = (await browser.get("/titles")).text
    head = page.partition("<main")[0]
    assert "看板" not in head
    assert "五星商户" in head
    assert "宁国市城市管理执法局的公示，11月23日 09:00 的内容" in page
    assert "以 http://board.test/titles 为准" in page


async def test_a_street_is_seen_door_by_door(town: Town, browser: httpx.AsyncClient) -> None:
    li, hu = await town.merchant("李记面馆"), await town.merchant("胡记山货")
    wang, chen = await town.member("王芳", li, hu), await town.manager()
    await wang.says("1 秩序 货出店")
    await enters(chen, browser)
    streets = (await browser.get("/board/streets")).text
    assert "西津路" in streets
    page = (await browser.get("/board/street", params={"name": "西津路"})).text
    assert f'href="/board/shop/{li.shop_id}"' in page
    assert "待整改" in page
    assert "本周没看" in page
    assert (await browser.get("/board/street", params={"name": "没有这条街"})).status_code == 404
    assert (await browser.get("/board/street", params={"name": "西津路", "page": "9" * 30})).status_code == 200
