"""The list of sites sent in chat: previewed, applied, the keeper told, taken back."""

from messages.attachment import Attachment, Medium
from storage.sites import sites
from tests.player import Player
from tests.roster.books import csv
from tests.town import Town

HEAD = "点位,类别,社区,责任人,责任人手机,支部,卡位置"


async def sends(chen: Player, *rows: str, head: str = HEAD) -> None:
    folder = chen.town.folder / "sent"
    folder.mkdir(exist_ok=True)
    path = folder / f"{chen.town.next_key().replace(':', '-')}.csv"
    path.write_bytes(csv(head, *rows))
    await chen.says("", Attachment(Medium.FILE, str(path), "点位.csv"))
    await chen.town.job("roster-files")


async def test_previewed_applied_and_taken_back(town: Town) -> None:
    chen = await town.manager()
    wang = await town.member("王芳")
    await sends(chen, "翠竹苑,小区,南山,王芳,,,南门;3栋", "河畔巷,小巷,南山,,,,")
    chen.sees("新点位 2 个", "新服务卡 2 张")
    await chen.taps("确认导入")
    chen.sees("点位表生效：新 2 个")
    wang.sees("翠竹苑", "由您负责")
    await chen.says("点位 翠竹苑")
    chen.sees("翠竹苑", "王芳", "服务卡 2 张", "南门")
    await chen.says("换责任人 河畔巷 王芳")
    await chen.taps("河畔巷 交给 王芳")
    wang.sees("河畔巷", "由您负责")
    await sends(chen, "翠竹苑,小区,南山,王芳,,,南门;3栋")
    chen.sees("没有要改的")
    await sends(chen, "翠竹苑,公园,南山,,,,")
    chen.sees("请写 小区")
    await sends(chen, "新苑,小区,南山,,,,")
    await chen.taps("确认导入")
    await chen.taps("撤回")
    chen.sees("删去新点位 1 个")
    assert [s.name for s in await town.database.read(sites.every)] == ["河畔巷", "翠竹苑"]


async def test_the_words_alone_say_how(town: Town) -> None:
    chen = await town.manager()
    for words, answer in (("点位", "0 个点位"), ("点位 哪里", "没有找到点位"), ("换责任人", "换责任人 翠竹苑 李强")):
        await chen.says(words)
        chen.sees(answer)
