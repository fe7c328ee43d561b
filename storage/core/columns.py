"""One column list for each kind of row: declared once beside its statements, and written out wherever it is named.

A file of statements declares `-- columns findings: id, shop_id, …` (more lines begin with `--   `), and any file says:

    {{findings}}             id, shop_id, …
    {{findings f}}           f.id, f.shop_id, …
    {{set findings but id}}  shop_id = :shop_id, …: every column but those that never change, so that none is forgotten
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

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

    def written(found: re.Match[str]) -> str:
        names = columns[found["name"]]
        kept = [name.strip() for name in (found["but"] or "").split(",") if name.strip()]
        if strangers := set(kept) - set(names):
            raise ValueError(f"{found['name']} has no {sorted(strangers)}")
        names = tuple(name for name in names if name not in kept)
        if found["set"]:
            return ", ".join(f"{name} = :{name}" for name in names)
        return ", ".join(f"{found['alias']}.{name}" if found["alias"] else name for name in names)

    return _NAMED.sub(written, _DECLARED.sub("", text))
