"""GIG201: what a platform paid out is not found in the accounts.

Earnings and credits are matched as a whole: a credit may pay several rows in a row (a week of days), a row may be paid by several credits (a
month by weeks), in the order in which they were earned, and of all ways to match them the one is taken that explains most of the money.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations

from checks.accounts import ACCOUNTS, in_yuan
from checks.applicants import Holder
from checks.credits import PAYERS, Credit
from checks.proof import of_row
from pipeline.coverage import Days, extent_of, first_day, last_day, month_of, shift
from pipeline.labels import document_name
from pipeline.model import Application, Document, Earning, Finding, Outcome, Severity, Transaction, Unanswered
from pipeline.profiles import Profile
from pipeline.rules import fact, rule

_BEFORE, _AFTER = timedelta(days=3), timedelta(days=10)
_MOST = Decimal("0.6")
_MOST_ROWS = 40  # that one credit pays: a month of days and some
_MOST_CREDITS = 14  # among which a month's payments are looked for one by one


@dataclass(frozen=True, slots=True)
class Earned:
    """A row of a platform's paper that was to be paid out: its days, and the last day on which its money was to arrive."""

    document: Document
    row: Earning
    amount: Decimal
    first: date
    last: date

    @property
    def due(self) -> date:
        """A month after its last day."""
        month = shift(month_of(self.last), 1)
        return first_day(month).replace(day=min(self.last.day, last_day(month).day))


@dataclass(frozen=True, slots=True)
class Paid:
    """A credit that may pay earnings. `named` says that its words name the platform or one who pays for platforms."""

    credit: Credit
    amount: Decimal
    day: date
    named: bool

    @property
    def payer(self) -> str:
        """Who paid, as printed."""
        return self.credit.row.counterparty or ""


@dataclass(frozen=True, slots=True)
class Slack:
    """How far what arrives may be off: by yuan either way, and by the share that fees and taxes may take."""

    yuan: Decimal = Decimal("1.00")
    withheld: Decimal = Decimal("0.10")

    def most(self, paid: Paid) -> Decimal:
        """The most that may have been earned for a credit; a credit whose words name no payer of platforms bears no fees."""
        return (paid.amount / (1 - self.withheld) if paid.named else paid.amount) + self.yuan

    def least(self, earned: Decimal) -> Decimal:
        """The least that may arrive of what was earned."""
        return earned * (1 - self.withheld) - self.yuan


@dataclass(frozen=True, slots=True)
class Link:
    """Rows `rows` (numbers from, to) that credits (numbers, ascending) pay; `worth` is what the link explains."""

    rows: range
    credits: tuple[int, ...]
    worth: Decimal


@dataclass(frozen=True)
class Matched:
    """How one platform's earnings met the accounts: the rows that no credit pays, and the named credits that pay no row.

    `in_parts` says that it pays months by the week: money of a month then arrives before its end as well.
    """

    platform: str
    documents: tuple[Document, ...]
    unpaid: tuple[Earned, ...]
    unexplained: tuple[Paid, ...]
    in_parts: bool


@fact
def payouts(
    application: Application, profile: Profile, holders: Mapping[str, Holder], credits: tuple[Credit, ...]
) -> tuple[Matched, ...]:
    """Every platform's earnings matched to the accounts' credits; no credit pays twice."""
    papers: dict[str, list[Document]] = defaultdict(list)
    for document in application.documents:
        if document.type == "gig_earnings" and not holders[document.id].foreign:
            papers[str(document.value("platform") or document_name(document))].append(document)
    earned = {platform: earned_of(documents) for platform, documents in papers.items()}
    names = {platform: _names(documents) for platform, documents in papers.items()}
    slack = Slack(profile.gig_earnings.payout_tolerance, profile.gig_earnings.payout_withheld)
    shared = _shared_out(earned, names, [c for c in credits if c.reason is None and c.row.date and c.row.amount], slack)
    settled = {id(paid[j].credit) for paid, links in shared.values() for link in links for j in link.credits}
    found = [_matched(p, papers[p], earned[p], *shared[p], settled) for p in papers]
    if any(matched.in_parts for matched in found):  # a week that pays parts of two months is linked to neither
        return tuple(replace(matched, unexplained=()) for matched in found)
    return tuple(found)


