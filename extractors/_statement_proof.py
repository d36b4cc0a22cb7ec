"""What the balances say about recognised rows: every balance is the one before plus the amount.

It is asked of recognised pictures only. What a text layer prints is what the paper says, and a chain that breaks there is for the checks
to judge; a recogniser misreads, and a misread amount looks as right as a good one. A sign or a balance is set right where exactly one
value fits the rows on both sides; an amount that the balances contradict is given as unread, never as read and never as guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors._statement_signs import is_descending
from pipeline.model import Transaction


def proven(rows: Sequence[Transaction], descending: bool, unsigned: Sequence[bool] = ()) -> list[Transaction]:
    """The rows with what the balances set right (`repaired`), or took back (None, named in `unread`). Text-layer rows stay as they are.

    `unsigned` says of each row whether its amount is money in only because no sign was seen: where no balance proves that, it is taken back.
    """
    step = -1 if descending else 1
    ordered, bare = list(rows)[::step], (list(unsigned) or [False] * len(rows))[::step]
    for at, row in enumerate(ordered):
        if row.method == "ocr" and at:
            after = ordered[at + 1] if at + 1 < len(ordered) else None
            ordered[at] = _checked(ordered[at - 1], row, after)
            if bare[at] and None in (ordered[at - 1].balance, ordered[at].balance):
                ordered[at] = _taken_back(ordered[at])
    return ordered[::step]


def _checked(before: Transaction, row: Transaction, after: Transaction | None) -> Transaction:
    if before.balance is None:
        return row
    if row.amount is None:
        return _amount_from(before.balance, row, after)
    if row.balance == before.balance + row.amount:
        return row
    if row.balance is not None and row.balance == before.balance - row.amount:
        return _repaired(row, -row.amount, row.balance)
    fitting = [a for a in (row.amount, -row.amount) if _leads_to(before.balance + a, after)]
    if len(fitting) == 1:
        return _repaired(row, fitting[0], before.balance + fitting[0])
    if row.balance is None and after is None:
        return row
    return _taken_back(row)


def _taken_back(row: Transaction) -> Transaction:
    return replace(row, amount=None, unread=row.unread | {"amount"})


def _amount_from(balance: Decimal, row: Transaction, after: Transaction | None) -> Transaction:
    """An amount that could not be read is the step of the balance, where the row after proves that balance."""
    if row.balance is None or not _leads_to(row.balance, after):
        return row
    return _repaired(row, row.balance - balance, row.balance)


def _leads_to(balance: Decimal, after: Transaction | None) -> bool:
    """Whether the row after follows from a balance."""
    return after is not None and after.amount is not None and after.balance == balance + after.amount


def _repaired(row: Transaction, amount: Decimal, balance: Decimal) -> Transaction:
    return replace(row, amount=amount, balance=balance, method="repaired", unread=row.unread - {"amount", "balance"})


_FEW = 6


def believable(rows: Sequence[Transaction]) -> bool:
    """Whether the columns can be those that they were taken for: most balances follow from the ones before, in the order of the days.

    A few links break where a row was altered or a page is missing. Where most do, or the balance column gives hardly a value, a column was
    taken for another, and every amount would look right without being so. Fewer than six rows tell nothing.
    """
    if len(rows) < _FEW:
        return True
    shown = sum(row.balance is not None for row in rows)
    same_day = len({row.date for row in rows if row.date}) < 2
    orders = (rows, rows[::-1]) if same_day else (rows[::-1] if is_descending(rows) else rows,)
    kept, linked = max(map(_links, orders))
    return shown * 4 >= len(rows) and kept * 2 >= linked


def _links(rows: Sequence[Transaction]) -> tuple[int, int]:
    """Of the steps from one shown balance to the next, how many the amounts between them make, and how many there are."""
    kept = linked = 0
    before: Decimal | None = None
    moved = Decimal(0)
    for row in rows:
        moved += row.amount or Decimal(0)
        if row.balance is None:
            continue
        if before is not None:
            linked += 1
            kept += before + moved == row.balance
        before, moved = row.balance, Decimal(0)
    return kept, linked


def taken_back(row: Transaction) -> Transaction:
    """The row with its amount and balance unread."""
    return replace(row, amount=None, balance=None, unread=row.unread | {"amount", "balance"})
