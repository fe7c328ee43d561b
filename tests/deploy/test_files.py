"""What is written for systemd, compose and pip is read by them: as far as the programs are there, else said to be skipped."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import httpx
import jsonschema_rs
import pytest
import yaml

from tests.e2e.bot import Bot

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "fivestar.service"
MOST_EXPOSED = 25
"""Tenths of what `systemd-analyze security` counts as exposure, from 0 to 100; a unit without any protection has 96."""

ANALYZE = shutil.which("systemd-analyze")
with_systemd = pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is not installed")


@with_systemd
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """Everything in it is known, and the program it starts is where the handbook puts it."""
    program = tmp_path / "opt" / "fivestar" / ".venv" / "bin" / "fivestar"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    unit = tmp_path / "fivestar.service"
    unit.write_text(UNIT.read_text("utf-8").replace("/opt/fivestar", str(tmp_path / "opt" / "fivestar")), "utf-8")
    looked = subprocess.run(
        [str(ANALYZE), "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert (looked.returncode, looked.stdout + looked.stderr) == (0, "")


@with_systemd
def test_the_unit_leaves_the_bot_no_more_rights_than_it_needs() -> None:
    command = [str(ANALYZE), "security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(UNIT)]
    looked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert looked.returncode == 0, looked.stdout


@pytest.mark.parametrize("name", ["compose.yml", "compose.postgres.yml"])
def test_a_compose_file_is_one_by_its_schema(name: str) -> None:
    schema = json.loads((ROOT / "tests" / "data" / "compose-spec.json").read_text("utf-8"))
    written = yaml.safe_load((ROOT / "deploy" / name).read_text("utf-8"))
    assert list(jsonschema_rs.validator_for(schema).iter_errors(written)) == []
    for service in written["services"].values():
        for volume in service["volumes"]:
            source = volume.split(":")[0]
            assert source in written["volumes"] or (ROOT / "deploy" / source).exists(), volume
        for file in service.get("env_file", []):
            assert (ROOT / "deploy" / file["path"]).parent == ROOT / "deploy" / ".."
        if "build" in service:
            assert (ROOT / "deploy" / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


def _installed(folder: Path) -> Path:
    """The command of the wheel, installed beside the dependencies of this environment."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "made")]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    [wheel] = (folder / "made").glob("*.whl")
    home = folder / "venv"
    venv.create(home, with_pip=True)
    install = [home / "bin" / "python", "-m", "pip", "install", "-qq", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True)
    [packages] = home.glob("lib/python*/site-packages")
    theirs = [path for path in sys.path if path.endswith("site-packages")]
    (packages / "dependencies.pth").write_text("\n".join(theirs), "utf-8")
    return home / "bin" / "fivestar"


def _doctor(command: Path, folder: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("FIVESTAR_", "PYTHON"))}
    said = subprocess.run([command, "doctor"], cwd=folder, env=clean, capture_output=True, text=True, check=False)
    return said.stdout + said.stderr


@pytest.mark.slow
async def test_the_wheel_runs_from_an_empty_folder(tmp_path: Path) -> None:
    """What `hatch build` makes is whole: texts, SQL, pages and fonts too."""
    command = await asyncio.to_thread(_installed, tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    bot = Bot(empty, "run", installed=command, port="0")
    await bot.start()
    try:
        async with httpx.AsyncClient(base_url=bot.address, follow_redirects=True) as http:
            for path in ("/", "/titles", "/healthz"):
                assert (await http.get(path)).status_code == 200, path
        assert "✗" not in (said := await asyncio.to_thread(_doctor, command, empty)), said
    finally:
        assert await bot.stop() == 0
