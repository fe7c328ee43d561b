"""Give the system back what was freed: glibc keeps it wherever something in use lies behind, after a start some megabytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from files.lazily import lazy

if TYPE_CHECKING:
    import ctypes
else:
    ctypes = lazy("ctypes")


def give_back() -> None:
    """To be called where much was needed for a moment; other libraries of C than glibc do it by themselves, or not at all."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim:
        trim(0)
