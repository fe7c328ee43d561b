"""Modules that few runs need, imported when something of them is first used: the start and an idle bot do without them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Later:
    """Stands for a module by its name; every name in it is that of the module."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        return getattr(import_module(self._name), name)


def lazy(name: str) -> Any:
    """The module `name`, not imported yet. For the type checker import it under `TYPE_CHECKING` by the same name."""
    return _Later(name)
