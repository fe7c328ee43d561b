"""A card's code shows every slip of the finger: one wrong character, or two that changed places."""

import random
from itertools import pairwise

from programme.sites.card_codes import ALPHABET, LENGTH, is_like, is_right, new_code, normal

CODES = [new_code(random.Random(n).choice) for n in range(420)]


def test_a_code_is_right_and_is_no_word_and_no_number() -> None:
    assert all(is_right(code) for code in CODES)
    assert all(any(c.isdigit() for c in code) and any(c.isalpha() for c in code) for code in CODES)
    assert is_right(normal(CODES[0][:3].lower() + "-" + CODES[0][3:]))


def test_every_one_character_slip_is_refused() -> None:
    slips = (
        code[:at] + c + code[at + 1 :] for code in CODES for at in range(LENGTH) for c in ALPHABET if c != code[at]
    )
    assert not any(is_right(slip) for slip in slips)


def test_every_swap_of_neighbours_is_refused() -> None:
    for code in CODES:
        for at, (one, other) in enumerate(pairwise(code)):
            assert one == other or not is_right(code[:at] + other + one + code[at + 2 :])


def test_words_and_other_codes_are_not_like_a_card() -> None:
    assert not any(is_like(normal(words)) for words in ("求助了三天", "HELPME", "234567", "ABCD2345", "垃圾", "3B1201"))
