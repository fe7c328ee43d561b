"""`files.dataclass` makes the values that `dataclasses.dataclass` makes: every promise is asked of both."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import dataclass as standard
from dataclasses import field
from typing import Any, ClassVar

import pytest
from pydantic import TypeAdapter

from files.dataclass import dataclass as ours


def _declared(dataclass: Any) -> type[Any]:
    @dataclass(frozen=True, slots=True)
    class Look:
        """One look at a shop."""

        LIMIT: ClassVar = 9
        shop: int
        marks: tuple[str, ...] = ()
        note: str = field(default="", repr=False)
        seen: list[str] = field(default_factory=list, compare=False)

        def __post_init__(self) -> None:
            if self.shop > self.LIMIT:
                raise ValueError(self.shop)

    return Look


def _derived(dataclass: Any) -> type[Any]:
    @dataclass(frozen=True, slots=True)
    class Second(_declared(dataclass)):  # type: ignore[misc]
        """A second look."""

        by: str = "nobody"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Second) and self.by == other.by

        def __hash__(self) -> int:
            return hash(self.by)

        def __repr__(self) -> str:
            return f"by {self.by}"

    return Second


def _empty(dataclass: Any) -> type[Any]:
    @dataclass(frozen=True, slots=True)
    class Nothing:
        """Nothing to know."""

    return Nothing


@ours(frozen=True, slots=True)
class _Point:
    """A value of a module, as a worker is given one."""

    x: int
    y: int = 0


def _outcome(act: Callable[[type[Any]], object], cls: type[Any]) -> object:
    try:
        return act(cls)
    except Exception as error:  # whatever it is, both have to raise it
        return type(error)


PROMISES: dict[str, Callable[[type[Any]], object]] = {
    "shown": lambda c: repr(c(1, ("a",), "n")),
    "by name": lambda c: dataclasses.astuple(c(marks=("b",), shop=2, seen=["x"])),
    "too few": lambda c: repr(c()),
    "too many": lambda c: c(1, (), "", [], "", 6),
    "unknown": lambda c: c(1, colour="red"),
    "its own check": lambda c: c(10),
    "equal": lambda c: c(1, seen=["a"]) == c(1, seen=["b"]),
    "unequal": lambda c: c(1) == c(2),
    "another kind": lambda c: (c(1) == 1, c(1).__eq__(1)),
    "hash": lambda c: hash(c(1, ("a",), "n")),
    "own list": lambda c: c(1).seen is c(1).seen,
    "replace": lambda c: dataclasses.asdict(dataclasses.replace(c(1), note="new")),
    "set": lambda c: setattr(c(1), "shop", 2),
    "delete": lambda c: delattr(c(1), "shop"),
    "no dictionary": lambda c: hasattr(c(1), "__dict__"),
    "slots": lambda c: c.__slots__,
    "fields": lambda c: [(f.name, f.type, f.init, f.repr, f.compare) for f in dataclasses.fields(c)],
    "match": lambda c: c.__match_args__,
    "arguments": lambda c: list(inspect.signature(c).parameters),
    "types": lambda c: c.__init__.__annotations__,
    "copy": lambda c: dataclasses.astuple(copy.deepcopy(c(1, ("a",)))),
    "read": lambda c: dataclasses.astuple(TypeAdapter(c).validate_python({"shop": "3", "marks": ["a"]})),
}


@pytest.mark.parametrize("declared", [_declared, _derived, _empty])
@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_is_kept_as_by_the_standard_library(declared: Callable[[Any], type[Any]], promise: str) -> None:
    act = PROMISES[promise]
    assert _outcome(act, declared(ours)) == _outcome(act, declared(standard))


def test_a_value_is_handed_to_another_process_and_back() -> None:
    assert pickle.loads(pickle.dumps([_Point(1), _Point(1, 2)])) == [_Point(1), _Point(1, 2)]


def test_only_what_does_not_change_is_made_here() -> None:
    @ours(slots=True)
    class Tally:
        """A count that goes up."""

        count: int = 0

    tally = Tally()
    tally.count += 1
    assert tally == Tally(1)


def test_what_a_shared_constructor_cannot_keep_is_refused() -> None:
    with pytest.raises(TypeError, match="Half: fields with init, hash or kw_only"):

        @ours(frozen=True, slots=True)
        class Half:
            """A value with a field that nobody gives."""

            left: int
            right: int = field(init=False, default=0)
