"""Numbers of the command line."""

from __future__ import annotations

import argparse


def at_least_one(word: str) -> int:
    """A whole number from 1.

    Raises:
        ValueError: it is no number.
        ArgumentTypeError: it is less.
    """
    number = int(word)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number} < 1")
    return number
