"""What people on the street read is at most six short lines, in both languages."""

import pytest

from texts import LANGUAGES, catalogue

STREET = (
    "findings",
    "help",
    "help_request",
    "closures",
    "leave",
    "leads",
    "pauses",
    "shop_hours",
    "cases",
    "review",
    "my_shops",
)
LINES, CHARACTERS = 6, {"zh": 64, "en": 130}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", STREET)
def test_six_short_lines(topic: str, language: str) -> None:
    spoken = {k: s for k, s in catalogue(language).items() if k.startswith(f"{topic}.")}
    assert spoken
    for key, sentence in spoken.items():
        lines = sentence.splitlines()
        assert len(lines) <= LINES, key
        assert max(map(len, lines)) <= CHARACTERS[language], key
