"""What a word does in a sentence, and which group of `texts/*/words/` says so."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a word does in a sentence. One letter each, so that sentences are read by patterns of letters."""

    DUTY = "D"
    SYMPTOM = "S"
    DIRT = "t"
    BIN = "B"
    GOODS = "g"
    VEHICLE = "v"
    GREEN = "r"
    FIXTURE = "f"
    PUBLIC = "u"
    LAMP = "l"
    PUT = "p"
    OUTSIDE = "o"
    PARK = "k"
    FRONT = "F"
    BROKEN = "b"
    DIRTY = "Y"
    CLEAN = "C"
    PRAISE = "P"
    MILD = "m"
    FAIL = "X"
    PROBLEM = "q"
    NOT = "N"
    NONE = "0"
    DOUBT = "U"
    CLAIM = "V"
    CORRECTS = "2"
    ASKS = "Q"
    SHOULD = "I"
    OTHER_TIME = "O"
    LATER = "L"
    UNDERWAY = "G"
    TOLD_OF = "J"
    NOW = "1"
    OTHERS_DID = "H"
    KIN = "3"
    EXCEPT = "E"
    ALL = "A"
    REST = "R"
    HAVE = "h"
    MANY = "M"
    TIDY = "c"
    AWAY = "a"
    DONE = "d"
    AT_ONCE = "i"
    FIXED = "x"
    HALF = "6"
    HALF_OF = "7"
    REFUSED = "z"
    CLOSED = "Z"
    NOT_LOOKED = "K"
    TOPIC = "T"
    STAFF = "s"
    CONDUCT = "e"
    HARSH = "y"
    BREAK = "j"
    FILLER = "_"
    NUMBER = "n"
    UNKNOWN = "w"


FACTS = {
    "half": Kind.HALF,
    "half_of": Kind.HALF_OF,
    "fixed": Kind.FIXED,
    "refused": Kind.REFUSED,
    "fail": Kind.FAIL,
    "problem": Kind.PROBLEM,
    "closed_door": Kind.CLOSED,
    "not_looked": Kind.NOT_LOOKED,
    "staff": Kind.STAFF,
    "conduct": Kind.CONDUCT,
    "harsh": Kind.HARSH,
    "courtesy_fact": Kind.TOPIC,
    "topic": Kind.TOPIC,
    "praise": Kind.PRAISE,
    "mild": Kind.MILD,
    "doubt": Kind.DOUBT,
    "claim": Kind.CLAIM,
    "corrects": Kind.CORRECTS,
    "question": Kind.ASKS,
    "imperative": Kind.SHOULD,
    "other_time": Kind.OTHER_TIME,
    "underway": Kind.UNDERWAY,
    "later": Kind.LATER,
    "told_of": Kind.TOLD_OF,
    "kin": Kind.KIN,
    "neighbour": Kind.OTHERS_DID,
    "except": Kind.EXCEPT,
    "others": Kind.REST,
    "all": Kind.ALL,
    "immediate": Kind.AT_ONCE,
    "negation": Kind.NOT,
    "none": Kind.NONE,
    "park": Kind.PARK,
    "put": Kind.PUT,
    "outside": Kind.OUTSIDE,
    "front": Kind.FRONT,
    "broken": Kind.BROKEN,
    "clean": Kind.TIDY,
    "away": Kind.AWAY,
    "many": Kind.MANY,
    "have": Kind.HAVE,
    "done": Kind.DONE,
    "now": Kind.NOW,
    "already": Kind.FILLER,
    "only": Kind.FILLER,
    "break": Kind.BREAK,
    "filler": Kind.FILLER,
}
"""The groups of facts.toml in the order in which a word that stands in several is taken."""

DUTIES = {
    "also": Kind.DUTY,
    "symptoms": Kind.SYMPTOM,
    "dirt": Kind.DIRT,
    "bins": Kind.BIN,
    "goods": Kind.GOODS,
    "vehicles": Kind.VEHICLE,
    "places": Kind.GREEN,
    "fixtures": Kind.FIXTURE,
    "public": Kind.PUBLIC,
    "lamps": Kind.LAMP,
    "dirty": Kind.DIRTY,
    "clean": Kind.CLEAN,
    "broken": Kind.BROKEN,
    "swept": Kind.TIDY,
}
"""The groups of duties.toml."""


NOTS = frozenset({Kind.NOT, Kind.NONE})
HALVES = frozenset({Kind.HALF, Kind.HALF_OF})
PRAISES = frozenset({Kind.PRAISE, Kind.CLEAN})
THINGS = frozenset({Kind.GOODS, Kind.VEHICLE, Kind.DIRT, Kind.BIN, Kind.GREEN, Kind.FIXTURE, Kind.LAMP, Kind.PUBLIC})
"""What stands or lies before a shop."""
UNSURE = frozenset({Kind.DOUBT, Kind.CLAIM, Kind.CORRECTS, Kind.ASKS})
UNSETTLED = UNSURE | {Kind.SHOULD, Kind.LATER, Kind.STAFF, Kind.OTHER_TIME}
"""With one of these nothing is told of how it is today."""
BESIDES = frozenset({Kind.STAFF, Kind.EXCEPT, Kind.REST, Kind.FIXED, Kind.CLOSED, Kind.NOT_LOOKED, Kind.PROBLEM})
"""With one of these a clause may tell of something else than the one beside it."""
AGAINST_PRAISE = UNSETTLED | {
    *(Kind.EXCEPT, Kind.FAIL, Kind.PROBLEM, Kind.CLOSED, Kind.NOT_LOOKED, Kind.REFUSED, Kind.DIRTY)
}
"""What may speak against praise, in whatever clause it stands."""
AGAINST_FIX = (UNSURE | NOTS) | {
    *(Kind.SHOULD, Kind.LATER, Kind.UNDERWAY, Kind.FAIL, Kind.REFUSED, Kind.HARSH, Kind.CLOSED, Kind.OTHERS_DID)
}
"""What may speak against a thing being put right."""
