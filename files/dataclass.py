"""`dataclass` for values that do not change, made without compiling six functions for each: that was a third of a start.

What `dataclasses.dataclass(frozen=True, slots=True)` promises is kept: fields, defaults, `replace`, equality, hash, pickling,
and that nothing can be assigned. But the standard library writes each method as text and compiles it, 2,500 of them until the
bot listens. Here the classes of equally many fields share the code, under the names of their own; the rest is common to all.
Every other kind of dataclass is made by the standard library.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import cache
from reprlib import recursive_repr
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls: type | None = None, /, **asked: bool) -> Any:
        """As `dataclasses.dataclass`."""
        if cls is None and asked == {"frozen": True, "slots": True}:
            return _unchanging
        return dataclasses.dataclass(cls, **asked)


__all__ = ["dataclass"]

_LATER = object()
"""The default of a field whose value a factory makes for each object."""


def _unchanging(cls: type) -> Any:
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)
    if not all(f.init and f.hash is None and not f.kw_only for f in fields):
        raise TypeError(f"{cls.__qualname__}: fields with init, hash or kw_only need dataclasses.dataclass")
    methods = {
        "__init__": _constructor(made, fields),
        "__repr__": _shown([f.name for f in fields if f.repr]),
        **_compared(made, [f.name for f in fields if f.compare]),
        "__getstate__": _state,
        "__setstate__": _restore,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }
    own = vars(made)
    for name, method in methods.items():
        if own.get(name) is None:  # a class with an `__eq__` of its own has None for a hash
            setattr(made, name, method)
    return made


def _constructor(cls: type, fields: Sequence[dataclasses.Field[Any]]) -> FunctionType:
    """`__init__`: it puts each value into its slot, as nothing may be assigned."""
    names = [f.name for f in fields]
    factories = tuple(n for n, f in enumerate(fields) if f.default_factory is not dataclasses.MISSING)
    code = _named(_constructor_code(len(fields), factories, hasattr(cls, "__post_init__")), cls, names)
    known = {f"put{n}": getattr(cls, name).__set__ for n, name in enumerate(names)}
    known |= {f"make{n}": fields[n].default_factory for n in factories} | {"LATER": _LATER, "__name__": cls.__module__}
    defaults = [_LATER if n in factories else f.default for n, f in enumerate(fields)]
    init = FunctionType(code, known, "__init__", tuple(d for d in defaults if d is not dataclasses.MISSING))
    init.__annotations__ = {f.name: f.type for f in fields} | {"return": None}
    return init


def _compared(cls: type, names: Sequence[str]) -> dict[str, FunctionType]:
    """`__eq__` and `__hash__` by the fields as one tuple."""
    codes = {"__eq__": _equality_code(len(names)), "__hash__": _hash_code(len(names))}
    known = {"__name__": cls.__module__}
    return {name: FunctionType(_named(code, cls, names), known, name) for name, code in codes.items()}


def _named(code: CodeType, cls: type, names: Sequence[str]) -> CodeType:
    """The code with the names of the fields of a class in the place of f0, f1 and so on."""
    known = {f"f{n}": name for n, name in enumerate(names)}
    return code.replace(
        co_varnames=tuple(known.get(name, name) for name in code.co_varnames),
        co_names=tuple(known.get(name, name) for name in code.co_names),
        co_qualname=f"{cls.__qualname__}.{code.co_name}",
    )


@cache
def _constructor_code(size: int, factories: tuple[int, ...], is_finished: bool) -> CodeType:
    """For so many fields; `is_finished` is whether `__post_init__` has the last word."""
    value = [f"make{n}() if f{n} is LATER else f{n}" if n in factories else f"f{n}" for n in range(size)]
    lines = [f"put{n}(self, {value[n]})" for n in range(size)] + ["self.__post_init__()"] * is_finished
    return _code(f"__init__({', '.join(['self', *(f'f{n}' for n in range(size))])})", *lines, "return None")


@cache
def _equality_code(size: int) -> CodeType:
    mine, theirs = _tuple("self", size), _tuple("other", size)
    return _code(
        "__eq__(self, other)", f"return {mine} == {theirs} if other.__class__ is self.__class__ else NotImplemented"
    )


@cache
def _hash_code(size: int) -> CodeType:
    return _code("__hash__(self)", f"return hash({_tuple('self', size)})")


def _tuple(value: str, size: int) -> str:
    return f"({''.join(f'{value}.f{n}, ' for n in range(size))})"


def _code(head: str, *lines: str) -> CodeType:
    module = compile("\n    ".join([f"def {head}:", *lines]), __file__, "exec")
    return next(part for part in module.co_consts if isinstance(part, CodeType))


def _shown(names: Sequence[str]) -> Callable[[Any], str]:
    @recursive_repr()
    def __repr__(self: Any) -> str:  # noqa: N807
        shown = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
        return f"{self.__class__.__qualname__}({shown})"

    return __repr__


def _state(self: Any) -> list[Any]:
    return [getattr(self, f.name) for f in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for f, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, f.name, value)


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    if name in self.__dataclass_fields__:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _refuse_to_delete(self: Any, name: str) -> None:
    if name in self.__dataclass_fields__:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)
