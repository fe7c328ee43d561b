"""A language model as adviser, off unless its address is set: an OpenAI-compatible chat endpoint that orders choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from pydantic import BaseModel, Field, SecretStr

from texts import Say

MOST_TOKENS = 100


class LanguageModelSettings(BaseModel):
    """`FIVESTAR_LANGUAGE_MODEL__…`."""

    base_url: str = Field(
        "", pattern=r"^$|^https?://\S+$", description="the address before /chat/completions; empty for no model"
    )
    key: SecretStr | None = Field(None, description="the key of that service, if it wants one")
    model: str = Field("", description="the model's name there")


class NoAdvice(Exception):
    """The endpoint answered with something that is no order."""


class LanguageModel:
    """Orders commands by how likely a sentence asks for them."""

    def __init__(self, settings: LanguageModelSettings, say: Say) -> None:
        self._settings = settings
        self._say = say

    async def __call__(self, sentence: str, commands: Sequence[str]) -> Sequence[str]:
        """The commands, the likeliest first; those it does not name are left out.

        Raises:
            NoAdvice: the endpoint refused, or its answer cannot be read.
        """
        import aiohttp  # noqa: PLC0415 only who has a model needs it here

        named = {name: self._say(f"meant.label_{name}") for name in commands}
        body = {
            "model": self._settings.model,
            "temperature": 0,
            "max_tokens": MOST_TOKENS,
            "messages": [
                {"role": "system", "content": self._say("model.task")},
                {"role": "user", "content": orjson.dumps({"sentence": sentence, "commands": named}).decode()},
            ],
        }
        key = self._settings.key
        headers = {"Authorization": f"Bearer {key.get_secret_value()}"} if key else {}
        url = f"{self._settings.base_url.rstrip('/')}/chat/completions"
        async with aiohttp.ClientSession() as session, session.post(url, json=body, headers=headers) as answer:
            if answer.status != 200:  # noqa: PLR2004 as HTTP says
                raise NoAdvice(f"status {answer.status}")
            return _order(await answer.json(content_type=None), commands)


def _order(answer: Any, commands: Sequence[str]) -> Sequence[str]:
    """The commands in the order in which the answer names them."""
    try:
        words = str(answer["choices"][0]["message"]["content"])
    except (KeyError, IndexError, TypeError) as error:
        raise NoAdvice("no message") from error
    places = {name: words.find(f'"{name}"') for name in commands}
    return sorted((name for name, at in places.items() if at >= 0), key=lambda name: places[name])
