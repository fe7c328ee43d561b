"""The glossary: one table, written as a page. `python -m tests.house.glossary` renews docs/glossary.md."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from tests.house.test_house import ROOT

TABLE = ROOT / "docs" / "glossary.toml"
PAGE = ROOT / "docs" / "glossary.md"
HEAD = """# Glossary · 词汇

The programme's words and the house's, each with the code that carries it. Written from [glossary.toml](glossary.toml) by
`python -m tests.house.glossary`; a test holds it to the code.

| 中文 | code | meaning | where it lives |
|---|---|---|---|
"""


@dataclass(frozen=True)
class Term:
    """One word: in Chinese, in code, what it means, and the file that carries it."""

    zh: str
    code: str
    where: str
    en: str


def terms() -> list[Term]:
    return [Term(**row) for row in tomllib.loads(TABLE.read_text("utf-8"))["term"]]


def page() -> str:
    rows = [f"| {t.zh} | `{t.code}` | {t.en} | [{t.where}](../{t.where}) |" for t in terms()]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
