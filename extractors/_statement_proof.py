"""What the balances say about recognised rows: every balance is the one before plus the amount.

It is asked of recognised pages only. What a text layer prints is what the paper says, and a chain that breaks there is for the checks
to judge; a recogniser misreads, and a misread amount looks as right as a good one. So a doubtful cell is read again, and of all readings
those are taken that the balances on both sides prove: the value is then `repaired`. A digit that no reading gives is taken from the balances
only where the readings are unsure of it, for what they agree on may be what an altered paper says. What cannot be proved and was
read for certain stays, less sure, for the checks to judge; the rest is given as unread, never as a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors._statement_links import Again, Link, cells_of, followed
from extractors._statement_signs import is_descending
from pipeline.model import Transaction

_DOUBT = 0.5  # how sure a value is that is read for certain and that the balances contradict


def proven(
    rows: Sequence[Transaction],
    descending: bool,
    unsigned: Sequence[bool] = (),
    again: Again = lambda at, column: (),
) -> list[Transaction]:
    """The rows with what the balances set right (`repaired`), or took back (None, named in `unread`). Text-layer rows stay as they are.

    `unsigned` says of each row whether its amount is money in only because no sign was seen: where no balance proves that, it is taken back.
    `again` gives further readings of a cell.
    """
    if not any(row.method == "ocr" for row in rows):
        return list(rows)
    order = range(len(rows))[:: -1 if descending else 1]
    bare = [*unsigned, *[False] * (len(rows) - len(unsigned))]
    cells = cells_of(
        [rows[at] for at in order], [bare[at] for at in order], lambda at, column: again(order[at], column)
    )
    links = followed(cells)
    settled = list(rows)
    for place, at in enumerate(order):
        before = links[place - 1] if place else None
        after = links[place + 1] if place + 1 < len(links) else None
        settled[at] = _settled(rows[at], before, links[place], after)
    return settled


def _settled(row: Transaction, before: Link | None, link: Link, after: Link | None) -> Transaction:
    """A row by its link to the row before and that of the row after to it."""
    if row.method != "ocr":
        return row
    found = _with_balance(row, link, after)
    if link.holds and _is_proved(row, before, link, after):
        return found if link.amount == row.amount else _repaired(found, amount=link.amount)
    if link.holds is None:  # nothing before it says what the amount should be
        return _unread(found, "amount") if link.cell.bare or link.cell.wavers or row.amount is None else found
    if link.cell.sure_amount and not link.cell.bare:
        return replace(found, confidence=min(found.confidence, _DOUBT))
    return _unread(found, "amount")


def _is_proved(row: Transaction, before: Link | None, link: Link, after: Link | None) -> bool:
    """Whether the balances prove an amount that chains: one that is not as first read needs a balance that more than it stands for."""
    of_amount, of_balance = link.is_worked_out
    follows = bool(after and after.holds)
    if of_amount:
        return bool(before and before.holds) and (follows or (after is None and link.cell.sure_balance))
    return link.amount == row.amount or follows or not of_balance


def _with_balance(row: Transaction, link: Link, after: Link | None) -> Transaction:
    """The row with the balance that its links prove; where neither does, one that was not read for certain is taken back."""
    if link.cell.carries:
        return row
    follows = after is not None and bool(after.holds)
    proved = follows or (bool(link.holds) and not link.is_worked_out[1])
    if link.balance != row.balance:
        return _repaired(row, balance=link.balance) if proved and link.balance is not None else _unread(row, "balance")
    if proved or link.cell.sure_balance or link.holds is None or row.balance is None:
        return row
    return _unread(row, "balance")


def _unread(row: Transaction, column: str) -> Transaction:
    return replace(row, unread=row.unread | {column}, readings=_kept(row, column), **{column: None})  # type: ignore[arg-type]


def _repaired(row: Transaction, **values: Decimal | None) -> Transaction:
    kept = tuple(reading for column in values for reading in _kept(row, column))
    return replace(row, method="repaired", unread=row.unread - set(values), readings=kept, **values)  # type: ignore[arg-type]


def _kept(row: Transaction, column: str) -> tuple[str, ...]:
    """The readings of a row with that of a column whose value is given up."""
    value = getattr(row, column)
    return row.readings if value is None else (*row.readings, str(value))


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
