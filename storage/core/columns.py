"""One column list for each kind of row: declared once beside its statements, and written out wherever it is named.

A file of statements declares `-- columns findings: id, shop_id, …` (more lines begin with `--   `), and any file says:

    {{findings}}             id, shop_id, …
    {{findings f}}           f.id, f.shop_id, …
    {{set findings but id}}  shop_id = :shop_id, …: every column but those that never change, so that none is forgotten
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

_DECLARED = re.compile(r"^-- columns (\w+): (.*(?:\n--   .*)*)\n", re.MULTILINE)
_NAMED = re.compile(r"\{\{(?:(?P<set>set) )?(?P<name>\w+)(?: (?P<alias>\w+))??(?: but (?P<but>[\w, ]+))?\}\}")

Columns = Mapping[str, tuple[str, ...]]


def declared(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Every list by its name.

    Raises:
        ValueError: two lists have one name.
    """
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for name, words in _DECLARED.findall(text):
            if name in found:
                raise ValueError(f"two lists of columns are called {name}")
            found[name] = tuple(column.strip() for column in words.replace("\n--   ", " ").split(","))
    return found


def filled(text: str, columns: Columns) -> str:
    """The statements with every named list written out.

    Raises:
        KeyError: there is no such list.
        ValueError: a column that is left out is not in the list.
    """
    return _NAMED.sub(lambda found: _written(found, columns), _DECLARED.sub("", text))


def _written(found: re.Match[str], columns: Columns) -> str:
    """One list as it is named: for a `set`, under an alias, or as it stands."""
    names = _without(found["name"], columns[found["name"]], found["but"] or "")
    if found["set"]:
        return ", ".join(f"{name} = :{name}" for name in names)
    prefix = f"{found['alias']}." if found["alias"] else ""
    return ", ".join(f"{prefix}{name}" for name in names)


def _without(list_name: str, names: Sequence[str], but: str) -> list[str]:
    """The columns but those left out, of which each has to be in the list."""
    out = {name.strip() for name in but.split(",") if name.strip()}
    if strangers := out - set(names):
        raise ValueError(f"{list_name} has no {sorted(strangers)}")
    return [name for name in names if name not in out]
