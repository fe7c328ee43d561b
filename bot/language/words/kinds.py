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
