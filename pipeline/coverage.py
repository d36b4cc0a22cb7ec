"""Which days a paper covers: its period, its months, and sets of days.

A bank or wallet statement covers its period, whether or not anything happened in it. A paper that lists months (platform
tables, social insurance, housing fund) covers the months that it lists, paid. Where a printed day could not be read, the
days are known between two bounds: those that are covered for certain, and those that may be.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from pipeline.model import Contribution, Coverage, Earning, Field, Month, Row, Transaction

STATEMENTS = frozenset({"bank_statement", "wallet_statement"})
"""The papers that cover a period."""

MONTH_PAPERS = frozenset({"gig_earnings", "social_insurance", "housing_fund"})
"""The papers that cover the months which they list."""

Span = tuple[date, date]

EVER: Span = (date(1900, 1, 1), date(2199, 12, 31))
"""The days that may be covered where nothing is known."""

_ONE_DAY = timedelta(days=1)
_CENT = Decimal("0.01")


# ---------------------------------------------------------------- months


def month_of(day: date) -> str:
    """The month of a day, "YYYY-MM"."""
    return f"{day.year:04d}-{day.month:02d}"


def first_day(month: str) -> date:
    """The first day of a month."""
    return date(int(month[:4]), int(month[5:7]), 1)


def last_day(month: str) -> date:
    """The last day of a month."""
    first = first_day(month)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def shift(month: str, by: int) -> str:
    """The month `by` months later, or earlier where `by` is negative."""
    count = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def months_between(first: str, last: str) -> tuple[str, ...]:
    """All months from `first` to `last`, both included; none where `last` is earlier."""
    count = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7]) + 1
    return tuple(shift(first, n) for n in range(count))


def window(as_of: date, months: int) -> tuple[str, ...]:
    """The asked window: the `months` calendar months before that of `as_of`."""
    this = month_of(as_of)
    return tuple(shift(this, -n) for n in range(months, 0, -1))


# ---------------------------------------------------------------- sets of days


@dataclass(frozen=True, slots=True)
class Days:
    """A set of days as spans, both ends included: in order, none touching the next."""

    spans: tuple[Span, ...] = ()

    @classmethod
    def of(cls, spans: Iterable[Span]) -> Days:
        """The days of any spans; a span that ends before it starts holds none."""
        joined: list[Span] = []
        for start, end in sorted(span for span in spans if span[0] <= span[1]):
            if joined and start <= joined[-1][1] + _ONE_DAY:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
        return cls(tuple(joined))

    @classmethod
    def of_months(cls, months: Iterable[str]) -> Days:
        """The days of whole months."""
        return cls.of((first_day(m), last_day(m)) for m in months)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __or__(self, other: Days) -> Days:
        return Days.of(self.spans + other.spans)

    def __and__(self, other: Days) -> Days:
        return Days.of((max(a[0], b[0]), min(a[1], b[1])) for a in self.spans for b in other.spans)

    def count(self) -> int:
        """How many days."""
        return sum((end - start).days + 1 for start, end in self.spans)

    def holds(self, start: date, end: date) -> bool:
        """Whether every day from `start` to `end` is in it (true for no days)."""
        return start > end or any(a <= start and end <= b for a, b in self.spans)

    def holds_month(self, month: str) -> bool:
        """Whether the whole month is in it."""
        return self.holds(first_day(month), last_day(month))

    def meets(self, month: str) -> bool:
        """Whether any day of the month is in it."""
        start, end = first_day(month), last_day(month)
        return any(a <= end and start <= b for a, b in self.spans)

    @property
    def first(self) -> date | None:
        """The first day."""
        return self.spans[0][0] if self.spans else None

    @property
    def last(self) -> date | None:
        """The last day."""
        return self.spans[-1][1] if self.spans else None


# ---------------------------------------------------------------- the period of a statement


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`. `derived` names the ends that are not printed, `unread` those printed but not read."""

    start: date
    end: date
    derived: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()


