"""Settings come from the environment or `.env`; everything wrong with them is said at once, in plain words with the fix."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr, ValidationError, create_model, field_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, SettingsConfigDict

from app.language_model import LanguageModelSettings
from app.rules_file import read_rules
from app.setups import setups
from messages.errors import SettingsError
from messages.setup import Setup
from programme.rules import Rules
from texts import spoken

PREFIX = "FIVESTAR_"


class _Settings(BaseSettings):
    """All settings with their defaults; `description` is shown to whoever set one wrongly."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        defer_build=True,  # of these and those with the channels only one is ever read
    )

    database_url: str = Field(
        "sqlite:///data/fivestar.db",
        pattern=r"^(sqlite:///.+|postgres(ql)?://.+)$",
        description="sqlite:///relative/path, sqlite:////absolute/path or postgresql://user:password@host/database",
    )
    data_dir: Path = Field(Path("data"), description="a folder for photos and files, made when it is missing")
    backup_dir: Path | None = Field(None, description="a folder for nightly copies of the database; empty for none")
    programme: Path = Field(Path("programme.toml"), description="the path of programme.toml")
    host: str = Field("127.0.0.1", min_length=1, description="the address to listen on; 0.0.0.0 for all")
    port: int = Field(8080, ge=0, le=65535, description="a port from 1 to 65535, or 0 for any free one")
    public_url: str = Field(
        "", pattern=r"^$|^https?://\S+$", description="how people reach the web pages, such as https://stars.example.cn"
    )
    language: Literal["zh", "en"] = Field("zh", description="zh or en")
    timezone: str = Field("Asia/Shanghai", description="a time zone's name, such as Asia/Shanghai")
    log_format: Literal["text", "json"] = Field("text", description="text or json")
    admin_code: SecretStr | None = Field(
        None, min_length=8, description="the code with which the first manager enrols, of eight characters or more"
    )

    towns: Path | None = Field(
        None, description="a folder with NAME.env for each of many towns on one PostgreSQL; empty for one town"
    )

    language_model: LanguageModelSettings = Field(
        LanguageModelSettings(base_url="", key=None, model=""), description="the variables of this group, one by one"
    )

    @field_validator("language", mode="before")
    @classmethod
    def _as_systems_write_it(cls, value: object) -> object:
        """`zh-CN` and `zh_CN.UTF-8` are zh: nobody has to know which of the forms is ours."""
        return (spoken(value) or value) if isinstance(value, str) else value

    @field_validator("log_format", mode="before")
    @classmethod
    def _in_any_case(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    def of(self, channel: str) -> Any:
        """A channel's own settings."""
        return getattr(self, channel)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def sqlite_path(self) -> Path | None:
        """The database file, relative (`sqlite:///x`) or absolute (`sqlite:////x`); None on PostgreSQL."""
        return Path(self.database_url.removeprefix("sqlite:///")) if self.database_url.startswith("sqlite:") else None

    @property
    def address(self) -> str:
        """How people reach the web pages, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


def with_channels() -> type[_Settings]:
    """The settings of the house together with those of every channel installed, `FIVESTAR_<CHANNEL>__…`."""
    return _with(tuple(setups()))


@cache
def _with(installed: tuple[Setup, ...]) -> type[_Settings]:
    groups: dict[str, Any] = {
        s.name: (s.settings, Field(default_factory=s.settings, description="the variables of this group, one by one"))
        for s in installed
    }
    return create_model("Settings", __base__=_Settings, **groups)


if TYPE_CHECKING:
    Settings = _Settings
else:
    Settings = with_channels()


def load(
    env_file: Path | None = Path(".env"), *, own: Mapping[str, Any] | None = None, own_file: Path | None = None
) -> tuple[Settings, Rules]:
    """The settings and the programme's rules.

    `own` is what one of many towns has of its own, in `own_file`, and holds before everything else.

    Raises:
        SettingsError: with every reason, one a line, each naming the variable or the line of programme.toml.
    """
    reasons = list(_unknown(env_file, own_file))
    settings: Settings | None = None
    try:
        settings = with_channels()(_env_file=env_file, **(own or {}))  # type: ignore[call-arg]
        reasons += _cross_checks(settings)
    except ValidationError as error:
        reasons += [_in_words(tuple(map(str, found["loc"])), found.get("input")) for found in error.errors()]
    path = settings.programme if settings else Path(os.environ.get(f"{PREFIX}PROGRAMME", "programme.toml"))
    rules = Rules()
    if path.exists():
        rules, problems = read_rules(path)
        reasons += problems
    elif f"{PREFIX}PROGRAMME" in os.environ or (settings and "programme" in settings.model_fields_set):
        reasons.append(f"{PREFIX}PROGRAMME={path}: there is no such file; without the variable the defaults hold")
    if reasons or settings is None:
        raise SettingsError("\n".join(reasons))
    return settings, rules


def written_in(file: Path) -> dict[str, Any]:
    """The settings that stand in a file and nowhere else, not checked yet."""
    return DotEnvSettingsSource(with_channels(), env_file=file)()


def variables() -> dict[str, str]:
    """Every environment variable with what it takes: for the documentation and its test."""
    fields = {name: f for name, f in _Settings.model_fields.items() if name != "language_model"}
    own = {f"{PREFIX}{name.upper()}": f.description or "" for name, f in fields.items()}
    model = LanguageModelSettings.model_fields.items()
    own |= {f"{PREFIX}LANGUAGE_MODEL__{name.upper()}": f.description or "" for name, f in model}
    for setup in setups():
        parts = setup.settings.model_fields.items()
        own |= {f"{PREFIX}{setup.name.upper()}__{name.upper()}": f.description or "" for name, f in parts}
    return own


def _in_words(where: tuple[str, ...], value: object) -> str:
    name = PREFIX + "__".join(where).upper()
    hint = variables().get(name, "the variables of this group, one by one")
    secret = any(word in name for word in ("TOKEN", "SECRET", "CODE", "DATABASE_URL", "AES_KEY", "__KEY"))
    return f"{name}{'' if secret else f'={value}'}: use {hint}"


def _unknown(*files: Path | None) -> Iterator[str]:
    """Variables with our prefix that nothing reads: nearly always a typing error."""
    names = {name for name in os.environ if name.startswith(PREFIX)}
    for file in files:
        if file and file.exists():
            names |= set(named_in(file))
    known = variables()
    for name in sorted(names - known.keys()):
        near = get_close_matches(name, known, n=1)
        yield f"{name}: there is no such setting" + (f"; did you mean {near[0]}?" if near else "; take it out")


def named_in(file: Path) -> list[str]:
    """The variables of ours that a file sets."""
    lines = file.read_text("utf-8").splitlines()
    return [name for line in lines if (name := _assigned(line)).startswith(PREFIX)]


def _assigned(line: str) -> str:
    return line.partition("=")[0].removeprefix("export ").strip()


def _is_zone(name: str) -> bool:
    """Whether there is a time zone of this name: looked up, since reading the names of all takes longer than the rest."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        return False
    return True


def _cross_checks(settings: Settings) -> Iterator[str]:
    if not _is_zone(settings.timezone):
        yield _in_words(("timezone",), settings.timezone)
    for setup in setups():
        yield from setup.problems(settings.of(setup.name), settings.public_url)