def earned_of(documents: Sequence[Document]) -> tuple[Earned, ...]:
    """The rows of one platform's papers with an amount, each day or month once, by their last day."""
    found: dict[tuple[date, date, Decimal, int], Earned] = {}
    for document in documents:
        seen: dict[tuple[date, date, Decimal], int] = defaultdict(int)
        for row in document.rows:
            span = _span(row) if isinstance(row, Earning) else None
            if span and isinstance(row, Earning) and row.amount is not None and row.amount > 0:
                key = (*span, row.amount)
                seen[key] += 1
                found.setdefault((*key, seen[key]), Earned(document, row, row.amount, *span))
    return tuple(sorted(found.values(), key=lambda e: (e.last, e.first)))


def _span(row: Earning) -> tuple[date, date] | None:
    if row.date:
        return row.date, row.date
    return (first_day(row.month), last_day(row.month)) if row.month else None


def _names(documents: Sequence[Document]) -> tuple[str, ...]:
    """What a payer of the platform may be called: by its name, its apps and its companies."""
    called = {name for d in documents if d.guide for name in (d.guide.name, *d.guide.marks)}
    return tuple(name for name in called if len(name) > 1)


# ---------------------------------------------------------------- matching


def _shared_out(
    earned: Mapping[str, Sequence[Earned]],
    names: Mapping[str, tuple[str, ...]],
    credits: Sequence[Credit],
    slack: Slack,
) -> Mapping[str, tuple[Sequence[Paid], Sequence[Link]]]:
    """Credits and links by platform. A credit that two want goes to the one whose rows it fits better, and the other is matched anew."""
    taken: dict[str, set[int]] = {platform: set() for platform in earned}
    while True:
        found = {}
        for platform, rows in earned.items():
            told = (_paid(c, names[platform]) for c in credits if id(c) not in taken[platform])
            paid = sorted((p for p in told if p), key=lambda p: p.day)
            found[platform] = (paid, match(rows, paid, slack))
        losers = list(_contested(earned, found))
        if not losers:
            return found
        for platform, credit in losers:
            taken[platform].add(id(credit))


def _contested(
    earned: Mapping[str, Sequence[Earned]], found: Mapping[str, tuple[Sequence[Paid], Sequence[Link]]]
) -> Iterator[tuple[str, Credit]]:
    claims: dict[int, list[tuple[Decimal, str, Credit]]] = defaultdict(list)
    for platform, (paid, links) in found.items():
        for link in links:
            off = _earned_in(earned[platform], link) - sum((paid[j].amount for j in link.credits), Decimal(0))
            for j in link.credits:
                claims[id(paid[j].credit)].append((abs(off), platform, paid[j].credit))
    for claimed in claims.values():
        for _, platform, credit in sorted(claimed, key=lambda c: (c[0], c[1]))[1:]:
            yield platform, credit


def _earned_in(rows: Sequence[Earned], link: Link) -> Decimal:
    return sum((rows[i].amount for i in link.rows), Decimal(0))


def _paid(credit: Credit, names: Iterable[str]) -> Paid | None:
    row = credit.row
    if row.date is None or row.amount is None:
        return None
    text = f"{row.summary or ''} {row.counterparty or ''}"
    return Paid(credit, row.amount, row.date, bool(PAYERS.search(text)) or any(name in text for name in names))


def match(rows: Sequence[Earned], paid: Sequence[Paid], slack: Slack) -> tuple[Link, ...]:
    """The links that explain most of what was earned: rows by their last day, credits by their day, both once and in order."""
    links = sorted(
        [*_one_for_many(rows, paid, slack), *_many_for_one(rows, paid, slack)], key=lambda link: link.rows.stop
    )
    return _best_chain(links, len(rows), len(paid))


def _one_for_many(rows: Sequence[Earned], paid: Sequence[Paid], slack: Slack) -> Iterator[Link]:
    """A credit for consecutive rows: as much, or less what is withheld where its words name a platform's payer."""
    sums = [Decimal(0)]
    for row in rows:
        sums.append(sums[-1] + row.amount)
    lasts = [row.last for row in rows]
    for j, one in enumerate(paid):
        most, least = slack.most(one), one.amount - slack.yuan
        for stop in range(_first_due(lasts, one.day), bisect_left(lasts, one.day + timedelta(days=1)) + 1):
            start = bisect_left(sums, sums[stop] - most)
            while start < stop and sums[stop] - sums[start] >= least:
                if stop - start <= _MOST_ROWS and rows[start].due >= one.day:
                    yield Link(range(start, stop), (j,), _worth(sums[stop] - sums[start], one.amount))
                start += 1


