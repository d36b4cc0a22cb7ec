"""The days of recognised rows, held against one another: a statement runs through the days in one direction.

A day that is misread within its month may look as right as a good one, so every day that was not read for certain, or that stands out
of order, is read again; of all readings the one counts that fits between the days around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extractors._statement_again import Seen
from extractors._statement_signs import Read, is_descending
from pipeline.model import Transaction

Again = Callable[[int], Sequence[Seen]]
"""The first and every further reading of the cell that holds a row's day."""

_SURE = 0.97  # of a cell, on the mean of its characters, from which its day is not doubted
_AGAINST = 0.1  # of the steps from row to row, that may run against the order of the days
_WRITTEN = 0.6  # of the cells, that are days in a form of which a part cannot be lost unseen
_EVER = (date.min, date.max)


def in_order(read: Sequence[Read], sure: Sequence[float], again: Again) -> list[Read]:
    """The rows with the days that further readings and the days around them set right (`repaired`), or took back (None).

    `sure` is how sure each day's cell is, 0 where it is no whole day. Rows of a text layer, and papers that are in no order or write their
    days otherwise than can be compared, stay as they are.
    """
    rows = [one.row for one in read]
    if not any(row.method == "ocr" for row in rows) or sum(one > 0 for one in sure) < _WRITTEN * len(sure):
        return list(read)
    descending = is_descending(rows)
    if not _is_ordered(rows, descending):
        return list(read)
    doubtful = set(_doubtful(rows, sure, descending))
    bounds = _bounds(rows, doubtful, descending)
    return [
        replace(one, row=_settled(one.row, again(at), bounds[at])) if at in doubtful else one
        for at, one in enumerate(read)
    ]


def _is_ordered(rows: Sequence[Transaction], descending: bool) -> bool:
    days = [row.date for row in rows if row.date]
    steps = [a >= b if descending else a <= b for a, b in pairwise(days)]
    return steps.count(False) <= max(2, _AGAINST * len(steps))


def _doubtful(rows: Sequence[Transaction], sure: Sequence[float], descending: bool) -> Iterator[int]:
    """Rows without a day, with one that was not read for certain, and both on the sides of a step against the order."""
    for at, row in enumerate(rows):
        if row.method == "ocr" and (row.date is None or sure[at] < _SURE):
            yield at
    known = [(at, row.date) for at, row in enumerate(rows) if row.date]
    for (one, a), (other, b) in pairwise(known):
        if a < b if descending else a > b:
            yield from (at for at in (one, other) if rows[at].method == "ocr")


def _bounds(rows: Sequence[Transaction], doubtful: set[int], descending: bool) -> list[tuple[date, date]]:
    """For every row, the days between which its day lies: those of the nearest rows above and below that nobody doubts."""
    above, below = (_nearest(rows, doubtful, down) for down in (True, False))
    pairs = zip(below, above, strict=True) if descending else zip(above, below, strict=True)
    return [(low or _EVER[0], high or _EVER[1]) for low, high in pairs]


def _nearest(rows: Sequence[Transaction], doubtful: set[int], down: bool) -> list[date | None]:
    found: list[date | None] = []
    last: date | None = None
    for at in range(len(rows)) if down else reversed(range(len(rows))):
        found.append(last)
        if at not in doubtful and rows[at].date:
            last = rows[at].date
    return found if down else found[::-1]


def _settled(row: Transaction, seen: Sequence[Seen], bounds: tuple[date, date]) -> Transaction:
    """A row by all readings of its day: the one that fits between the days around it, and of several the one that most say."""
    low, high = bounds
    fitting = Counter(day for one in seen if (day := day_in(one.text)) and low <= day <= high)
    if low == high:
        return _with(row, low)
    most = fitting.most_common(2)
    alone = len(most) == 1 or (len(most) > 1 and most[0][1] > most[1][1])
    if not alone or (most[0][1] == 1 and most[0][0] not in bounds):
        return replace(row, date=None, unread=row.unread | {"date"})
    return _with(row, most[0][0])


def _with(row: Transaction, day: date) -> Transaction:
    if day == row.date:
        return row
    return replace(row, date=day, method="repaired", unread=row.unread - {"date"})


_DAY = re.compile(
    r"(20\d{2})\D{0,2}(\d{2})\D{0,2}(\d{2})|(20\d{2})年(\d{1,2})月(\d{1,2})日|(20\d{2})([/.-])(\d{1,2})\8(\d{1,2}) "
)


def day_in(text: str) -> date | None:
    """The day that a recognised cell begins with, whatever its dashes were read as; every number of it whole.

    Numbers of one digit are whole where something stands behind them: "2026年3月1日", "2026/3/1 10:15".
    """
    found = _DAY.match(text.strip())
    numbers = [part for part in found.groups() if part and part.isdigit()] if found else []
    try:
        return date(int(numbers[0]), int(numbers[1]), int(numbers[2])) if numbers else None
    except ValueError:
        return None
