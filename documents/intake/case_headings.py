"""The headings of a case sheet: which column each word of an office means, and which rows are no case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from documents.roster.roster_cells import Cell, plain
from files.dataclass import dataclass
from programme.identity import visible

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "number": (
        *("编号", "工单编号", "工单号", "案件编号", "案件号", "受理编号", "受理单号", "受理号", "任务编号", "任务号"),
        *("诉求编号", "事件编号", "问题编号", "登记编号", "登记号", "流水号", "单号", "派单编号", "派单号", "热线编号"),
        *("案卷编号", "案卷号", "case number", "case id", "number", "id"),
    ),
    "text": (
        *(
            "内容",
            "诉求内容",
            "工单内容",
            "问题描述",
            "案件描述",
            "事件描述",
            "诉求描述",
            "反映内容",
            "主要内容",
            "描述",
        ),
        *("来电内容", "问题内容", "事项内容", "情况描述", "诉求", "案件内容", "投诉内容", "description", "text"),
    ),
    "title": ("标题", "工单标题", "诉求标题", "案件标题", "事件标题", "主题", "事项标题", "事项名称", "title"),
    "small": ("小类", "案件小类", "问题小类", "小类名称", "事件小类", "三级类别", "小类别", "subcategory"),
    "kind": (
        *(
            "类别",
            "案件类别",
            "问题类别",
            "诉求类别",
            "事项类别",
            "问题类型",
            "案件类型",
            "事件类型",
            "诉求类型",
            "类型",
        ),
        *("工单类型", "问题分类", "归口类别", "大类", "案件大类", "问题大类", "大类名称", "category", "type"),
    ),
    "code": ("小类代码", "类别代码", "小类编码", "类别编码", "问题代码", "案件代码", "code"),
    "place": (
        *("位置", "地址", "地点", "事发地址", "事发地点", "发生地址", "发生地点", "事件地址", "事件地点", "问题位置"),
        *(
            "问题地址",
            "案件位置",
            "案件地址",
            "诉求地址",
            "详细地址",
            "位置描述",
            "所在位置",
            "具体位置",
            "address",
            "place",
        ),
    ),
    "at": (
        *("时间", "受理时间", "上报时间", "登记时间", "来电时间", "立案时间", "反映时间", "发现时间", "创建时间"),
        *("派单时间", "派遣时间", "案发时间", "诉求时间", "接收时间", "received", "time"),
    ),
    "due": (
        *("截止时间", "截止日期", "办结时限", "办理时限", "处置时限", "办理期限", "办结期限", "处置截止时间"),
        *("要求办结时间", "应办结时间", "到期时间", "反馈时限", "回复时限", "期限", "时限", "due", "deadline"),
    ),
    "phone": (
        *("电话", "联系电话", "来电号码", "联系方式", "手机", "手机号", "市民电话", "诉求人电话", "反映人电话"),
        *("来电人电话", "投诉人电话", "phone", "telephone"),
    ),
    "photo": ("照片", "图片", "附件", "照片链接", "图片链接", "附件链接", "photo", "photos"),
}
"""The headings by column: the first is the one we write. A name of whoever reported is not read at all."""

RESULTS: Mapping[str, tuple[str, ...]] = {
    "result": ("结果", "办理结果", "处理结果", "处置结果", "办结结果"),
    "ended": ("办结时间", "处置时间", "处理时间", "完成时间", "实际办结时间"),
    "who": ("经办", "经办人", "承办人", "处置人", "处理人"),
    "words": ("说明", "办理说明", "处理说明", "答复内容", "处置说明", "办理情况"),
}
"""The columns that go back: where a sheet has one already it is filled, else it stands behind the last."""

WITHIN = 20
"""Rows from the top among which the headings are looked for."""
_COLUMN_OF = {name: column for table in (COLUMNS, RESULTS) for column, names in table.items() for name in names}
_SAYS_WHAT = ("text", "title", "small", "kind")
_REMARK = re.compile(r"(?:合计|总计|小计|共计|共\d+[件条]|备注|说明|填表|制表|审核|注)[\s:：]*.*", re.DOTALL)
FEW = 2
"""A row with no more cells than these and no number is a total or a remark."""


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """Where each column stands, and the words above every column as they were written."""

    columns: dict[str, int]
    words: tuple[str, ...]


def is_header(row: Sequence[Cell]) -> bool:
    """Whether a row has a number and something that says what it is about."""
    found = {column_of(cell) for cell in row}
    return "number" in found and any(column in found for column in _SAYS_WHAT)


def header_of(row: Sequence[Cell]) -> CaseHeader:
    """The headings of a row; the first of two with the same meaning is read, and the other is given back as it stands."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(row):
        if column := column_of(cell):
            columns.setdefault(column, at)
    return CaseHeader(columns, tuple(" ".join(visible(plain(cell)).split()) for cell in row))


def column_of(cell: Cell) -> str:
    """The column a heading means; empty for none."""
    words = unicodedata.normalize("NFKC", visible(plain(cell))).casefold()
    words = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", words).strip(" *:\n\t")
    if re.search(r"[\u4e00-\u9fff]", words):
        words = re.sub(r"\s+", "", words)
    return _COLUMN_OF.get(words, "")


def is_remark(row: Sequence[Cell]) -> bool:
    """A total, a remark or a signature beneath the cases, or the headings once more on the next page."""
    filled = [" ".join(visible(plain(cell)).split()) for cell in row if cell not in ("", None)]
    if not filled or is_header(row):
        return True
    return len(filled) <= FEW and bool(_REMARK.fullmatch(filled[0]))
