"""The settings of a command: those of the one town, or of the town that `--town` chose among many."""

from __future__ import annotations

from collections.abc import Sequence

from app import settings as plain
from app.settings import Settings
from app.towns.here import TOWN
from app.towns.town_files import TownFile, check_common, load_town, town_files
from messages.errors import RefusedByRule
from programme.rules import Rules
from texts import speaker


def load() -> tuple[Settings, Rules]:
    """See `app.settings.load`; among many towns, the chosen one's.

    Raises:
        SettingsError: they do not make sense.
        RefusedByRule: there are many towns and none was chosen, or one that is not there.
    """
    settings, rules, files = every()
    if not files:
        return settings, rules
    if not TOWN.get():
        names = " ".join(file.name for file in files)
        raise RefusedByRule(speaker(settings.language)("towns.choose", towns=names))
    town = load_town(chosen_of(files, settings)[0], settings)
    return town.settings, town.rules


def every() -> tuple[Settings, Rules, Sequence[TownFile]]:
    """What all towns have in common with the files of all; for a single town its own, and no file.

    Raises:
        SettingsError: they do not make sense.
        RefusedByRule: a town was chosen and there is only one.
    """
    settings, rules = plain.load()
    if settings.towns:
        check_common(settings)
        return settings, rules, town_files(settings.towns)
    if TOWN.get():
        raise RefusedByRule(speaker(settings.language)("towns.only_one", town=TOWN.get()))
    return settings, rules, ()


def chosen_of(files: Sequence[TownFile], common: Settings) -> Sequence[TownFile]:
    """The chosen town, or all.

    Raises:
        RefusedByRule: there is no such town.
    """
    name = TOWN.get()
    found = [file for file in files if name in ("", file.name)]
    if not found:
        names = " ".join(file.name for file in files)
        raise RefusedByRule(speaker(common.language)("towns.unknown", town=name, towns=names))
    return found
