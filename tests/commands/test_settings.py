"""Wrong settings are said all at once, by their names, with what to write instead; secrets are never repeated."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.rules_file import line_of, read_rules
from app.settings import load, variables
from messages.errors import SettingsError
from programme.rules import Rules
from texts import speaker

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder and no variable of ours."""
    for name in [n for n in os.environ if n.startswith("FIVESTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_nothing_has_to_be_set() -> None:
    settings, rules = load()
    assert settings.sqlite_path == Path("data/fivestar.db")
    assert (settings.host, settings.port, settings.language) == ("127.0.0.1", 8080, "zh")
    assert settings.address == "http://127.0.0.1:8080"
    assert rules == Rules()


def test_the_example_can_be_used_as_it_is() -> None:
    assert load(ROOT / ".env.example")[0].port == 8080


@pytest.mark.parametrize(
    ("url", "path"), [("sqlite:///x.db", "x.db"), ("sqlite:////srv/x.db", "/srv/x.db"), ("postgresql://u@h/d", None)]
)
def test_database_urls(monkeypatch: pytest.MonkeyPatch, url: str, path: str | None) -> None:
    monkeypatch.setenv("FIVESTAR_DATABASE_URL", url)
    found = load()[0].sqlite_path
    assert (str(found) if found else None) == path


@pytest.mark.parametrize(
    ("written", "meant"),
    [("zh-CN", "zh"), ("zh_CN.UTF-8", "zh"), ("ZH", "zh"), ("en_GB.UTF-8", "en"), ("en.UTF-8", "en")],
)
def test_a_language_as_systems_write_it(monkeypatch: pytest.MonkeyPatch, written: str, meant: str) -> None:
    monkeypatch.setenv("FIVESTAR_LANGUAGE", written)
    monkeypatch.setenv("FIVESTAR_LOG_FORMAT", "JSON")
    settings, _ = load()
    assert (settings.language, settings.log_format) == (meant, "json")
    assert speaker(written).language == meant


def test_a_rules_file_named_in_the_env_file_must_be_there(tmp_path: Path) -> None:
    """A mistyped name was taken for “none”, and the defaults held."""
    env = tmp_path / "wrong.env"
    env.write_text("FIVESTAR_PROGRAMME=programm.toml\n", "utf-8")
    with pytest.raises(SettingsError, match=r"programm\.toml: there is no such file"):
        load(env)


def test_everything_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "programme.toml").write_text("[rating]\n\nprior = -1\n", "utf-8")
    monkeypatch.setenv("FIVESTAR_PORT", "http")
    monkeypatch.setenv("FIVESTAR_LANGUAGE", "fr")
    monkeypatch.setenv("FIVESTAR_TELEGRAM__MODE", "carrier pigeon")
    monkeypatch.setenv("FIVESTAR_TELEGRAM_TOKEN", "1:secret")
    with pytest.raises(SettingsError) as error:
        load()
    lines = str(error.value).splitlines()
    assert len(lines) == 5
    for words in (
        "FIVESTAR_PORT=http: use",
        "FIVESTAR_LANGUAGE=fr: use zh or en",
        "carrier pigeon",
        "toml line 3: rating.prior",
    ):
        assert any(words in line for line in lines)
    assert any("did you mean FIVESTAR_TELEGRAM__TOKEN?" in line for line in lines)


@pytest.mark.parametrize(
    "name", [n for n in variables() if any(w in n for w in ("TOKEN", "SECRET", "CODE", "DATABASE"))]
)
def test_secrets_are_never_repeated(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "hush hush/hush")
    monkeypatch.setenv("FIVESTAR_PORT", "-1")
    with pytest.raises(SettingsError) as error:
        load()
    assert "hush" not in str(error.value)


WRONG = [
    ({"FIVESTAR_TIMEZONE": "Mars/Olympus"}, "FIVESTAR_TIMEZONE=Mars/Olympus"),
    ({"FIVESTAR_PROGRAMME": "nowhere.toml"}, "there is no such file"),
    ({"FIVESTAR_DATABASE_URL": "mysql://x"}, "FIVESTAR_DATABASE_URL: use sqlite:///"),
    ({"FIVESTAR_TELEGRAM__BASE_URL": "localhost:8081"}, "FIVESTAR_TELEGRAM__BASE_URL=localhost:8081: use the root"),
    ({"FIVESTAR_TELEGRAM__TOKEN": "1:a", "FIVESTAR_TELEGRAM__MODE": "webhook"}, "FIVESTAR_PUBLIC_URL"),
    ({"FIVESTAR_TELEGRAM__TOKEN": "1:a", "FIVESTAR_TELEGRAM__MODE": "webhook"}, "FIVESTAR_TELEGRAM__WEBHOOK_SECRET"),
    ({"FIVESTAR_PUBLIC": "x"}, "did you mean FIVESTAR_PUBLIC_URL?"),
]


@pytest.mark.parametrize(("environment", "words"), WRONG)
def test_one_thing_wrong(monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], words: str) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load()
    assert words in str(error.value)


def test_a_slip_in_the_env_file_is_found_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# mine\nFIVESTAR_PROT=8081\n", "utf-8")
    with pytest.raises(SettingsError, match="did you mean FIVESTAR_PORT"):
        load()


TOML = """\
shops_per_member = 8
[rating]
prior = 3
[[duties]]
key = "hygiene"
[[duties]]
key = "order"
weight = -5   # no
[hours]
nap_from = 12:00:00
"""


@pytest.mark.parametrize(
    ("where", "line"),
    [
        (("shops_per_member",), 1),
        (("rating", "prior"), 3),
        (("rating", "no_such"), 2),
        (("duties", 0, "key"), 5),
        (("duties", 1, "weight"), 8),
        (("duties", 1, "zh"), 6),
        (("hours", "nap_from"), 10),
        (("nowhere", "at_all"), None),
    ],
)
def test_lines_are_found(where: tuple[str | int, ...], line: int | None) -> None:
    assert line_of(TOML, where) == line


def test_a_clerks_file_is_judged_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "p.toml"
    path.write_text(TOML, "utf-8")
    rules, wrong = read_rules(path)
    assert rules == Rules()
    assert any("line 6: duties.1.zh: is missing" in w for w in wrong)
    path.write_text("[rating\n", "utf-8")
    assert "line 1" in read_rules(path)[1][0]
    path.write_bytes("prior = “3”".encode("gb18030"))
    assert "cannot be read" in read_rules(path)[1][0]
