"""What an earnings paper lists, as a tree (months hold days, days hold orders), and what its printed sums prove."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from extractors._earnings_text import When
from pipeline.layout import Printed
from pipeline.model import Earning, Method


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was earned: an order, a day or a month, with what is listed under it. `amount` is None where unreadable."""

    when: When
    amount: Decimal | None
    printed: Printed
    orders: int | None = None
    kind: str | None = None
    parts: tuple[Entry, ...] = ()
    headed: bool = False  # its year comes from a heading further up
    method: Method | None = None  # where it is not that of the print
    proven: bool = False  # a printed sum agrees


@dataclass(frozen=True, slots=True)
class Total:
    """A printed sum of the whole paper. `closing` where it closes the table, so that every row must be in it."""

    value: Decimal | None
    printed: Printed
    orders: int | None = None
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """All that a paper lists, in printed order."""

    entries: tuple[Entry, ...] = ()
    total: Total | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proven:
    """The entries that become rows, and what could not be proven (Chinese, with the page)."""

    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


def prove(listing: Listing) -> Proven:
    """The finest entries whose sum is what is printed above them; where it is not, the sum, or no value at all.

    A recognised page may hide a misread digit: one that alone sets the sum right is repaired. Where the list under a sum is
    only the part that a screen shows, the sum stands for it.
    """
    entries: list[Entry] = []
    notes: list[str] = list(listing.notes)
    for entry in listing.entries:
        proven = _prove_entry(entry)
        entries += proven.entries
        notes += proven.notes
    return _prove_total(tuple(entries), listing.total, notes)


def _prove_entry(entry: Entry) -> Proven:
    if not entry.parts:
        return Proven((entry,))
    below = [_prove_entry(part) for part in entry.parts]
    rows = tuple(row for proven in below for row in proven.entries)
    notes = tuple(note for proven in below for note in proven.notes)
    if entry.amount is None:
        return Proven(rows, notes)
    if total_of(rows) == entry.amount:
        return Proven(_agreed(rows), notes)
    mended = _repaired(rows, entry.amount)
    if mended:
        return Proven(mended, notes)
    alone = replace(entry, parts=())
    if _conflict(rows, entry.amount, entry.orders):
        where = _where(entry.printed)
        note = f"{where}{_named(entry.when)}列出的各笔之和与小计不一致，无法确定哪一个正确，请人工核对"
        return Proven((replace(alone, amount=None),), (*notes, note))
    return Proven((alone,))


def _prove_total(entries: tuple[Entry, ...], total: Total | None, notes: Sequence[str]) -> Proven:
    if total is None or total.value is None or not entries:
        return Proven(entries, tuple(notes))
    if total_of(entries) == total.value:
        return Proven(_agreed(entries), tuple(notes))
    mended = _repaired(entries, total.value)
    if mended:
        return Proven(mended, tuple(notes))
    if not total.closing and not _conflict(entries, total.value, total.orders):
        return Proven(entries, tuple(notes))
    note = f"{_where(total.printed)}各行之和与印出的合计不一致，请人工核对"
    if any(entry.printed.method == "ocr" for entry in entries):
        entries = tuple(replace(entry, amount=None) for entry in entries)
    return Proven(entries, (*notes, note))


