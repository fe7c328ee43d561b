"""Whom an invitation is for: name, role and branch, wherever they stand in the sentence."""

from __future__ import annotations

import re

from bot.language.words.vocabulary import Vocabulary
from files.dataclass import dataclass

_GROUPS = Vocabulary("invitations")
_CALLED = {
    "manager": _GROUPS.words("manager"),
    "squad": _GROUPS.words("squad"),
    "secretary": _GROUPS.words("secretary"),
    "member": _GROUPS.words("member"),
    "desk": _GROUPS.words("desk"),
}
ROLES = {word: role for role, words in _CALLED.items() for word in words}
_WORDS = "|".join(sorted(ROLES, key=len, reverse=True))
_BECOMES = rf"(?<![a-z]){_GROUPS.pattern('becomes')}"
_ROLE = re.compile(rf"(?:{_BECOMES}|的)?\s*({_WORDS})", re.IGNORECASE)
_AS = re.compile(rf"{_BECOMES}\s*({_WORDS})", re.IGNORECASE)
"""The role somebody is to have, whatever they are called: “李主任当党员”."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom an invitation is for."""

    role: str
    name: str
    branch: str


_BESIDE = re.compile(rf"{_GROUPS.pattern('beside', 'zh')}|新来(?!的)|[,，。.!！?？]")
"""What stands beside a name and a role in a sentence."""
_TELEPHONE = re.compile(rf"{_GROUPS.pattern('telephone')}?\s*[:：]?\s*\d{{7,}}")
_BRANCH = re.compile(
    rf"{_GROUPS.pattern('into', 'zh')}?([一二三四五六七八九十第\d]+{_GROUPS.pattern('numbered', 'zh')})里?的?"
)
_BRANCH_ENDS = _GROUPS.words("branch_ends")
_NAME = re.compile("[\u4e00-\u9fff·]{2,4}|[A-Z][a-z]+(?: [A-Z][a-z]+)*")
_HAN = re.compile("[\u4e00-\u9fff]")


def plainly(words: str) -> str:
    """“给新来的小赵发个党员邀请码” → “小赵 党员”, without a numbered branch."""
    return " ".join(_BESIDE.sub(" ", _TELEPHONE.sub(" ", _BRANCH.sub(" ", words))).split())


def role_and_name(words: str) -> tuple[str, list[str]]:
    """The role that is named, and the other words; a role within somebody's name is not meant while they are to become one,
    or one stands apart.
    """
    apart = next((word for word in words.split() if word.casefold() in ROLES), "")
    alone = re.search(rf"(?:^|(?<=\s))({apart})(?=\s|$)", words) if apart else None
    found = _AS.search(words) or alone or _ROLE.search(words)
    if found is None:
        return "", words.split()
    role = ROLES[found[1].casefold()]
    return role, f"{words[: found.start()]} {words[found.end() :]}".split()


def is_name(word: str) -> bool:
    """Whether it may be somebody's name."""
    return bool(_NAME.fullmatch(word))


def wanted(words: str) -> Wanted | None:
    """None where the role or the name is missing.

    >>> wanted("一位新党员李明，第二支部的")
    Wanted(role='member', name='李明', branch='第二支部')
    >>> wanted("书记 周明 机关支部")
    Wanted(role='secretary', name='周明', branch='机关支部')
    """
    role, said = role_and_name(plainly(words))
    said = [word for one in said if (word := one.strip(":：,.!?"))]
    if any(one.istitle() for one in said):
        said = [one for one in said if not (one.isascii() and one.islower())]  # “add a new member: Zhao Lei”
    names = [one for one in said if len(one) > 1 or not _HAN.match(one)]  # “新|党员|李明”
    if not role or not names:
        return None
    name, branch = _name_and_branch(names)
    numbered = _BRANCH.search(words)
    return Wanted(role, name, numbered[1] if numbered else branch)


def _name_and_branch(words: list[str]) -> tuple[str, str]:
    """A name in letters may be two words: “Li Ming Second Branch”."""
    many = 2 if all(one.istitle() and one.isascii() for one in words[:2]) else 1
    if words[0].isascii():
        return " ".join(words[:many]), " ".join(one for one in words[many:] if not one.islower())
    branches = [one for one in words if one.endswith(_BRANCH_ENDS)]
    names = [one for one in words if one not in branches] or words
    return names[0], next(iter([*branches, *names[1:]]), "")
