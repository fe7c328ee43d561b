"""Field types for the values of WeCom's console; surrounding blanks, a common slip, are cut off."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

BASE_URL = "https://qyapi.weixin.qq.com"


def _bare(value: object) -> object:
    return value.strip() if isinstance(value, str) else value


Bare = Annotated[str, BeforeValidator(_bare)]
TOKEN = Field(
    default="", pattern=r"^[0-9A-Za-z]{0,32}$", description="the callback's Token, up to 32 letters and digits"
)
AES_KEY = Field(
    default="", pattern=r"^([0-9A-Za-z]{43})?$", description="the callback's EncodingAESKey, 43 letters and digits"
)
