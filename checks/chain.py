"""BNK201: every balance is the one before it plus the amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from checks.accounts import ACCOUNTS, one_account
from checks.proof import of_row, said_few
from pipeline.coverage import period_of
from pipeline.labels import document_name
from pipeline.model import Application, Document, Evidence, Finding, Outcome, Severity, Transaction, Unanswered
from pipeline.profiles import Profile
from pipeline.rules import fact, rule

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Link:
    """Two rows, the later of which should stand on the earlier; `holds` is None where a value of them could not be read."""

    earlier: Transaction
    later: Transaction
    holds: bool | None


@dataclass(frozen=True, slots=True)
class Chain:
    """The rows of a document from the earliest to the latest, and the links between those that show a balance."""

    document: Document
    rows: tuple[Transaction, ...]
    links: tuple[Link, ...]

    @property
    def broken(self) -> tuple[Link, ...]:
        """The links that do not hold."""
        return tuple(link for link in self.links if link.holds is False)

    @property
    def unread(self) -> tuple[Link, ...]:
        """The links that could not be followed."""
        return tuple(link for link in self.links if link.holds is None)


@fact
def chains(application: Application) -> tuple[Chain, ...]:
    """The chain of every statement that shows balances, or of a bank's of which something could not be read."""
    statements = (d for d in application.documents if d.type in ACCOUNTS)
    found = map(chain_of, statements)
    return tuple(c for c in found if c.rows or (c.document.notes and c.document.type == "bank_statement"))


def chain_of(document: Document) -> Chain:
    """The rows of a statement in the order of time, and their links; no rows where it shows no balance."""
    rows = [row for row in document.rows if isinstance(row, Transaction) and not row.neutral]
    if not any(row.balance is not None for row in rows):
        return Chain(document, (), ())
    forward, backward = _links(rows), _links(rows[::-1])
    if _latest_first(rows, forward, backward):
        return Chain(document, tuple(rows[::-1]), backward)
    return Chain(document, tuple(rows), forward)


def _latest_first(rows: Sequence[Transaction], forward: Sequence[Link], backward: Sequence[Link]) -> bool:
    """Whether the rows run from the latest to the earliest: what more links say, else the dates."""
    ahead, back = (sum(link.holds is True for link in links) for links in (forward, backward))
    if ahead != back:
        return back > ahead
    days = [row.date for row in rows if row.date]
    return len(days) > 1 and days[0] > days[-1]


def _links(rows: Sequence[Transaction]) -> tuple[Link, ...]:
    """From every row with a balance (or an unread one) to the next; rows that print none are added up on the way."""
    found: list[Link] = []
    earlier: Transaction | None = None
    moved: Decimal | None = Decimal(0)
    alone = True  # whether the row is all that stands between two balances
    for row in rows:
        moved = None if row.amount is None or moved is None else moved + row.amount
        if row.balance is None and "balance" not in row.unread:
            alone = False
            continue
        if earlier is not None:
            holds = _holds(earlier.balance, moved, row.balance)
            between = alone and holds is None and _is_contradicted(earlier.balance, row)
            found.append(Link(earlier, row, False if between else holds))
        earlier, moved, alone = row, Decimal(0), True
    return tuple(found)


def _is_contradicted(before: Decimal | None, row: Transaction) -> bool:
    """Whether the balance is neither with nor without a sign what a printed amount makes of the one before."""
    if row.method == "ocr" or row.amount is not None or not row.readings or before is None or row.balance is None:
        return False
    return all(abs(Decimal(text)) != abs(row.balance - before) for text in row.readings)


def _holds(before: Decimal | None, moved: Decimal | None, after: Decimal | None) -> bool | None:
    if before is None or moved is None or after is None:
        return None
    return before + moved == after


@rule("BNK201", "balance-chain-broken", Severity.REVIEW)
def broken(chains: tuple[Chain, ...], profile: Profile) -> Iterator[Outcome]:
    """Within a file, and between files of one account whose periods touch."""
    for chain in chains:
        if chain.broken:
            yield _in_file(chain)
        if chain.document.type in profile.types:
            yield from _unread(chain)
    yield from _between(chains)


def _unread(chain: Chain) -> Iterator[Outcome]:
    """What of the rows could not be read, in the reader's words; else where a link could not be followed."""
    if chain.document.notes and chain.document.type == "bank_statement":  # a wallet's are told by BNK202
        yield Unanswered(f"{chain.document.file}：{said_few(chain.document.notes)}")
    elif chain.unread:
        rows = said_few([_where(link.later) for link in chain.unread])
        yield Unanswered(f"{chain.document.file} 有 {len(chain.unread)} 处金额或余额看不清（{rows}），余额无法连着核对")


def _in_file(chain: Chain) -> Finding:
    links = chain.broken
    first = _where(links[0].later)
    holes = missing_pages(chain.document)
    why = f"，其中可能缺了第 {'、'.join(map(str, holes))} 页" if holes else ""
    causes = [_cause(chain, link) for link in links]
    return Finding(
        f"{document_name(chain.document)}有 {len(links)} 处余额与前后金额对不上，第一处在{first}"
        f"（{_said(links[0])}，{_CAUSES[causes[0]]}）{why}",
        (chain.document.id,),
        tuple(of_row(chain.document, link.later, _said(link)) for link in links),
        {
            "rows": [{**_told(link), "cause": c} for link, c in zip(links, causes, strict=True)],
            "missing_pages": list(holes),
        },
    )


