"""What names the rules of a rating run, and the rules in full as they are kept beside the runs made with them."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import orjson

from programme.rules import Rules

EDITION = 2
"""Raised with every change of the rules that no setting tells; part of the rules' hash."""


def rules_text(rules: Rules) -> str:
    """The rules in full, as they are kept beside the runs that were made with them.

    Holidays are no rule: what they make of a look's age stands in its inputs.
    """
    return orjson.dumps(replace(rules, holidays={}), option=orjson.OPT_SORT_KEYS).decode()


def rules_hash(rules: Rules) -> str:
    """The hash of a run's rules: the settings and the version of the code that applies them."""
    return hashlib.sha256(f"{EDITION} {rules_text(rules)}".encode()).hexdigest()[:16]
