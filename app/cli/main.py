"""The `fivestar` command: each verb is a file in `app/cli/`, imported only when it is asked for."""

from __future__ import annotations

import argparse
import asyncio
import gc
import importlib
import os
import sys
from collections.abc import Sequence

from app.towns.here import working_for
from messages.errors import DatabaseIsNewer, FivestarError
from texts import Say, speaker

VERBS = (
    "demo",
    "run",
    "simulate",
    "roster",
    "calendar",
    "words",
    "cases",
    "hours",
    "keys",
    "invites",
    "job",
    "explain",
    "export",
    "province",
    "doctor",
    "backup",
    "restore",
    "erase",
)
"""In the order in which somebody new needs them; each has `texts` keys `command.<verb>` and a file of that name."""

STARTING, RUNNING = 200_000, 50_000
"""Objects made before the collector looks for circles among them: what a start makes stays for good, and was looked through
a hundred and sixty times."""
DONE, REFUSED, WRONG_USAGE = 0, 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Run one verb; the exit status: 0 done, 1 refused with the reason on standard error, 2 wrong usage."""
    gc.set_threshold(STARTING)
    os.environ.setdefault(
        "PYDANTIC_DISABLE_PLUGINS", "__all__"
    )  # there are none: it would read what every package offers
    given = list(sys.argv[1:] if words is None else words)
    town, words = _town_of(given)
    say = speaker(os.environ.get("FIVESTAR_LANGUAGE") or "zh")
    verb = next((w for w in words if not w.startswith("-")), "")
    parser = _parser(say, verb)
    chosen = parser.parse_args(words)
    gc.freeze()
    gc.set_threshold(RUNNING)
    try:
        with working_for(town):
            return int(asyncio.run(chosen.run(chosen)))
    except KeyboardInterrupt:
        return REFUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except DatabaseIsNewer as newer:
        sys.stderr.write(f"{say('command.database_newer', found=newer.found, known=newer.known)}\n")
        return REFUSED
    except (FivestarError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return REFUSED


def _town_of(words: list[str]) -> tuple[str, list[str]]:
    """`--town NAME` may stand anywhere: the town, and the other words."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--town", default="")
    found, others = parser.parse_known_args(words)
    return found.town, others


def _parser(say: Say, verb: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fivestar", description=say("command.fivestar"))
    parser.add_argument("--town", metavar="NAME", help=say("command.town"))
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    for name in VERBS:
        sub = verbs.add_parser(name, help=say(f"command.{name}"), description=say(f"command.{name}"))
        if name == verb:
            importlib.import_module(f"app.cli.{name}").arguments(sub, say)
    return parser
