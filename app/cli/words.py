"""`fivestar words list|add`: what people may say for a command, and a way of saying it added by the office.

The running bot understands an added word from the next message on.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from app.app import App
from app.cli.opened import opened_app
from bot.language.commands.commands import Commands
from bot.language.commands.politeness import bare
from bot.language.meanings import FAULTS, MET, OWN, NamedShop, Speaker
from bot.language.reader import Reader
from bot.language.words.normalise import normalised
from files import durable
from messages.errors import RefusedByRule
from programme.calendar import week_of
from storage.operations import unheard
from texts import Say, catalogue, words
from texts.local_words import FILE, WrongWordsError, joined, read_local, written
from texts.words import Groups

LONGEST = 40
WAYS = ("say", "has", "lead")


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    verbs = parser.add_subparsers(dest="what", required=True, metavar="list|add")
    listed = verbs.add_parser("list", help=say("words.list"))
    listed.add_argument("command", metavar="COMMAND", nargs="?", default="", help=say("words.command"))
    added = verbs.add_parser("add", help=say("words.add"))
    added.add_argument("command", metavar="COMMAND", help=say("words.command"))
    added.add_argument("words", metavar="WORDS", help=say("words.words"))
    added.add_argument("--how", choices=WAYS, default="say", help=say("words.how"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """List or add.

    Raises:
        RefusedByRule: no such command, or the words mean something already; nothing was changed.
    """
    async with opened_app() as app:
        path = app.settings.data_dir / FILE
        try:
            local = read_local(path)
        except WrongWordsError as wrong:
            raise RefusedByRule(app.say("words.broken", why=str(wrong))) from wrong
        if chosen.what == "add":
            _add(app, path, local, chosen)
        else:
            await _list(app, local, chosen.command)
    return 0


async def _list(app: App, local: Mapping[str, Groups], command: str) -> None:
    """All ways of saying one command; or every command with the words added here, and what was not understood."""
    if command:
        name = _intent(app.say, command)
        for group, ways in joined(words.commands(), local)[name].items():
            print(f"{group}: {'、'.join(ways)}")
        return
    for name in words.commands():
        added = "、".join(word for ways in local.get(name, {}).values() for word in ways)
        print(f"{name}  {app.say(f'meant.label_{name}')}{f'  + {added}' if added else ''}")
    today = app.clock().astimezone(app.settings.zone).date()
    for one in await app.database.read(lambda tx: unheard.often(tx, week_of(today))):
        print(app.say("digest.unheard_line", sentence=one.sentence, many=one.many))


def _add(app: App, path: Path, local: Mapping[str, Groups], chosen: argparse.Namespace) -> None:
    name, said = _intent(app.say, chosen.command), " ".join(chosen.words.split())
    plain = bare(normalised(said))
    if not plain or plain.isdecimal() or len(plain) > LONGEST:
        raise RefusedByRule(app.say("words.unfit", words=said, most=LONGEST))
    known = joined(words.commands(), local)
    taken = _meaning(app, known, plain)
    if taken == name:
        raise RefusedByRule(app.say("words.known", words=said, command=app.say(f"meant.label_{name}")))
    if taken:
        raise RefusedByRule(app.say("words.taken", words=said, command=app.say(f"meant.label_{taken}")))
    groups = {**local.get(name, {})}
    groups[chosen.how] = (*groups.get(chosen.how, ()), said)
    path.parent.mkdir(parents=True, exist_ok=True)
    durable.write(path, written({**local, name: groups}).encode())
    print(app.say("words.added", words=said, command=app.say(f"meant.label_{name}"), file=str(path)))


def _intent(say: Say, command: str) -> str:
    """A command by its name, or by what its button says in either language."""
    for name in words.commands():
        labels = [catalogue(language).get(f"meant.label_{name}") for language in ("zh", "en")]
        if command.casefold() in (name, *(label.casefold() for label in labels if label)):
            return name
    raise RefusedByRule(say("words.no_command", command=command, known="、".join(words.commands())))


def _meaning(app: App, known: Mapping[str, Groups], plain: str) -> str:
    """What the words mean already: a command, or a fact of a shop; empty where nothing."""
    found = Commands(known).whole(plain, frozenset(known))
    if found:
        return found[0].intent
    reader = Reader(app.rules.duties, words.facts(), words.duties(), known)
    certain = reader.read(plain, Speaker(own=(NamedShop(OWN, ""),), intents=frozenset({MET, FAULTS}))).certain
    return {MET: "met", FAULTS: "wrong"}.get(certain[0].intent, "") if certain else ""