def _first_due(lasts: Sequence[date], day: date) -> int:
    """The least number of rows that a payment of a day may end with: the last of them was earned within two months before."""
    return max(bisect_left(lasts, day - timedelta(days=62)), 1)


def _many_for_one(rows: Sequence[Earned], paid: Sequence[Paid], slack: Slack) -> Iterator[Link]:
    """Several named credits for one month: those of one payer one after the other, else any few that make it to the cent."""
    days = [one.day for one in paid]
    for i, row in enumerate(rows):
        if row.row.month is None:  # nobody is paid a day by parts
            continue
        near = range(bisect_left(days, row.first), bisect_left(days, row.due + timedelta(days=1)))
        named = [j for j in near if paid[j].named]
        payers: dict[str, list[int]] = defaultdict(list)
        for j in named:
            payers[paid[j].payer].append(j)
        for own in payers.values():
            yield from (
                Link(range(i, i + 1), js, _worth(row.amount, total))
                for js, total in _runs(own, paid, row.amount, slack)
            )
        if len(named) <= _MOST_CREDITS:
            yield from (
                Link(range(i, i + 1), js, _worth(row.amount, row.amount)) for js in _exactly(named, paid, row.amount)
            )


def _runs(
    own: Sequence[int], paid: Sequence[Paid], amount: Decimal, slack: Slack
) -> Iterator[tuple[tuple[int, ...], Decimal]]:
    """Neighbours of one payer, two or more, that together make the amount less what is withheld."""
    for start in range(len(own)):
        total = Decimal(0)
        for stop in range(start, len(own)):
            total += paid[own[stop]].amount
            if total > amount + slack.yuan:
                break
            if stop > start and total >= slack.least(amount):
                yield tuple(own[start : stop + 1]), total


def _exactly(named: Sequence[int], paid: Sequence[Paid], amount: Decimal) -> Iterator[tuple[int, ...]]:
    """Some of a few credits, two to six, that make the amount to the cent."""
    for count in range(2, min(len(named), 6) + 1):
        for some in combinations(named, count):
            if sum((paid[j].amount for j in some), Decimal(0)) == amount:
                yield some


def _worth(earned: Decimal, arrived: Decimal) -> Decimal:
    """What a link explains: what was earned, less what its credits lack, so that an exact one is worth more than one nearby."""
    return earned - 2 * abs(earned - arrived)


def _best_chain(links: Sequence[Link], row_count: int, credit_count: int) -> tuple[Link, ...]:
    """The chain of links of the greatest worth in which rows and credits both go on: a sweep over the rows, the best so far by last credit."""
    starting: dict[int, list[int]] = defaultdict(list)
    ending: dict[int, list[int]] = defaultdict(list)
    for number, link in enumerate(links):
        starting[link.rows.start].append(number)
        ending[link.rows.stop].append(number)
    best = _Best(credit_count)
    worth: dict[int, Decimal] = {}
    before: dict[int, int | None] = {}
    for at in range(row_count + 1):
        for number in ending[at]:
            best.add(links[number].credits[-1], worth[number], number)
        for number in starting[at]:
            known, previous = best.below(links[number].credits[0])
            worth[number], before[number] = known + links[number].worth, previous
    at_last: int | None = max(worth, key=lambda number: worth[number], default=None)
    chain: list[Link] = []
    while at_last is not None:
        chain.append(links[at_last])
        at_last = before[at_last]
    return tuple(reversed(chain))


class _Best:
    """The greatest worth of a chain that ends with a credit below a number: a Fenwick tree of maxima."""

    def __init__(self, size: int) -> None:
        self._tree: list[tuple[Decimal, int | None]] = [(Decimal(0), None)] * (size + 2)

    def add(self, credit: int, worth: Decimal, link: int) -> None:
        """A chain of a worth that ends with a credit."""
        at = credit + 1
        while at < len(self._tree):
            if worth > self._tree[at][0]:
                self._tree[at] = (worth, link)
            at += at & -at

    def below(self, credit: int) -> tuple[Decimal, int | None]:
        """The best of all chains that end before a credit; nothing where there is none."""
        best: tuple[Decimal, int | None] = (Decimal(0), None)
        at = credit
        while at > 0:
            if self._tree[at][0] > best[0]:
                best = self._tree[at]
            at -= at & -at
        return best


