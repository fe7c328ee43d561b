"""A lint or type finding is mended, hardly ever silenced: at most three suppressions in a thousand lines of the product."""

import re

from tests.house.test_house import ROOT

FLOORS = "app bot channels documents files handlers messages programme schedules storage texts web".split()
SILENCED = re.compile(r"#\s*(?:noqa|type:\s*ignore|pragma:\s*no cover)")
MOST_PER_THOUSAND = 3


def test_few_findings_are_silenced() -> None:
    lines = [
        (path.relative_to(ROOT), line)
        for floor in FLOORS
        for path in (ROOT / floor).rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
    ]
    silenced = [f"{path}: {line.strip()}" for path, line in lines if SILENCED.search(line)]
    assert len(silenced) * 1000 <= MOST_PER_THOUSAND * len(lines), "\n".join(silenced)


def test_no_verb_of_the_command_line_imports_late() -> None:
    """A verb's file is imported only when it is asked for: what it needs stands at its top."""
    late = [p.name for p in (ROOT / "app" / "cli").glob("*.py") if "PLC0415" in p.read_text("utf-8")]
    assert late == []
