"""`python -m benchmarks [--smallest] [NAME …]`: run benchmarks one after another and write each one's section of RESULTS.md.

With `--smallest` each runs once at the size its module calls `SMALLEST` and nothing is written: a test starts every benchmark
so, to notice when one breaks. `python -m benchmarks language --table FILE` scores one table of sentences and writes nothing;
neither does `python -m benchmarks ratings --part lived-100000`, which measures one part alone (`--part ?` names them).
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from pathlib import Path

import benchmarks
from benchmarks.table import Table, machine

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """# Measured

Written by `make bench`: medians of interleaved runs on one machine. Absolute figures move between machines; keep the ratios.
"""


def main(names: list[str]) -> int:
    known, smallest = found(), "--smallest" in names
    names = [name for name in names if name != "--smallest"]
    if "--table" in names:
        at = names.index("--table")
        return score(names[:at], names[at + 1 :])
    if "--part" in names:
        at = names.index("--part")
        return measure(names[:at], names[at + 1 :])
    if wrong := [name for name in names if name not in known]:
        sys.stderr.write(f"there is no benchmark {' '.join(wrong)}; there are: {' '.join(known)}\n")
        return 2
    for name in names or known:
        print(f"[bench] {name} …", flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        if smallest:
            for size, value in module.SMALLEST.items():
                setattr(module, size, value)
        table: Table = module.run()
        print(table.text(), flush=True)
        if not smallest:
            keep(name, table)
    return 0


def score(names: list[str], files: list[str]) -> int:
    """Run the benchmark named over tables of the caller's own; nothing is kept of it."""
    if len(names) != 1 or not files:
        sys.stderr.write("say it so: python -m benchmarks language --table FILE …\n")
        return 2
    print(importlib.import_module(f"benchmarks.{names[0]}").of_files(files).text(), flush=True)
    return 0


def measure(names: list[str], wanted: list[str]) -> int:
    """Measure parts of the benchmark named; nothing is kept of it."""
    module = importlib.import_module(f"benchmarks.{names[0]}") if len(names) == 1 else None
    known = module.parts() if hasattr(module, "parts") else []
    if not wanted or not set(wanted) <= set(known):
        sys.stderr.write(f"say it so: python -m benchmarks ratings --part NAME …; parts: {' '.join(known)}\n")
        return 2
    print(importlib.import_module(f"benchmarks.{names[0]}").of_parts(wanted).text(), flush=True)
    return 0


def found() -> list[str]:
    """Every module here that has something to run."""
    here = Path(benchmarks.__file__).parent
    modules = [m.name for m in pkgutil.iter_modules([str(here)]) if not m.ispkg]
    return [
        name
        for name in modules
        if re.search(r"^def run\(\) -> Table", (here / f"{name}.py").read_text("utf-8"), re.MULTILINE)
    ]


def keep(name: str, table: Table) -> None:
    """Put the section in the place of the one before."""
    text = RESULTS.read_text("utf-8") if RESULTS.exists() else HEAD
    section = f"<!-- {name} -->\n## {table.title}\n\n{machine()}\n\n{table.text()}\n<!-- /{name} -->\n"
    old = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->\n", re.DOTALL)
    RESULTS.write_text(old.sub(lambda _: section, text) if old.search(text) else f"{text}\n{section}", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