_CAUSES = {
    "misread": "可能是图片看不清而认错",
    "duplicate": "与上一笔完全相同，可能重复",
    "reordered": "与相邻的一笔对调后对得上，可能顺序被打乱",
    "missing_page": "在换页处，可能中间缺页",
    "altered": "金额或余额可能被改动，或中间缺了交易",
}


def _cause(chain: Chain, link: Link) -> str:
    """What most likely broke a link; for a person to look at, never proved."""
    earlier, later = link.earlier, link.later
    if _content(earlier) == _content(later):
        return "duplicate"
    if _is_swapped(chain, link):
        return "reordered"
    if {"ocr", "repaired"} & {earlier.method, later.method} and min(earlier.confidence, later.confidence) < _CERTAIN:
        return "misread"
    if earlier.page != later.page or (earlier.place and later.place and earlier.place.file != later.place.file):
        return "missing_page"
    return "altered"


_CERTAIN = 0.9


def _content(row: Transaction) -> tuple[object, ...]:
    return row.date, row.time, row.amount, row.balance, row.counterparty, row.summary


def _is_swapped(chain: Chain, link: Link) -> bool:
    """Whether two rows next to each other, of which the link touches one, chain with those around them once they change places."""
    shown = [chain.links[0].earlier, *(one.later for one in chain.links)] if chain.links else []
    at = (
        next(n for n, one in enumerate(chain.links) if one is link) + 1
    )  # of the later row among those that show a balance
    return any(_holds_swapped(shown, first) for first in (at - 2, at - 1, at) if 0 < first < len(shown) - 1)


def _holds_swapped(rows: Sequence[Transaction], first: int) -> bool:
    """Whether rows `first` and `first + 1` chain the other way round, from the row before to the one after."""
    one, two = rows[first], rows[first + 1]
    around = [rows[first - 1], two, one, *rows[first + 2 : first + 3]]
    return all(_holds(a.balance, b.amount, b.balance) for a, b in pairwise(around))


def _where(row: Transaction) -> str:
    page = f"第 {row.page} 页 " if row.page else ""
    return page + (row.date.isoformat() if row.date else "日期看不清") + "的一笔"


def _said(link: Link) -> str:
    return f"上一笔余额 {link.earlier.balance}，本笔 {_amount(link.later)}，余额 {link.later.balance}"


def _amount(row: Transaction) -> str:
    """The amount of a row, else what was read of it."""
    return str(row.amount) if row.amount is not None or not row.readings else row.readings[0]


def _told(link: Link) -> Mapping[str, str | int | None]:
    row = link.later
    expected = None if link.earlier.balance is None or row.amount is None else link.earlier.balance + row.amount
    return {
        "date": row.date.isoformat() if row.date else None,
        "page": row.page,
        "amount": _amount(row),
        "balance": str(row.balance),
        "expected": str(expected),
    }


def missing_pages(document: Document) -> tuple[int, ...]:
    """The printed page numbers that are not there, of a paper that prints "第N页/共M页"; "1,2,4/4" lacks 3."""
    printed = document.value("page_numbers")
    if not isinstance(printed, str):
        return ()
    numbers, _, total = printed.partition("/")
    there = {int(n) for n in numbers.split(",") if n.strip().isdigit()}
    last = int(total) if total.strip().isdigit() else max(there, default=0)
    return tuple(n for n in range(1, last + 1) if n not in there)


# ---------------------------------------------------------------- between files


def _between(chains: Sequence[Chain]) -> Iterator[Outcome]:
    by_id = {chain.document.id: chain for chain in chains}
    for group in one_account([chain.document for chain in chains if chain.rows]):
        for one, other in pairwise(sorted((by_id[d.id] for d in group), key=_start)):
            if _touch(one.document, other.document):
                yield from _join(one, other)


def _start(chain: Chain) -> tuple[date, date]:
    period = period_of(chain.document.fields, chain.document.rows)
    return (period.start, period.end) if period else (date.max, date.max)


def _touch(one: Document, other: Document) -> bool:
    first, second = (period_of(d.fields, d.rows) for d in (one, other))
    return bool(first and second and first.end + _ONE_DAY == second.start)


def _join(one: Chain, other: Chain) -> Iterator[Outcome]:
    holds = _holds(one.rows[-1].balance, other.rows[0].amount, other.rows[0].balance)
    files = f"{one.document.file} 与 {other.document.file}"
    if holds is None:
        yield Unanswered(f"{files} 相接处的金额或余额看不清，无法核对两份流水是否连得上")
    elif not holds:
        link = Link(one.rows[-1], other.rows[0], holds)
        yield Finding(
            f"{files} 日期相接，余额却连不上",
            (one.document.id, other.document.id),
            (_end_of(one), of_row(other.document, other.rows[0], _said(link))),
            {"rows": [_told(link)]},
        )


def _end_of(chain: Chain) -> Evidence:
    return of_row(chain.document, chain.rows[-1], f"余额 {chain.rows[-1].balance}")
