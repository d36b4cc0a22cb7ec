"""Amounts that stand in no column or the wrong one, because two cells of a row were merged: the balance tells which way they went.

Only what stands out of line with the other amounts of its column is doubted. What stands in line is what the paper says, and where its
balance contradicts it that is for the checks to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from statistics import median

from extractors._statement_cells import amount_of
from pipeline.model import Box, Transaction
from pipeline.table import Row

_PAIR = ("income", "expense")
_ENOUGH = 5  # amounts in a column, from which its line is known
_OFF = 1.0  # line heights by which left, right and middle all are off


def at_their_places(rows: Sequence[Transaction], printed: Sequence[Row], descending: bool) -> list[Transaction]:
    """The rows of a text layer, in which a balance before and after tells the way of an amount that stands out of line.

    Where nothing tells, it is taken back (None, named in `unread`).
    """
    settled = list(rows)
    if not any(name in row.cells for row in printed for name in _PAIR):
        return settled
    doubtful = set(_out_of_line(printed))
    before: Decimal | None = None
    for at in range(len(rows))[:: -1 if descending else 1]:
        row = rows[at]
        step = None if before is None or row.balance is None else row.balance - before
        if row.method == "text" and (at in doubtful or (row.amount is None and "amount" in row.unread)):
            settled[at] = _placed(row, printed[at], step)
        before = row.balance
    return settled


def _placed(row: Transaction, printed: Row, step: Decimal | None) -> Transaction:
    if step is not None and step == row.amount:
        return row
    if step and abs(step) in _amounts(printed):
        kept = row.readings if row.amount is None else (*row.readings, str(row.amount))
        return replace(row, amount=step, method="repaired", unread=row.unread - {"amount"}, readings=kept)
    if step is not None and row.amount is not None:
        return row  # in neither direction does the balance follow: the chain is broken here
    kept = tuple(str(amount) for amount in _amounts(printed, _PAIR))
    return replace(row, amount=None, unread=row.unread | {"amount"}, readings=kept or row.readings)


def _amounts(printed: Row, names: Sequence[str] = ()) -> set[Decimal]:
    """The amounts of a row outside the column of balances, without their signs."""
    cells = {name: cell for name, cell in printed.cells.items() if (name in names if names else name != "balance")}
    found = (amount_of(cell.text) for cell in cells.values() if "." in cell.text)
    return {abs(amount) for amount in found if isinstance(amount, Decimal)}


def _out_of_line(printed: Sequence[Row]) -> Iterator[int]:
    """The rows whose amount stands neither under the left edges, the right edges nor the middles of its column."""
    for name in _PAIR:
        boxes = {
            at: cell.place.box for at, row in enumerate(printed) if (cell := row.cells.get(name)) and cell.place.box
        }
        if len(boxes) < _ENOUGH:
            continue
        line = _line(boxes)
        for at, box in boxes.items():
            near = (abs(here - there) for here, there in zip(_edges(box), line, strict=True))
            if min(near) > _OFF * box.height:
                yield at


def _line(boxes: Mapping[int, Box]) -> tuple[float, float, float]:
    left, right, middle = (median(edges) for edges in zip(*map(_edges, boxes.values()), strict=True))
    return left, right, middle


def _edges(box: Box) -> tuple[float, float, float]:
    return box.left, box.right, box.centre[0]
