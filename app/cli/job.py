"""`fivestar job NAME`: one scheduled job by hand, beside a running bot, which sends what the job writes."""

from __future__ import annotations

import argparse

from app.cli.opened import opened_app
from bot.scheduler import WrongPeriod
from messages.errors import RefusedByRule
from texts import Say


def arguments(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("name", metavar="NAME", help=say("command.job_name"))
    parser.add_argument("--period", default="", help=say("command.job_period"))
    parser.set_defaults(run=run)


async def run(chosen: argparse.Namespace) -> int:
    """Run it and print its figures.

    Raises:
        RefusedByRule: there is no such job, or the period is not one of its kind.
    """
    async with opened_app() as app:
        say = app.say
        if chosen.name not in app.hours.jobs:
            raise RefusedByRule(say("command.no_job", name=chosen.name, jobs=" ".join(sorted(app.hours.jobs))))
        try:
            work = await app.hours.run_by_hand(chosen.name, chosen.period)
        except WrongPeriod as error:
            raise RefusedByRule(say("command.period_form", period=chosen.period, right=error.right)) from error
        except ValueError as error:
            raise RefusedByRule(say("command.no_period", period=chosen.period, why=error)) from error
        figures = " ".join(f"{what}={many}" for what, many in sorted(work.counts.items()))
        print(say("command.job_done", name=chosen.name, period=work.period, figures=figures))
    return 0
