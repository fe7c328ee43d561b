"""Behind the “/” key everybody finds what they can do, in their language; strangers only how to begin."""

from __future__ import annotations

import pytest

from channels.telegram.menus import COMMANDS
from tests.telegram.house import House
from tests.telegram.server import Fault
from tests.telegram.street import open_street
from tests.town import found_flows
from tests.waiting import until
from texts import LANGUAGES, catalogue, words


@pytest.fixture
def mode() -> str:
    return "polling"


def names(house: House, scope: str = "default", language: str = "") -> list[str]:
    return [c["command"] for c in house.api.chats.commands.get((scope, language), [])]


async def test_strangers_find_how_to_begin(house: House) -> None:
    await until(lambda: ("default", "") in house.api.chats.commands)
    await until(lambda: ("default", "en") in house.api.chats.commands)
    assert names(house) == ["help", "language", "privacy", "stop"]
    assert house.api.chats.commands["default", "en"][0]["description"] == "What I can do"
    assert house.api.chats.commands["default", "zh"] == house.api.chats.commands["default", ""]


async def test_each_role_finds_what_it_can_do_in_its_language(house: House) -> None:
    street = await open_street(house)
    await street.everybody_enrols()
    li, wang, chen = (f"chat:{p.number}" for p in (street.li, street.wang, street.chen))
    await until(lambda: all((scope, "") in house.api.chats.commands for scope in (li, wang, chen)))
    assert names(house, li)[:2] == ["check", "stars"]
    assert names(house, wang)[:2] == ["shops", "undo"]
    assert names(house, chen)[:2] == ["digest", "board"]
    await street.li.says("English")
    await until(lambda: house.api.chats.commands[li, ""][0]["description"] == "Today's five duties")


async def test_a_menu_that_cannot_be_set_holds_up_nothing(house: House) -> None:
    house.api.play(Fault("status", status=400, words="Bad Request: BOT_COMMAND_INVALID"), on=["setMyCommands"])
    street = await open_street(house)
    await street.everybody_enrols()
    await house.settled()


@pytest.mark.parametrize("command", sorted({c for commands in COMMANDS.values() for c in commands}))
def test_every_command_is_named_and_answered(command: str) -> None:
    """A key of the menu that nobody answers to would be a broken promise."""
    for language in LANGUAGES:
        assert catalogue(language)[f"telegram.command_{command}"]
    asked = [name for name, ways in words.commands().items() if f"/{command}" in ways["say"]]
    by_pattern = any(w.pattern and w.pattern.fullmatch(f"/{command}") for flow in found_flows() for w in flow.words)
    assert by_pattern or any(intent.name in asked for flow in found_flows() for intent in flow.intents)
