"""`fivestar erase PERSON`: a person's wish to be forgotten, carried out at once and for good."""

from __future__ import annotations

import argparse

from app.cli.opened import opened_app
from messages.errors import RefusedByRule
from storage.people import erasure
from texts import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("person", metavar="PERSON", help=say("command.erase_person"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Erase exactly one person.

    Raises:
        RefusedByRule: nobody is meant, or several people are.
    """
    async with opened_app() as app:
        people = await app.database.read(lambda tx: erasure.find(tx, chosen.person))
        if not people:
            raise RefusedByRule(app.say("command.erase_nobody", words=chosen.person))
        if len(people) > 1:
            lines = [app.say("command.erase_line", id=p.id, name=p.name, shops=p.shops) for p in people]
            raise RefusedByRule("\n".join([app.say("command.erase_which", words=chosen.person), *lines]))
        number, now = people[0].id, app.clock()
        uploads = await app.database.read(lambda tx: erasure.web_users(tx, number))
        gone = await app.database.write(lambda tx: erasure.erase(tx, number, now))
        files = erasure.delete_files(app.settings.data_dir, gone, uploads)
        print(app.say("command.erase_done", id=number, files=files))
    return 0
