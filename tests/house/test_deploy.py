"""What is deployed is what is built: the image takes all that the bot needs, and no file an office left beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path

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
