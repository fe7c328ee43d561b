"""`python -m benchmarks [--smallest] [NAME …]`: run benchmarks one after another and write each one's section of RESULTS.md.

With `--smallest` each runs once at the size its module calls `SMALLEST` and nothing is written: a test starts every benchmark
so, to notice when one breaks. `python -m benchmarks turns --set "WORKERS=(1, 4)" --set "BATCHES={}"` runs a part of one, with
other sizes than its module's, and writes nothing. Neither does `python -m benchmarks language --table FILE`, which scores one
table of sentences, nor `python -m benchmarks ratings --part lived-100000`, which measures a part alone (`--part ?` names them).
"""

from __future__ import annotations

import argparse
import ast
import importlib
import pkgutil
import re
import sys
from pathlib import Path
from types import ModuleType

import benchmarks
from benchmarks.table import Table, machine

RESULTS = Path(__file__).with_name("RESULTS.md")
HEAD = """# Measured

Written by `make bench`: medians of interleaved runs on one machine. Absolute figures move between machines; keep the ratios.
"""


def main(words: list[str]) -> int:
    known, asked = found(), _asked(words)
    if wrong := [name for name in asked.names if name not in known]:
        sys.stderr.write(f"there is no benchmark {' '.join(wrong)}; there are: {' '.join(known)}\n")
        return 2
    if (asked.table or asked.part or asked.set) and len(asked.names) != 1:
        sys.stderr.write(
            "--table, --part and --set are for one benchmark: python -m benchmarks NAME --set SIZE=VALUE\n"
        )
        return 2
    if asked.part:
        return measure(asked.names[0], asked.part)
    if asked.table:
        print(importlib.import_module(f"benchmarks.{asked.names[0]}").of_files(asked.table).text(), flush=True)
        return 0
    for name in asked.names or known:
        print(f"[bench] {name} …", flush=True)
        module = importlib.import_module(f"benchmarks.{name}")
        _resize(module, (module.SMALLEST if asked.smallest else {}) | dict(asked.set))
        table: Table = module.run()
        print(table.text(), flush=True)
        if not (asked.smallest or asked.set):
            keep(name, table)
    return 0


def _asked(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--smallest", action="store_true", help="once, at the smallest size; nothing is kept")
    parser.add_argument("--set", action="append", type=_size, default=[], metavar="SIZE=VALUE", help="a part of it")
    parser.add_argument("--table", nargs="+", default=[], metavar="FILE", help="score tables of your own")
    parser.add_argument(
        "--part", nargs="+", default=[], metavar="PART", help="parts that its module knows; ? names them"
    )
    return parser.parse_intermixed_args(words)


def _size(words: str) -> tuple[str, object]:
    name, _, value = words.partition("=")
    return name, ast.literal_eval(value)


def _resize(module: ModuleType, sizes: dict[str, object]) -> None:
    for size, value in sizes.items():
        if not hasattr(module, size):
            raise SystemExit(f"{module.__name__} has no size {size}")
        setattr(module, size, value)


def measure(name: str, wanted: list[str]) -> int:
    """Measure parts of the benchmark named; nothing is kept of it."""
    module = importlib.import_module(f"benchmarks.{name}")
    known = module.parts() if hasattr(module, "parts") else []
    if not set(wanted) <= set(known):
        sys.stderr.write(f"say it so: python -m benchmarks ratings --part NAME …; parts: {' '.join(known)}\n")
        return 2
    print(module.of_parts(wanted).text(), flush=True)
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
