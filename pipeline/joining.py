"""Pages of one paper that were given as several pictures, made one document again.

Two pictures belong together where their printed page numbers go on and nothing contradicts it, or where the balances go on, for one
account; a number or a balance that does not fit keeps them apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.coverage import months_of, with_period
from pipeline.model import Document, Field, Row, Transaction

_PICTURES = frozenset({"photo", "scan", "screenshot"})


def joined(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The documents, statements that were photographed page by page as one each, where the first of their pages stood."""
    given = list(documents)
    after = _successors([d for d in given if d.type == "bank_statement" and d.original in _PICTURES])
    later = {id(d) for d in after.values()}
    return tuple(_whole(_run(d, after)) for d in given if id(d) not in later)


def said_unread(where: str, columns: str) -> str:
    """What is told of a row of which something could not be read."""
    return f"{where}有一行交易的{columns}看不清或无法判断，请核对"


def _successors(pictures: Sequence[Document]) -> Mapping[int, Document]:
    """By the id of an object, the document that goes on with it: where just one does, and goes on with just that one."""
    following = {id(a): [b for b in pictures if b is not a and _goes_on(a, b)] for a in pictures}
    found = {one: rest[0] for one, rest in following.items() if len(rest) == 1}
    claimed = [id(b) for rest in following.values() for b in rest]
    single = {one: b for one, b in found.items() if claimed.count(id(b)) == 1}
    return {one: b for one, b in single.items() if not _comes_back(one, single)}


def _comes_back(start: int, after: Mapping[int, Document]) -> bool:
    """Whether the pages run in a circle."""
    at, seen = start, set[int]()
    while at in after and at not in seen:
        seen.add(at)
        at = id(after[at])
    return at in seen


def _run(document: Document, after: Mapping[int, Document]) -> list[Document]:
    pages = [document]
    while id(pages[-1]) in after:
        pages.append(after[id(pages[-1])])
    return pages


# ---------------------------------------------------------------- whether one goes on with another


def _goes_on(one: Document, other: Document) -> bool:
    if any(_differ(one, other, name) for name in ("bank", "account", "holder", "currency")):
        return False
    numbered = _numbers_go_on(one, other)
    if numbered is False:
        return False
    chained = _balances_go_on(one, other)
    alike = one.value("account") is not None and one.value("account") == other.value("account")
    return chained is not False if numbered else bool(chained) and (alike or other.value("account") is None)


def _differ(one: Document, other: Document, name: str) -> bool:
    a, b = (str(d.value(name) or "") for d in (one, other))
    return bool(a and b and "other" not in (a, b) and a != b)


def _numbers_go_on(one: Document, other: Document) -> bool | None:
    """Whether the printed page numbers go on; None where one of them prints none."""
    a, b = _numbers(one), _numbers(other)
    if a is None or b is None:
        return None
    return a.total == b.total and a.pages[-1] + 1 == b.pages[0]


@dataclass(frozen=True, slots=True)
class _Numbers:
    pages: tuple[int, ...]
    total: str


def _numbers(document: Document) -> _Numbers | None:
    """Of "1,2/4"."""
    pages, _, total = str(document.value("page_numbers") or "").partition("/")
    found = tuple(map(int, re.findall(r"\d+", pages)))
    return _Numbers(found, total) if found else None


def _balances_go_on(one: Document, other: Document) -> bool | None:
    """Whether the balances go on from the last row of a page to the first of the next, in either order; None where one is unread."""
    a, b = _money(one)[-1:], _money(other)[:1]
    if not a or not b or a[0].balance is None or b[0].balance is None:
        return None
    step = b[0].balance - a[0].balance
    ends = (step in _said(b[0]), -step in _said(a[0]))
    return any(ends) or (None if None in (a[0].amount, b[0].amount) and not ends[0] and not ends[1] else False)


def _money(document: Document) -> list[Transaction]:
    return [row for row in document.rows if isinstance(row, Transaction)]


def _said(row: Transaction) -> set[Decimal]:
    """What the amount of a row may be: as it is given, else what was read of it, in either direction."""
    if row.amount is not None:
        return {row.amount}
    read = {Decimal(text) for text in row.readings}
    return read | {-amount for amount in read}


# ---------------------------------------------------------------- making them one


def _whole(pages: Sequence[Document]) -> Document:
    if len(pages) == 1:
        return pages[0]
    first = next((page for page in pages if page.value("bank") not in (None, "other")), pages[0])
    rows, notes = _rows(pages)
    fields = with_period("bank_statement", _fields(pages), rows)
    return replace(
        first,
        parts=tuple(part for page in pages for part in page.parts),
        confidence=min(page.confidence for page in pages),
        fields=fields,
        rows=rows,
        months=months_of("bank_statement", fields, rows),
        faults=tuple(fault for page in pages for fault in page.faults),
        notes=notes,
    )


def _fields(pages: Sequence[Document]) -> Mapping[str, Field]:
    """The fields of the first page that has each; a bank before "other", page numbers and page sums together."""
    fields: dict[str, Field] = {}
    for page in pages:
        for name, found in page.fields.items():
            derived = name.startswith("period_") and found.method == "derived"
            poor = name not in fields or fields[name].value in (None, "other")
            if not derived and poor:
                fields[name] = found
    numbers = [_numbers(page) for page in pages]
    if all(numbers) and "page_numbers" in fields:
        every = ",".join(str(n) for one in numbers if one for n in one.pages)
        fields["page_numbers"] = replace(
            fields["page_numbers"], value=f"{every}/{numbers[0].total if numbers[0] else ''}"
        )
    return fields | _sums(pages)


def _sums(pages: Sequence[Document]) -> dict[str, Field]:
    """Totals that every page prints for itself, added up; one that all print alike is that of the whole."""
    found: dict[str, Field] = {}
    for name in ("printed_in", "printed_out", "printed_count", "printed_count_in", "printed_count_out"):
        shown = [page.fields[name] for page in pages if name in page.fields]
        values = [field.value for field in shown if isinstance(field.value, Decimal | int)]
        if len(values) == len(pages) and len(set(values)) > 1:
            found[name] = replace(shown[0], value=sum(values[1:], values[0]), method="derived")
    return found


def _rows(pages: Sequence[Document]) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """All rows, and all notes; an amount whose sign nothing proved on its own page is proved by the balance of the page beside it."""
    rows: list[Row] = []
    notes: list[str] = []
    for page in pages:
        mine = list(page.rows)
        notes += page.notes
        if rows and mine:
            for near, far, here, at in ((mine[0], rows[-1], mine, 0), (rows[-1], mine[0], rows, -1)):
                if proved := _proved(near, far):
                    here[at] = proved
                    note = said_unread(f"第 {proved.page} 页", "金额")
                    if note in notes:
                        notes.remove(note)
        rows += mine
    return tuple(rows), tuple(notes)


def _proved(row: Row, before: Row) -> Transaction | None:
    """A row whose amount was read but for its sign, by the balance before it."""
    if not isinstance(row, Transaction) or not isinstance(before, Transaction) or row.amount is not None:
        return None
    if row.balance is None or before.balance is None:
        return None
    step = row.balance - before.balance
    if step not in _said(row):
        return None
    return replace(row, amount=step, method="repaired", unread=row.unread - {"amount"})