def period_of(fields: Mapping[str, Field], rows: Sequence[Row]) -> Period | None:
    """The printed period, else from the first day of the first row's month to the last row's day; never past `issued_on`.

    Where a printed end could not be read, the rows' own days stand in, without the days before the first of them: that much
    is certain. None where neither a period nor a dated row is there, or the two ends contradict each other.
    """
    start, end = _day(fields, "period_start"), _day(fields, "period_end")
    unread = {name for name in ("period_start", "period_end") if name in fields and _day(fields, name) is None}
    if start and end and start > end:
        start, end, unread = None, None, {"period_start", "period_end"}
    derived = {n for n, d in (("period_start", start), ("period_end", end)) if d is None} - unread
    days = [day for row in rows for day in _days_of(row)]
    if days:
        first = min(days)
        start = start or (first if "period_start" in unread else first.replace(day=1))
        end = end or max(days)
    issued = _day(fields, "issued_on")
    if end and issued:
        end = min(end, issued)
    if not start or not end or start > end:
        return None
    return Period(start, end, frozenset(derived), frozenset(unread))


def with_period(document_type: str, fields: Mapping[str, Field], rows: Sequence[Row]) -> Mapping[str, Field]:
    """The fields with `period_start` and `period_end` added where a statement or an earnings table prints none."""
    if document_type not in STATEMENTS | {"gig_earnings"}:
        return fields
    period = period_of(fields, rows)
    if period is None or not period.derived:
        return fields
    certainty = min((row.confidence for row in rows), default=0.0)
    ends = {"period_start": period.start, "period_end": period.end}
    added = {name: Field(day, certainty, "derived") for name, day in ends.items() if name in period.derived}
    return {**fields, **added}


def _day(fields: Mapping[str, Field], name: str) -> date | None:
    found = fields.get(name)
    value = found.value if found else None
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _printed(fields: Mapping[str, Field], name: str) -> date | None:
    found = fields.get(name)
    return None if found is None or found.method == "derived" else _day(fields, name)


def _days_of(row: Row) -> tuple[date, ...]:
    """The first and last day that a row speaks of; none where its day could not be read."""
    if isinstance(row, Transaction):
        return (row.date,) if row.date else ()
    if isinstance(row, Earning) and row.date:
        return (row.date,)
    return (first_day(row.month), last_day(row.month)) if row.month else ()


# ---------------------------------------------------------------- what a paper covers


@dataclass(frozen=True, slots=True)
class Extent:
    """The days that a paper covers for certain, and those that it may cover; its last covered day for certain."""

    days: Days
    possible: Days
    last: date | None

    @property
    def certain(self) -> bool:
        """Whether both bounds are the same."""
        return self.days == self.possible


@dataclass(frozen=True, slots=True)
class Counting:
    """Which contributions count: the scheme (medical where the paper shows no such), and whether back payments do."""

    scheme: str = "pension"
    backpaid_counts: bool = True


def extent_of(
    document_type: str, fields: Mapping[str, Field], rows: Sequence[Row], counting: Counting | None = None
) -> Extent:
    """The days that a paper covers; of a paper that lists months, whole months."""
    if document_type in STATEMENTS:
        return _extent_of_statement(period_of(fields, rows))
    listed = _listed(document_type, fields, rows, counting or Counting())
    return _extent_of_months(listed, fields, rows)


def _extent_of_statement(period: Period | None) -> Extent:
    if period is None:
        return Extent(Days(), Days.of([EVER]), None)
    start = EVER[0] if "period_start" in period.unread else period.start
    end = EVER[1] if "period_end" in period.unread else period.end
    return Extent(Days.of([(period.start, period.end)]), Days.of([(start, end)]), period.end)


@dataclass(frozen=True, slots=True)
class _Listed:
    """The months that a paper lists as covered, and those whose row could not be read."""

    covered: frozenset[str]
    doubtful: frozenset[str] = frozenset()
    lost: bool = False  # a row whose month could not be read: it may be any month
    starts: Mapping[str, date] = field(default_factory=dict)  # where a month of day rows starts within the period


def _listed(document_type: str, fields: Mapping[str, Field], rows: Sequence[Row], counting: Counting) -> _Listed:
    if document_type == "gig_earnings":
        return _listed_earnings(fields, rows)
    contributions = [row for row in rows if isinstance(row, Contribution)]
    if document_type == "social_insurance":
        contributions = of_scheme(contributions, counting.scheme)
    paid = {c.month for c in contributions if _counts(c, counting) is True}
    unsure = {c.month for c in contributions if _counts(c, counting) is None}
    return _Listed(frozenset(paid), frozenset(unsure - paid))


def _listed_earnings(fields: Mapping[str, Field], rows: Sequence[Row]) -> _Listed:
    earnings = [row for row in rows if isinstance(row, Earning)]
    whole = {row.month for row in earnings if row.month}
    daily = {month_of(row.date) for row in earnings if row.date} - whole
    start = _printed(fields, "period_start")
    starts = {m: start for m in daily if start and month_of(start) == m}
    return _Listed(
        frozenset(whole | daily), lost=any(not row.month and not row.date for row in earnings), starts=starts
    )


