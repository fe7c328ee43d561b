"""The files of the towns: `FIVESTAR_TOWNS/NAME.env` has a town's own settings, in the names a single town has them too.

What all towns have in common stands in `.env` or the environment as ever. What would mix two towns when both had it, such as
a token, stands in their files only, and two files that name the same are refused, both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from app.settings import PREFIX, Settings, load, named_in, written_in
from app.setups import setups
from files.dataclass import dataclass
from messages.errors import SettingsError
from programme.rules import Rules

NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")
COMMON = ("HOST", "PORT", "LOG_FORMAT", "TOWNS")
"""Of the process: a town cannot have them otherwise."""
OWN = ("PUBLIC_URL", "ADMIN_CODE")
"""Of one town: with the settings of the channels, what must not be common."""


@dataclass(frozen=True, slots=True)
class TownFile:
    """A town by the name of its file."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class TownSettings:
    """A town's settings as if it were the only one, its rules, and its schema."""

    settings: Settings
    rules: Rules
    schema: str

    @property
    def host(self) -> str:
        """The name under which its pages are asked for."""
        return (urlsplit(self.settings.public_url).hostname or "").lower()


def town_files(folder: Path) -> list[TownFile]:
    """Every town, in the order of the file names.

    Raises:
        SettingsError: there is no such folder, or no file in it.
    """
    found = [TownFile(path.stem, path) for path in sorted(folder.glob("*.env")) if path.stem]
    if not found:
        raise SettingsError(f"{PREFIX}TOWNS={folder}: no town there; write NAME.env for each, such as ningguo.env")
    return found


def check_common(common: Settings) -> None:
    """What many towns must have in common, and must not.

    Raises:
        SettingsError: with every reason.
    """
    own = {name.upper() for name in common.model_fields_set} & {*OWN, *(s.name.upper() for s in setups())}
    reasons = [f"{PREFIX}{name}…: it is a town's own; write it into the file of that town" for name in sorted(own)]
    if common.sqlite_path:
        reasons.append(
            f"{PREFIX}DATABASE_URL: many towns need PostgreSQL; write postgresql://user:password@host/database"
        )
    if reasons:
        raise SettingsError("\n".join(reasons))


def load_town(file: TownFile, common: Settings, env_file: Path | None = Path(".env")) -> TownSettings:
    """One town's settings and rules.

    Raises:
        SettingsError: with every reason, one a line.
    """
    reasons = [] if NAME.fullmatch(file.name) else [f"{file.path.name}: a town's name is small letters, digits and -"]
    try:
        own = written_in(file.path)
        reasons += [
            f"{name}: all towns share it; write it into .env"
            for name in named_in(file.path)
            if name.removeprefix(PREFIX) in COMMON
        ]
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file.path.name}: cannot be read: {error}") from error
    url = str(own.pop("database_url", ""))
    schema = schema_of(url) or file.name.replace("-", "_")
    if url and _without_schema(url) != _without_schema(common.database_url):
        reasons.append(f"{PREFIX}DATABASE_URL: all towns are on one server; only ?search_path= may differ")
    if reasons:
        raise SettingsError("\n".join(reasons))
    own = _defaults(file, common) | own | {"database_url": _with_schema(common.database_url, schema), "towns": None}
    settings, rules = load(env_file, own=own, own_file=file.path)
    return TownSettings(settings, rules, schema)


def host_named_in(file: TownFile) -> str:
    """The host name of a town whose settings or rules cannot be used, as far as its file can be read."""
    named = None
    with suppress(OSError, ValueError, SettingsError):
        named = urlsplit(str(written_in(file.path).get("public_url", ""))).hostname
    return (named or f"{file.name}.localhost").lower()


def _defaults(file: TownFile, common: Settings) -> dict[str, Any]:
    """What a town has where its file says nothing: folders of its own, and the rules beside its file."""
    own: dict[str, Any] = {
        "host": common.host,
        "port": common.port,
        "data_dir": common.data_dir / file.name,
        "backup_dir": common.backup_dir / file.name if common.backup_dir else None,
        "public_url": f"http://{file.name}.localhost:{common.port}",
    }
    rules = file.path.with_suffix(".toml")
    return own | ({"programme": rules} if rules.exists() else {})


def all_clashes(files: Sequence[TownFile], common: Settings) -> dict[str, str]:
    """See `_clashes`; a file that cannot be read clashes with nobody."""
    known = []
    for file in files:
        with suppress(SettingsError):
            known.append((file.name, load_town(file, common)))
    return _clashes(known)


def _clashes(known: Sequence[tuple[str, TownSettings]]) -> dict[str, str]:
    """For each town that has the same of something as another, what and with whom: neither is right to guess."""
    found: dict[str, list[str]] = defaultdict(list)
    owners: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, town in known:
        for what, value in _marks(town):
            owners[what, value].append(name)
    for (what, _), names in owners.items():
        if len(names) > 1:
            for name in names:
                others = ", ".join(other for other in names if other != name)
                found[name].append(f"{what}: {others} has the same; each town needs its own")
    return {name: "\n".join(words) for name, words in found.items()}


def _marks(town: TownSettings) -> Iterator[tuple[str, str]]:
    yield f"{PREFIX}PUBLIC_URL", town.host
    yield f"{PREFIX}DATABASE_URL", town.schema
    yield f"{PREFIX}DATA_DIR", str(town.settings.data_dir.absolute())
    for setup in setups():
        if account := setup.account(town.settings.of(setup.name)):
            yield f"{PREFIX}{setup.name.upper()}__…", account


def schema_of(url: str) -> str:
    """The one that a database URL names, or nothing."""
    return dict(parse_qsl(urlsplit(url).query)).get("search_path", "")


def _without_schema(url: str) -> str:
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query) if pair[0] != "search_path"]
    return urlunsplit(parts._replace(query=urlencode(query, safe="/")))


def _with_schema(url: str, schema: str) -> str:
    plain = _without_schema(url)
    return f"{plain}{'&' if urlsplit(plain).query else '?'}search_path={schema}"
