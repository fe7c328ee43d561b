"""Files that outlive the process are written by one function, so that a power cut leaves them whole or not at all."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.test_house import FLOORS, ROOT

WRITES = {"write_bytes", "write_text", "touch", "fsync", "rename"}
OTHERWISE = {
    "app/lock.py": "a lock lives as long as its process",
    "app/cli/restore.py": "copies a file of any size beside its target, and settles it",
    "channels/telegram/albums.py": "an empty mark: lost, the album's key still counts it once",
    "documents/examples.py": "draws the pictures of the documentation",
    "documents/isolation/limits.py": "tells the kernel which process to end first",
    "files/durable.py": "the one function",
    "storage/core/backups.py": "SQLite writes the copy, and it is settled",
}
"""Who else writes, and why that is right."""


def _writes(file: Path) -> bool:
    return any(_is_writer(node) for node in ast.walk(ast.parse(file.read_text("utf-8"))))


def _is_writer(node: ast.AST) -> bool:
    """`book.copy()` copies no file, `shutil.copy` does; handed over or called."""
    if isinstance(node, ast.Attribute):
        return node.attr in WRITES or (node.attr.startswith("copy") and ast.unparse(node).startswith("shutil.copy"))
    name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
    return isinstance(node, ast.Call) and name == "open" and _mode(node)


def _mode(call: ast.Call) -> bool:
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    return any(set(word) <= set("wxab+t") and set(word) & set("wxa") for word in words)


def test_one_function_writes_files() -> None:
    """Four copies of it once differed: two forgot to sync."""
    files = [file for floor in FLOORS for file in sorted((ROOT / floor).rglob("*.py"))]
    assert {str(file.relative_to(ROOT)) for file in files if _writes(file)} == set(OTHERWISE)