def of_scheme(contributions: Sequence[Contribution], scheme: str) -> list[Contribution]:
    """The rows of a scheme; those of `medical` where the paper shows none of it, and all where it names no scheme."""
    shown = {c.scheme for c in contributions}
    wanted = scheme if scheme in shown else "medical" if "medical" in shown else None
    return [c for c in contributions if c.scheme == wanted or c.scheme is None]


def _counts(row: Contribution, counting: Counting) -> bool | None:
    """Whether a contribution covers its month; None where that could not be read."""
    if row.backpaid and not counting.backpaid_counts:
        return False
    if row.paid is not None:
        return row.paid
    if {"paid", "amount"} & row.unread:
        return None
    return row.amount is None or row.amount > 0


def _extent_of_months(listed: _Listed, fields: Mapping[str, Field], rows: Sequence[Row]) -> Extent:
    days = Days.of((listed.starts.get(m, first_day(m)), last_day(m)) for m in listed.covered)
    possible = Days.of([EVER]) if listed.lost or not rows else days | Days.of_months(listed.doubtful)
    last = days.last
    if last is not None:
        ends = [d for d in (_day(fields, "issued_on"), _printed(fields, "period_end")) if d]
        last = min([last, *(d for d in ends if d >= first_day(month_of(last)))])
    return Extent(days, possible, last)


# ---------------------------------------------------------------- the months of a document


def months_of(document_type: str, fields: Mapping[str, Field], rows: Sequence[Row]) -> tuple[Month, ...]:
    """How far each month is covered, and the sums of its rows, from the first month that is covered or has a row to the last.

    Empty for documents that cover no time. Social insurance counts the pension, or the medical scheme where no pension is shown.
    """
    if document_type not in STATEMENTS | MONTH_PAPERS:
        return ()
    days = _document_days(document_type, fields, rows)
    dated = [(month_of(first), row) for row in rows for first in _days_of(row)[:1]]
    shown = [m for m, _ in dated] + [month_of(d) for d in (days.first, days.last) if d]
    if document_type == "gig_earnings" and (period := period_of(fields, rows)):
        shown += [month_of(period.start), month_of(period.end)]
    if not shown:
        return ()
    by_month: dict[str, list[Row]] = {m: [] for m in months_between(min(shown), max(shown))}
    for month, row in dated:
        by_month[month].append(row)
    issued = _day(fields, "issued_on")
    undated = any(not _days_of(row) for row in rows)
    return tuple(_month(m, coverage(days, m, issued), of_month, undated) for m, of_month in by_month.items())


def _document_days(document_type: str, fields: Mapping[str, Field], rows: Sequence[Row]) -> Days:
    """The days of a document's own coverage. Day rows of earnings cover no day after the printed end of their period."""
    days = extent_of(document_type, fields, rows).days
    end = _printed(fields, "period_end")
    if document_type != "gig_earnings" or end is None or any(isinstance(r, Earning) and r.month for r in rows):
        return days
    return days & Days.of([(EVER[0], end)])


def coverage(days: Days, month: str, issued_on: date | None = None) -> Coverage:
    """How far a month is covered; the month of `issued_on` is full where it is covered up to the day before."""
    end = last_day(month)
    if issued_on and month_of(issued_on) == month and days.meets(month):
        end = issued_on - _ONE_DAY
    if days.holds(first_day(month), end):
        return "full"
    return "partial" if days.meets(month) else "none"


def _month(month: str, how_far: Coverage, rows: Sequence[Row], undated: bool) -> Month:
    """`undated` is whether a row of the document has no day, and may be this month's."""
    amounts = [amount for amount in map(_moved, rows) if amount is not None]
    if undated or len(amounts) < len(rows):
        return Month(month, how_far, None, None, len(rows))
    inflow = sum((a for a in amounts if a > 0), Decimal(0))
    outflow = -sum((a for a in amounts if a < 0), Decimal(0))
    return Month(month, how_far, inflow.quantize(_CENT), outflow.quantize(_CENT), len(rows))


def _moved(row: Row) -> Decimal | None:
    """The money that a row moved, None where it could not be read; contributions, neutral rows and closed orders move none of the holder's."""
    still = isinstance(row, Contribution) or (isinstance(row, Transaction) and (row.neutral or row.closed))
    return Decimal(0) if still else row.amount
