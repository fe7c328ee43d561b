"""The Dockerfile's steps without Docker: in a copy of a Debian root, made once by debootstrap and kept for the next time."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = Path("/var/cache/fivestar-tests")
"""What takes minutes to fetch: the root, and the wheels of today's requirements."""

INCLUDED = "python3,python3-pip,python3-venv,ca-certificates"


def why_not() -> str:
    """Why it cannot be done here; empty when it can."""
    if os.geteuid() != 0:
        return "only root may enter another root"
    if not (shutil.which("debootstrap") or (KEPT / "bookworm").is_dir()):
        return "debootstrap is not installed"
    return ""


@dataclass
class Image:
    """A root in which the instructions of a Dockerfile are carried out one by one."""

    root: Path
    environment: dict[str, str] = field(
        default_factory=lambda: {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": "/root",
        }
    )
    folder: str = "/"
    user: str = "root"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)

    def build(self) -> None:
        """Carry out deploy/Dockerfile.

        Raises:
            subprocess.CalledProcessError: a step fails; its output says why.
        """
        written = (ROOT / "deploy" / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
        for line in written.splitlines():
            word, _, rest = line.partition(" ")
            if word and not word.startswith("#"):
                getattr(self, f"_{word.lower()}")(rest.strip())

    def inside(self, *words: str, user: str = "") -> list[str]:
        """The command that runs something in the image, as its user and in its folder."""
        enter = ["chroot", f"--userspec={user or self.user}", str(self.root), "env", "-i"]
        enter += [f"{name}={value}" for name, value in self.environment.items()]
        return [*enter, "sh", "-c", f'cd {self.folder} && exec "$@"', "sh", *words]

    def _from(self, name: str) -> None:
        """The official image has `python`, and pip may install into it."""
        assert re.fullmatch(r"python:3\.\d+-slim", name), name
        subprocess.run(["cp", "-a", f"{_kept_root()}/.", self.root], check=True)
        (self.root / "usr/local/bin/python").symlink_to("/usr/bin/python3")
        for mark in self.root.glob("usr/lib/python3*/EXTERNALLY-MANAGED"):
            mark.unlink()
        subprocess.run(["cp", "-a", _kept_wheels(), self.root / "wheels"], check=True)
        self.environment |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "/wheels", "PIP_ROOT_USER_ACTION": "ignore"}

    def _run(self, command: str) -> None:
        done = subprocess.run(self.inside("sh", "-ec", command), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"RUN {command}\n{done.stdout}{done.stderr}"

    def _workdir(self, folder: str) -> None:
        self.folder = folder
        (self.root / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)

    def _copy(self, what: str) -> None:
        source, target = what.split()
        assert target in (".", "./")
        for name in _taken() if source == "." else [source]:
            to = self.root / self.folder.lstrip("/") / name
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, to, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, to)

    def _user(self, name: str) -> None:
        self.user = name

    def _env(self, pairs: str) -> None:
        self.environment |= dict(pair.split("=", 1) for pair in pairs.split())

    def _volume(self, folders: str) -> None:
        assert all((self.root / folder.lstrip("/")).is_dir() for folder in folders.split())

    def _expose(self, port: str) -> None:
        assert port.isdecimal()

    def _healthcheck(self, what: str) -> None:
        self.health = json.loads(what.partition("CMD")[2])

    def _stopsignal(self, name: str) -> None:
        assert name == "SIGTERM"

    def _cmd(self, words: str) -> None:
        self.command = json.loads(words)


def _taken() -> list[str]:
    """What .dockerignore lets into the image."""
    return [line[1:] for line in (ROOT / ".dockerignore").read_text("utf-8").split() if line.startswith("!")]


def _kept_root() -> Path:
    root = KEPT / "bookworm"
    if not root.is_dir():
        part = root.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        make = ["debootstrap", "--variant=minbase", f"--include={INCLUDED}", "bookworm", str(part)]
        subprocess.run(make, check=True, capture_output=True)
        part.rename(root)
    return root


def _kept_wheels() -> Path:
    """The wheels the image installs, for the Python of the root."""
    wanted = (ROOT / "requirements.txt").read_bytes()
    folder = KEPT / f"wheels-{sha256(wanted).hexdigest()[:16]}"
    if not folder.is_dir():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        pip = [sys.executable, "-m", "pip", "download", "-qq", "-d", str(part), "--python-version", "3.11"]
        only = ["--only-binary=:all:", "--platform=manylinux_2_28_x86_64", "--platform=manylinux2014_x86_64"]
        subprocess.run([*pip, *only, "--no-deps", "-r", str(ROOT / "requirements.txt")], check=True)
        subprocess.run([*pip, *only, "hatchling", "editables"], check=True)
        part.rename(folder)
    return folder
