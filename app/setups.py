"""Finds the installed channels: each folder of `channels/` with a `setup.py` declares there what it needs."""

from __future__ import annotations

import importlib
import pkgutil
from importlib.util import find_spec

import channels
from messages.setup import Setup


def setups() -> list[Setup]:
    """One for each channel that has settings of its own, in the order of their names."""
    names = sorted(m.name for m in pkgutil.iter_modules(channels.__path__, "channels.") if m.ispkg)
    found = [importlib.import_module(f"{name}.setup") for name in names if find_spec(f"{name}.setup")]
    return [module.setup for module in found]
