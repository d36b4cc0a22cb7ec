"""Which way the money of each row went: by sign, column or flag, and by the balances where the paper prints none of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from extractors._statement_cells import Blank
from pipeline.model import Field, Method, Transaction

MONEY = ("amount", "income", "expense", "balance")
COLUMN_NAMES = {"date": "日期", "amount": "金额", "balance": "余额"}


@dataclass(frozen=True)
class Read:
    """A row without its amount yet: what stands in the columns of money, the flag (1 in, -1 out, 0 none), and the sign as printed."""

    row: Transaction
    amounts: Mapping[str, Decimal | Blank | None]
    flag: int
    sign: str = ""


def settle(read: Sequence[Read], signed: bool) -> list[Transaction]:
    """Every row with its signed amount; None, and named in `unread`, where the amount or its direction cannot be told."""
    if any("income" in one.amounts or "expense" in one.amounts for one in read):
        minus = _is_spent_with_minus(read)
        return [_with_amount(one.row, _of_pair(one, minus)) for one in read]
    printed = [_printed(one) for one in read]
    if any(one.flag for one in read):
        return [_with_amount(one.row, _flagged(one, amount)) for one, amount in zip(read, printed, strict=True)]
    if signed or any(amount is not None and amount < 0 for amount in printed):
        both = any(one.sign == "+" for one in read)
        return [_with_amount(one.row, _certain(one, amount, both)) for one, amount in zip(read, printed, strict=True)]
    return _by_balance([one.row for one in read], printed)


def _with_amount(row: Transaction, amount: Decimal | None) -> Transaction:
    return replace(row, amount=amount, unread=row.unread if amount is not None else row.unread | {"amount"})


def _printed(one: Read) -> Decimal | None:
    amount = one.amounts.get("amount")
    return amount if isinstance(amount, Decimal) else None


def _certain(one: Read, amount: Decimal | None, both: bool) -> Decimal | None:
    """A recognised amount without a sign is not certain where the paper prints both plus and minus: the sign was overlooked."""
    return None if both and one.row.method == "ocr" and not one.sign else amount


def _flagged(one: Read, amount: Decimal | None) -> Decimal | None:
    """An amount with its flag; a minus that is printed as well (a reversal) turns it round."""
    return amount * one.flag if amount is not None and one.flag else None


def _is_spent_with_minus(read: Sequence[Read]) -> bool:
    """Whether the column of expenses prints a minus before them; where only a few have one, those are reversals."""
    spent = [amount for one in read if isinstance(amount := one.amounts.get("expense"), Decimal) and amount]
    return 2 * sum(amount < 0 for amount in spent) > len(spent)


def _of_pair(one: Read, minus: bool) -> Decimal | None:
    """The amount of two columns of which one is filled (the other empty or zero); both filled tell nothing."""
    income, expense = one.amounts.get("income"), one.amounts.get("expense")
    if income is None or expense is None:
        income, expense = income or _absent(one, "income"), expense or _absent(one, "expense")
    gained = income if isinstance(income, Decimal) and income else None
    spent = expense if isinstance(expense, Decimal) and expense else None
    if None in (income, expense) or (gained is not None and spent is not None):
        return None
    if gained is None and spent is None:
        return Decimal("0.00") if isinstance(income, Decimal) or isinstance(expense, Decimal) else None
    return gained if spent is None else spent if minus else -spent


def _absent(one: Read, name: str) -> Decimal | None:
    """Zero for a column that the layout does not have; None for a cell that cannot be read."""
    return None if name in one.amounts else Decimal(0)


# ---------------------------------------------------------------- by the balances


def is_descending(rows: Sequence[Transaction]) -> bool:
    """Whether the newest row stands first: by the days, and by the balances where all days are equal."""
    days = [row.date for row in rows if row.date]
    ups = sum(a < b for a, b in pairwise(days))
    downs = sum(a > b for a, b in pairwise(days))
    return downs > ups


def _by_balance(rows: Sequence[Transaction], printed: Sequence[Decimal | None]) -> list[Transaction]:
    """Unsigned amounts: the step of the balance tells the sign where it is the amount, up or down, and nothing else does."""
    order = list(range(len(rows)))
    if is_descending(rows):
        order.reverse()
    settled: list[Transaction] = list(rows)
    before: Decimal | None = None
    for at in order:
        row, amount = rows[at], printed[at]
        step = row.balance - before if row.balance is not None and before is not None else None
        sure = amount is not None and step is not None and abs(step) == abs(amount)
        settled[at] = replace(_with_amount(row, step), method="derived") if sure else _unsettled(row, amount)
        before = row.balance
    return settled


def _unsettled(row: Transaction, amount: Decimal | None) -> Transaction:
    """The row without its amount, which is kept as a reading: only its direction is not known."""
    kept = row.readings if amount is None else (*row.readings, str(abs(amount)))
    return replace(_with_amount(row, None), readings=kept)


# ---------------------------------------------------------------- the first row, which no balance stands before


def with_first(
    rows: Sequence[Transaction], read: Sequence[Read], fields: Mapping[str, Field], descending: bool
) -> list[Transaction]:
    """The rows, the first in time with the sign that the balance carried forward or the printed totals prove."""
    settled = list(rows)
    if not rows:
        return settled
    at = len(rows) - 1 if descending else 0
    amount = _size(rows[at], read[at])
    if rows[at].amount is not None or not amount:
        return settled
    told = [*_by_opening(rows[at], amount, fields), *_by_totals([*rows[:at], *rows[at + 1 :]], amount, fields)]
    signs = {1, -1}.intersection(*told)
    if told and len(signs) == 1:
        method: Method = "repaired" if rows[at].method == "ocr" else "derived"
        settled[at] = replace(_with_amount(rows[at], amount * signs.pop()), method=method)
        settled[at] = replace(settled[at], unread=settled[at].unread - {"amount"}, readings=())
    return settled


def _size(row: Transaction, one: Read) -> Decimal | None:
    """How much the amount is of which only the sign is not known."""
    printed = _printed(one)
    if printed is not None:
        return abs(printed)
    sizes = {abs(Decimal(text)) for text in row.readings}
    return sizes.pop() if len(sizes) == 1 else None


def _by_opening(row: Transaction, amount: Decimal, fields: Mapping[str, Field]) -> Iterator[set[int]]:
    opening = fields["opening_balance"].value if "opening_balance" in fields else None
    if isinstance(opening, Decimal) and row.balance is not None:
        yield {sign for sign in (1, -1) if opening + sign * amount == row.balance}


def _by_totals(others: Sequence[Transaction], amount: Decimal, fields: Mapping[str, Field]) -> Iterator[set[int]]:
    """The signs with which a printed total or count adds up; none is told where another amount is unread too."""
    if any(row.amount is None for row in others):
        return
    for way, end in ((1, "in"), (-1, "out")):
        same = [abs(row.amount) for row in others if row.amount is not None and row.amount * way > 0]
        counted = (("printed", sum(same, Decimal(0)), amount), ("printed_count", len(same), 1))
        for name, without, one in counted:
            total = fields[f"{name}_{end}"].value if f"{name}_{end}" in fields else None
            if isinstance(total, Decimal | int):
                yield {sign for sign, makes in ((way, without + one), (-way, without)) if makes == total}


# ---------------------------------------------------------------- days that are printed once

_A_HABIT = 3  # rows in a row's day left out, from which a paper is known to print a day once


def dated(read: Sequence[Read], omitted: Sequence[bool]) -> list[Read]:
    """The rows with the days that are left out because they are those of the row above.

    `omitted` says of which rows the day's place is empty. Between two rows of one day it is that day; else the day of the row above counts
    only where the paper has the habit, and on a recognised page only where the habit is common, since there a day may be overlooked.
    """
    blank = sum(omitted)
    if not blank:
        return list(read)
    recognised = any(one.row.method == "ocr" for one in read)
    habit = blank >= _A_HABIT and not omitted[0] and (not recognised or blank * 5 > len(read))
    after = _next_days(read)
    found: list[Read] = []
    above: date | None = None
    for one, empty, below in zip(read, omitted, after, strict=True):
        if empty and one.row.date is None and above is not None and (habit or above == below):
            one = replace(one, row=replace(one.row, date=above, unread=one.row.unread - {"date"}))
        above = one.row.date
        found.append(one)
    return found


def _next_days(read: Sequence[Read]) -> list[date | None]:
    """For every row, the next day that is printed below it."""
    found: list[date | None] = []
    below: date | None = None
    for one in reversed(read):
        found.append(below)
        below = one.row.date or below
    return found[::-1]