def _agreed(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple(replace(entry, proven=True) for entry in entries)


def total_of(entries: Sequence[Entry]) -> Decimal | None:
    """The sum of the entries; None where one of them could not be read."""
    amounts = [entry.amount for entry in entries]
    return None if None in amounts else sum((a for a in amounts if a is not None), Decimal(0))


def _conflict(rows: Sequence[Entry], total: Decimal, orders: int | None) -> bool:
    """Whether rows and sum cannot both be right: too much is listed, or all of it is (the orders agree) and the money does not."""
    found = total_of(rows)
    if found is None:
        return False
    listed = [row.orders for row in rows]
    complete = orders is not None and None not in listed and sum(n for n in listed if n is not None) == orders
    return found > total or complete


def _repaired(rows: Sequence[Entry], total: Decimal) -> tuple[Entry, ...] | None:
    """The rows with the one recognised amount corrected that alone makes the sum; None where none or several could be."""
    if any(row.printed.method != "ocr" for row in rows):
        return None
    unread = [at for at, row in enumerate(rows) if row.amount is None]
    found = sum((row.amount for row in rows if row.amount is not None), Decimal(0))
    if unread:
        return None
    fits = [
        at
        for at, row in enumerate(rows)
        if row.amount is not None and _one_slip(row.amount, row.amount + total - found)
    ]
    if len(fits) != 1:
        return None
    (at,) = fits
    row = rows[at]
    mended = replace(row, amount=(row.amount or Decimal(0)) + total - found, method="repaired")
    return _agreed((*rows[:at], mended, *rows[at + 1 :]))


def _one_slip(read: Decimal, meant: Decimal) -> bool:
    """Whether one misread character turns one amount into the other: a digit for another, or the point or sign lost."""
    a, b = f"{read:.2f}", f"{meant:.2f}"
    if meant <= 0 and read > 0:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    return a.replace(".", "").rstrip("0") == b.replace(".", "").rstrip("0") and abs(len(a) - len(b)) == 2


def _where(printed: Printed) -> str:
    return f"第{printed.place.page}页：" if printed.place.page else ""


def _named(when: When) -> str:
    parts = ((when.year, "年"), (when.month, "月"), (when.day, "日"))
    return "".join(f"{number}{unit}" for number, unit in parts if number)


# ---------------------------------------------------------------- years


def dated(entries: Sequence[Entry], start: date | None, end: date | None) -> tuple[Entry, ...]:
    """The entries with the years that they lack, where the printed period leaves one possibility; else without.

    A year that comes from a heading further up is not believed behind a turn of the year (January, then December).
    """
    found: list[Entry] = []
    turned = False
    before: When | None = None
    for entry in entries:
        turned = entry.headed and (turned or _turns(before, entry.when))
        before = entry.when
        found.append(_undoubted(entry, turned, start, end))
    return tuple(found)


def _turns(before: When | None, when: When) -> bool:
    same = before is not None and before.year == when.year
    return bool(same and before and before.month and when.month and abs(before.month - when.month) > 6)


def _undoubted(entry: Entry, turned: bool, start: date | None, end: date | None) -> Entry:
    """The entry and its parts, with no year but one that is printed with it, stands over it in the same year, or is the only possible."""
    parts = tuple(_undoubted(part, turned and part.headed, start, end) for part in entry.parts)
    doubtful = entry.when.year is None or turned
    return replace(entry, when=_placed(entry.when, start, end) if doubtful else entry.when, parts=parts)


def _placed(when: When, start: date | None, end: date | None) -> When:
    bare = When(None, when.month, when.day)
    if not (start and end and when.month):
        return bare
    fits = [y for y in range(start.year, end.year + 1) if _within(When(y, when.month, when.day), start, end)]
    return When(fits[0], when.month, when.day) if len(fits) == 1 else bare


def _within(when: When, start: date, end: date) -> bool:
    if when.day:
        day = when.as_date
        return day is not None and start <= day <= end
    return f"{start:%Y-%m}" <= (when.as_month or "") <= f"{end:%Y-%m}"


# ---------------------------------------------------------------- rows


FAINT = 0.6
"""What was recognised less surely than this, and no printed sum bears out, is not believed."""


def rows(entries: Sequence[Entry]) -> Iterator[Earning]:
    """The entries as rows of the contract; what could not be read is None and named in `unread`."""
    for found in entries:
        faint = found.printed.method == "ocr" and found.printed.confidence < FAINT and not found.proven
        entry = replace(found, amount=None) if faint else found
        day, month = (entry.when.as_date, None) if entry.when.day else (None, entry.when.as_month)
        unread = {"amount"} if entry.amount is None else set()
        if day is None and month is None:
            unread.add("date" if entry.when.day else "month")
        yield Earning(
            amount=entry.amount,
            date=day,
            month=month,
            orders=entry.orders,
            kind=entry.kind,
            page=entry.printed.place.page,
            place=entry.printed.place,
            method=entry.method or entry.printed.method,
            confidence=entry.printed.confidence,
            unread=frozenset(unread),
        )
