"""What people say stands in `texts/*/words/`, where a clerk adds a word; the code keeps only how words stand together."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.house.test_house import ROOT
from texts import LANGUAGES
from texts.words import context, ways

CHINESE = frozenset("的了吧呢第号店家")
"""Characters that are the form of a pattern: they join, end or ask, or make of a number a shop. Whoever adds one says why."""
ENGLISH = frozenset(("the", "that", "and", "nt", "were", "st", "nd", "rd", "th"))
"""The same in English: an article, a conjunction, the ends of “isn't” and “2nd”."""
NUMERALS = "numerals.py"
"""The module that reads numbers holds what they are written with."""
DIGITS = CHINESE | frozenset("零一二三四五六七八九十两〇壹贰叁肆伍陆柒捌玖拾")
NUMBERS = ENGLISH | frozenset(
    "one two three four five six seven eight nine ten first second third fourth fifth sixth seventh eighth ninth tenth".split()
)
OF_KINDS = "statements.py"
"""Its patterns are of the letters of kinds, not of words."""
SAID_BY_US = frozenset({"今天"})
"""What a command is told in our own words; it is not looked for in a message."""
MODULES = sorted((ROOT / "bot" / "language").rglob("*.py"))
READERS = [*MODULES, *sorted((ROOT / "handlers").rglob("*.py"))]
"""Those that get words from the groups."""
_RANGES = re.compile("[㐀一]-鿿|^[一鿿]$")
_HAN = re.compile("[㐀-鿿]")
_SYNTAX = re.compile(r"\\[a-zA-Z]|\(\?P<\w+>|\[[^\]]*\]")
_LOOKS_IN_TEXT = frozenset(
    "compile match fullmatch search finditer findall startswith endswith removeprefix removesuffix".split()
)
_FROM_TEXTS = frozenset({"words", "pattern"})


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 20


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_word_that_is_understood_stands_in_the_code(path: Path) -> None:
    """A new one belongs into a group of `texts/*/words/context.toml`, got by `Vocabulary(topic).words` or `.pattern`."""
    tree = ast.parse(path.read_text("utf-8"))
    reads_numbers = path.name == NUMERALS
    assert not list(chinese(tree, DIGITS if reads_numbers else CHINESE))
    assert path.name == OF_KINDS or not list(english(tree, NUMBERS if reads_numbers else ENGLISH))


@pytest.mark.parametrize(
    "code",
    [
        '_OWN = ("我家",)',
        'is_here = token.text == "管"',
        '_PATTERN = re.compile("(?:修|换)了")',
        "_PATTERN = re.compile(f\"{_GROUPS.pattern('verbs')}.*[完净]\")",
        'is_out = token.text in ("is out", "are out")',
        '_NO = ("no", "not")\nis_denied = token.text in _NO',
        '_VERBS = "is are does"\nasks = token.text in frozenset(_VERBS.split())',
        '_LOOK = re.compile(r"\\bhave a look\\b")',
        'shows = text.startswith("spot")',
    ],
)
def test_a_word_in_the_code_is_seen(code: str) -> None:
    tree = ast.parse(code)
    assert [*chinese(tree, CHINESE), *english(tree, ENGLISH)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_group_is_looked_for_and_holds_words(language: str) -> None:
    """A word added to a group that no code reads would teach nothing; an empty one would be found in every message."""
    read = {group for path in READERS for group in _groups(ast.parse(path.read_text("utf-8")))}
    for topic, groups in context(language).items():
        assert {(topic, group) for group in groups} <= read
        for phrases in groups.values():
            assert phrases
            assert all(all(ways(phrase)) for phrase in phrases)


def _groups(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """The groups a module reads; each has one topic."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    topics = set(_literals([c.args[0] for c in calls if isinstance(c.func, ast.Name) and c.func.id == "Vocabulary"]))
    called = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr in _FROM_TEXTS and c.args]
    return ((topic, group) for topic in topics for group in _literals([call.args[0] for call in called]))


def chinese(tree: ast.Module, allowed: frozenset[str]) -> Iterator[str]:
    """The texts in the code, docstrings apart, with a Chinese character that is not allowed."""
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for text in _literals([node for node in ast.walk(tree) if id(node) not in described]):
        if set(_HAN.findall(_RANGES.sub("", text))) - allowed and text not in SAID_BY_US:
            yield text


def english(tree: ast.Module, allowed: frozenset[str]) -> Iterator[str]:
    """The texts looked for in a message with an English word that is not allowed."""
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for text in _literals(_inside(list(_looked_for(tree)), constants)):
        if set(re.findall(r"[a-z]{2,}", _SYNTAX.sub(" ", text))) - allowed:
            yield text


def _literals(nodes: Sequence[ast.AST]) -> Iterator[str]:
    return (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))


def _looked_for(tree: ast.Module) -> Iterator[ast.AST]:
    """What patterns are made of, and what a token's text is compared with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _LOOKS_IN_TEXT:
            yield from node.args
        elif isinstance(node, ast.Compare) and isinstance(node.left, ast.Attribute) and node.left.attr == "text":
            yield from node.comparators


def _inside(nodes: list[ast.AST], constants: dict[str, ast.expr]) -> list[ast.AST]:
    """All that stands in them and in the module's constants they name, without the names of groups."""
    found: list[ast.AST] = []
    followed: set[str] = set()
    while nodes:
        node = nodes.pop()
        found.append(node)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _FROM_TEXTS:
            continue
        if isinstance(node, ast.Name) and node.id in constants and node.id not in followed:
            followed.add(node.id)
            nodes.append(constants[node.id])
        nodes += ast.iter_child_nodes(node)
    return found
