"""One reader is made for all who need it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bot.language.reader import Reader
from bot.language.reader_kept import reader_for
from programme.rules import Rules


def test_a_message_that_comes_while_the_reader_is_made_makes_no_second_one() -> None:
    duties, together = Rules().duties[:2], Barrier(3)

    def asks() -> Reader:
        together.wait()
        return reader_for(duties, None)

    with ThreadPoolExecutor(3) as those:
        found = [asked.result() for asked in [those.submit(asks) for _ in range(3)]]
    assert found[0] is found[1] is found[2]
