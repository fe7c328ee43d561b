"""Case sheets as 12345 and 智慧城管 export them, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from documents.intake.case_sheet import CaseSheet, read_cases
from tests.roster.books import xlsx

HEAD_12345 = ("工单编号", "诉求标题", "诉求内容", "诉求类型", "事发地址", "来电时间", "办结时限", "诉求人", "联系电话")
HEAD_CITY = ("序号", "案卷编号", "大类名称", "小类名称", "问题描述", "位置描述", "上报时间", "处置截止时间", "照片")
ROW_12345 = (
    "DH2026112000001",
    "路灯不亮",
    "翠竹苑小区南门路灯不亮，晚上老人出行不便",
    "城市管理",
    "西津街道翠竹苑南门",
    "2026-11-20 09:15:00",
    "2026年11月27日",
    "张女士",
    "138 0000 1000",
)
ROW_CITY = (
    1,
    "20261120-0042",
    "街面秩序",
    "占道经营",
    "店外堆放",
    "西津路12号",
    "2026/11/20 8:05",
    "2026/11/21 17:30",
    "",
)


def book(head: Sequence[object], *rows: Sequence[object], title: str = "") -> bytes:
    return xlsx(head, *rows, title=title)


def many(rows: int) -> bytes:
    """So many cases of 12345, each with a number of its own."""
    made = [(f"DH{n:08}", *ROW_12345[1:2], f"第{n}件：{ROW_12345[2]}", *ROW_12345[3:]) for n in range(1, rows + 1)]
    return book(HEAD_12345, *made)


def read(content: bytes, name: str = "案件.xlsx") -> CaseSheet:
    return read_cases(content, name)
