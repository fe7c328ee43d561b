"""What is deployed is what is built: the image takes all that the bot needs, and no file an office left beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import yaml

from documents.isolation.limits import ADDRESS_SPACE

ROOT = Path(__file__).parents[2]


def test_the_image_takes_every_package_and_nothing_that_lies_about() -> None:
    """Rosters, codes and exports are made in the repository's folder; an image once took them with it."""
    first, *taken = (ROOT / ".dockerignore").read_text("utf-8").split()
    assert first == "*"
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    for package in wheel["packages"]:
        assert f"!{package}" in taken, package
    for file in ("programme.toml", "pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        assert f"!{file}" in taken
    assert not [line for line in taken if line.startswith("!") and not (ROOT / line[1:]).exists()]


UNITS = {"K": 10**3, "M": 10**6, "G": 10**9}


def _bytes(words: str) -> int:
    return int(words[:-1]) * UNITS[words[-1].upper()]


def test_the_systemd_unit_bounds_memory_and_files() -> None:
    """A workbook once took the whole machine with it."""
    lines = (ROOT / "deploy" / "fivestar.service").read_text("utf-8").splitlines()
    unit = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    assert ADDRESS_SPACE < _bytes(unit["MemoryHigh"]) < _bytes(unit["MemoryMax"])
    assert unit["OOMPolicy"] == "continue", "a worker that the kernel ends is no reason to stop the bot"
    assert int(unit["LimitNOFILE"]) >= 4096
    assert int(unit["TasksMax"]) >= 64


@pytest.mark.parametrize("file", ["compose.yml", "compose.postgres.yml"])
def test_every_container_of_the_bot_is_bounded(file: str) -> None:
    services = yaml.safe_load((ROOT / "deploy" / file).read_text("utf-8"))["services"]
    bots = {name: service for name, service in services.items() if "build" in service}
    assert bots
    for service in bots.values():
        assert _bytes(service["mem_limit"]) > ADDRESS_SPACE
        assert service["ulimits"]["nofile"]["soft"] >= 4096
        assert service["pids_limit"] >= 64
        assert service["stop_grace_period"] == "20s"
