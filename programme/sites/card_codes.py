"""The code of a service card: six characters that a person can read aloud, the last of which shows a slip of the finger."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O, 1 I L, like the codes of invites; 31 letters, so that a weighted sum finds every slip and every swap."""
LENGTH = 6
_SHAPE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def check_letter(first: str) -> str:
    """The last letter of a code that begins with these five."""
    return ALPHABET[sum(n * ALPHABET.index(c) for n, c in enumerate(first, 1)) % len(ALPHABET)]


def new_code(choose: Callable[[str], str]) -> str:
    """A fresh code, with a digit in it so that it is no word; `choose` picks one letter at random."""
    while True:
        first = "".join(choose(ALPHABET) for _ in range(LENGTH - 1))
        code = first + check_letter(first)
        if any(c.isdigit() for c in code) and any(c.isalpha() for c in code):
            return code


def normal(text: str) -> str:
    """A code as it is stored: upper case, without blanks and dashes."""
    return "".join(unicodedata.normalize("NFKC", text).upper().replace("-", " ").split())


def is_like(code: str) -> bool:
    """Whether it has the shape of a card's code, right or wrong: six of its letters with a digit among them."""
    return bool(_SHAPE.fullmatch(code)) and any(c.isdigit() for c in code) and any(c.isalpha() for c in code)


def is_right(code: str) -> bool:
    """Whether its last letter belongs to the others."""
    return is_like(code) and check_letter(code[:-1]) == code[-1]
