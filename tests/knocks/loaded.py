"""What a bot loads and makes once in its process, loaded by importing this: lives forked from here need not do it each anew.

A life of some hours took two seconds of which one and a half were the modules of all handlers and the reader of the language.
"""

from __future__ import annotations

from importlib import import_module

from bot.language.reader_kept import reader_for
from programme.rules import Rules
from tests.town import found_flows, found_jobs
from texts import LANGUAGES, speaker

LATER = ("storage.ratings.evidence_reading", "documents.digest.digest_sheet", "schedules.weekly_digest")
"""Modules that are imported when they are first used."""

for name in LATER:
    import_module(name)
found_flows()
found_jobs()
reader_for(Rules().duties, None)
for language in LANGUAGES:
    speaker(language)
