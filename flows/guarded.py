"""The border between the review and Prefect: work on a thread of its own, and no exception that carries what it read.

Prefect stores the message and the traceback of whatever a task raises. So an exception of the work is replaced, here, by
one that holds its type and the line where it arose, and nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, ParamSpec, TypeVar

from flows.review import is_of_the_machine, spot

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Sealed(Generic[_T]):
    """A value that Prefect hands on without looking into it for runs that it depends on, and that prints as nothing."""

    __slots__ = ("_value",)

    def __init__(self, value: _T) -> None:
        self._value = value

    def open(self) -> _T:
        """The value."""
        return self._value

    def __repr__(self) -> str:
        return "Sealed"


class WorkError(Exception):
    """The work failed; trying again would fail again."""


class PassingError(WorkError):
    """This machine failed (a full or busy disk); trying again may help."""


# PDFium must not be called from two threads at once, and one recogniser already keeps the cores busy: so one thread of a process
# reads, and several processes read more.
_READING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reading")


async def work(function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Run a function on the reading thread, so that the event loop goes on; raises WorkError in place of what it raises."""
    return await asyncio.get_running_loop().run_in_executor(_READING, lambda: masked(function, *args, **kwargs))


def masked(function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """What the function returns; a WorkError without the original exception where it raises."""
    try:
        return function(*args, **kwargs)
    except Exception as crash:
        kind = PassingError if is_of_the_machine(crash) else WorkError
        said = f"{type(crash).__name__} at {spot(crash.__traceback__)}"
    raise kind(said)  # outside of the except block: the new exception then has no link to the old one