def _matched(
    platform: str,
    documents: Sequence[Document],
    rows: Sequence[Earned],
    paid: Sequence[Paid],
    links: Sequence[Link],
    settled: Set[int],
) -> Matched:
    """`settled` are the credits (by id) that pay some platform's rows."""
    explained = {i for link in links for i in link.rows}
    whole = {link.credits[0] for link in links if len(link.credits) == 1}
    weekly = [p for j, p in enumerate(paid) if p.named and j not in whole]
    open_rows = [row for i, row in enumerate(rows) if i not in explained]
    unpaid = tuple(row for row in open_rows if not _came_in_parts(row, weekly))
    parts = len(open_rows) - len(unpaid) + sum(len(link.credits) > 1 for link in links)
    spans = [(row.first, row.due) for row in rows]
    left = (p for p in paid if p.named and id(p.credit) not in settled)
    unexplained = tuple(p for p in left if any(a <= p.day <= b for a, b in spans))
    return Matched(platform, tuple(documents), unpaid, unexplained, parts > len(whole))


def _came_in_parts(row: Earned, weekly: Sequence[Paid]) -> bool:
    """Whether most of a month arrived by the week: weeks run over the ends of months, so that no sum of credits is the month's.

    What arrives in the month's first days is the month before, what arrives in the first days after it is still its own.
    """
    if row.row.month is None:
        return False
    first, last = row.first + _BEFORE, row.last + _AFTER
    return sum((p.amount for p in weekly if first <= p.day <= last), Decimal(0)) >= row.amount * _MOST


# ---------------------------------------------------------------- the rule


@rule("GIG201", "payout-not-in-bank", Severity.REVIEW)
def not_in_bank(
    application: Application, profile: Profile, holders: Mapping[str, Holder], payouts: tuple[Matched, ...]
) -> Iterator[Outcome]:
    """Earnings that no credit pays, of those whose expected days the accounts all cover."""
    if "gig_earnings" not in profile.kinds:
        return
    own = (d for d in application.documents if d.type in ACCOUNTS and not holders[d.id].foreign)
    accounts = [d for d in own if in_yuan(d)]
    covered = Days.of(span for d in accounts for span in extent_of(d.type, d.fields, d.rows).days.spans)
    unread = [
        d for d in accounts if any(isinstance(r, Transaction) and (r.amount is None or r.date is None) for r in d.rows)
    ]
    for matched in payouts:
        missing = [e for e in matched.unpaid if covered.holds(*_expected(e, matched.in_parts))]
        if missing and unread:
            yield Unanswered(f"{unread[0].file} 里有看不清的明细，无法核对平台收入是否到账")
        elif missing:
            yield _finding(matched, missing)


def _expected(earned: Earned, in_parts: bool) -> tuple[date, date]:
    """The days on which it was to arrive: the month after its last day, and its own days where it is paid by the week."""
    return earned.first if in_parts else earned.last + timedelta(days=1), earned.due


def _finding(matched: Matched, missing: Sequence[Earned]) -> Finding:
    months = sorted({month_of(e.last) for e in missing})
    total = sum((e.amount for e in missing), Decimal(0))
    name = document_name(matched.documents[0])
    said = "、".join(f"{m[:4]}年{int(m[5:])}月" for m in months[:6]) + ("等" if len(months) > 6 else "")
    message = f"{name}里 {said} 的收入共 {total} 元，在提供的流水中没有找到对应的到账"
    seen = tuple(of_row(e.document, e.row, f"{e.row.month or e.row.date} {e.amount}") for e in missing[:6])
    data = {
        "platform": matched.platform,
        "months": months,
        "unmatched_payouts": [{"day": e.last.isoformat(), "amount": str(e.amount)} for e in missing],
        "unmatched_credits": [{"day": p.day.isoformat(), "amount": str(p.amount)} for p in matched.unexplained],
    }
    return Finding(message, tuple(d.id for d in matched.documents), seen, data)
