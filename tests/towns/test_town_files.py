"""What stands in the files of the towns: defaults of their own, what is common, and what is said when something is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.towns.chosen import every, load
from app.towns.here import working_for
from app.towns.town_files import TownFile, all_clashes, load_town, town_files
from messages.errors import FivestarError, SettingsError

SERVER = "postgresql://fivestar:secret@db/province?sslmode=require"


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder for towns, and what they have in common."""
    for name in [n for n in os.environ if n.startswith("FIVESTAR_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "towns").mkdir()
    common = f"FIVESTAR_TOWNS=towns\nFIVESTAR_DATABASE_URL={SERVER}\nFIVESTAR_DATA_DIR=/srv/data\n"
    (tmp_path / ".env").write_text(common, "utf-8")
    return tmp_path / "towns"


def write(folder: Path, name: str, text: str = "") -> TownFile:
    path = folder / f"{name}.env"
    path.write_text(text, "utf-8")
    return TownFile(name, path)


def test_an_empty_file_is_a_town_with_everything_of_its_own(folder: Path) -> None:
    file = write(folder, "jing-de")
    known = load_town(file, every()[0])
    assert known.schema == "jing_de"
    assert known.settings.data_dir == Path("/srv/data/jing-de")
    assert known.settings.database_url == f"{SERVER}&search_path=jing_de"
    assert known.settings.address == "http://jing-de.localhost:8080"
    assert known.host == "jing-de.localhost"
    assert known.settings.programme == Path("programme.toml")
    (folder / "jing-de.toml").write_text('[bureau]\nstreet = "旌德"\n', "utf-8")
    assert load_town(file, every()[0]).rules.bureau.street == "旌德"


def test_its_own_file_holds_before_what_is_common_and_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIVESTAR_DATA_DIR", "/data")
    monkeypatch.setenv("FIVESTAR_LANGUAGE", "en")
    plain, own = write(folder, "jixi"), write(folder, "ningguo", "FIVESTAR_DATA_DIR=/own\nFIVESTAR_LANGUAGE=zh\n")
    common = every()[0]
    assert load_town(plain, common).settings.data_dir == Path("/data/jixi")
    assert load_town(plain, common).settings.language == "en"
    assert load_town(own, common).settings.data_dir == Path("/own")
    assert load_town(own, common).settings.language == "zh"


def test_the_env_of_a_town_that_was_alone_can_be_used_as_it_is(folder: Path) -> None:
    """It named the schema in the address; a town that moves in keeps it."""
    file = write(
        folder, "ningguo", f"FIVESTAR_DATABASE_URL={SERVER}&search_path=old_town\nFIVESTAR_TELEGRAM__TOKEN=1:a\n"
    )
    known = load_town(file, every()[0])
    assert known.schema == "old_town"
    assert known.settings.of("telegram").token.get_secret_value() == "1:a"


REFUSED = [
    ("FIVESTAR_PORT=9000", "FIVESTAR_PORT: all towns share it"),
    ("FIVESTAR_DATABASE_URL=postgresql://elsewhere/province", "all towns are on one server"),
    ("FIVESTAR_TELEGRAM__TOKN=1:a", "did you mean FIVESTAR_TELEGRAM__TOKEN"),
    ("FIVESTAR_TIMEZONE=Nowhere/Never", "FIVESTAR_TIMEZONE=Nowhere/Never"),
]


@pytest.mark.parametrize(("line", "said"), REFUSED)
def test_what_is_wrong_in_a_file_is_said(folder: Path, line: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        load_town(write(folder, "jixi", line), every()[0])


def test_what_a_town_must_have_of_its_own_is_refused_in_common(tmp_path: Path, folder: Path) -> None:
    write(folder, "jixi")
    own = "FIVESTAR_TOWNS=towns\nFIVESTAR_TELEGRAM__TOKEN=1:a\nFIVESTAR_ADMIN_CODE=12345678\n"
    (tmp_path / ".env").write_text(own, "utf-8")
    with pytest.raises(SettingsError) as refused:
        every()
    for words in ("FIVESTAR_TELEGRAM", "FIVESTAR_ADMIN_CODE", "many towns need PostgreSQL"):
        assert words in str(refused.value)


SAME = [
    ("FIVESTAR_TELEGRAM__TOKEN=1:a", "FIVESTAR_TELEGRAM__TOKEN=1:renewed"),
    ("FIVESTAR_PUBLIC_URL=https://stars.cn", "FIVESTAR_PUBLIC_URL=https://STARS.cn/"),
    ("FIVESTAR_DATA_DIR=/same", "FIVESTAR_DATA_DIR=/same"),
    (f"FIVESTAR_DATABASE_URL={SERVER}&search_path=x", f"FIVESTAR_DATABASE_URL={SERVER}&search_path=x"),
    ("FIVESTAR_KEFU__OPEN_KFID=wk1", "FIVESTAR_KEFU__OPEN_KFID=wk1"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_towns_with_the_same_of_something_are_both_told(folder: Path, one: str, other: str) -> None:
    more = "\nFIVESTAR_WECOM__CORP_ID=ww1\nFIVESTAR_WECOM__SECRET=s\nFIVESTAR_KEFU__SECRET=s" if "KEFU" in one else ""
    public = {"a": "", "b": ""}
    if more:
        keys = f"{more}\nFIVESTAR_KEFU__TOKEN=t\nFIVESTAR_KEFU__AES_KEY={'a' * 43}"
        public = {name: f"{keys}\nFIVESTAR_PUBLIC_URL=https://{name}.cn" for name in public}
    files = [write(folder, "a", one + public["a"]), write(folder, "b", other + public["b"]), write(folder, "c")]
    found = all_clashes(files, every()[0])
    assert set(found) == {"a", "b"}
    assert ": b has the same" in found["a"]


def test_towns_come_in_the_order_of_their_files(folder: Path) -> None:
    with pytest.raises(SettingsError, match="no town there"):
        town_files(folder)
    for name in ("ningguo", "jixi", "langxi"):
        write(folder, name)
    assert [file.name for file in town_files(folder)] == ["jixi", "langxi", "ningguo"]


def test_the_chosen_town_counts_and_without_many_there_is_none_to_choose(tmp_path: Path, folder: Path) -> None:
    write(folder, "jixi")
    write(folder, "ningguo")
    with pytest.raises(FivestarError, match="jixi ningguo"):
        load()
    with working_for("ningguo"):
        assert load()[0].data_dir == Path("/srv/data/ningguo")
        (tmp_path / ".env").write_text("", "utf-8")
        with pytest.raises(FivestarError, match="--town ningguo"):
            load()
    assert load()[0].data_dir == Path("data")
