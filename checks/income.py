"""The income that the documents prove, by month and source: the contract's `income`. Facts, never a verdict."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from statistics import mean, median, pstdev
from typing import Any

from checks.accounts import ACCOUNTS, in_yuan
from checks.applicants import Holder
from checks.credits import Credit
from pipeline.coverage import (
    MONTH_PAPERS,
    STATEMENTS,
    Days,
    extent_of,
    month_of,
    months_between,
    of_scheme,
    window,
)
from pipeline.model import Application, Contribution, Document, Earning, Finding, Loan, Outcome, Severity, Transaction
from pipeline.profiles import Profile
from pipeline.rules import fact, rule

LONGEST = 36
_CENT = Decimal("0.01")
_DEFAULT_WINDOW = 12


@dataclass(frozen=True, slots=True)
class MonthlyIncome:
    """What a month's documents prove, by source; None where no document of the source covers the month."""

    month: str
    bank: Decimal | None = None
    platform: Decimal | None = None
    wallet: Decimal | None = None
    social_insurance_base: Decimal | None = None
    counted: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """Average and median (yuan) and the population's standard deviation over the mean; None without any month."""

    monthly_average: Decimal | None
    monthly_median: Decimal | None
    coefficient_of_variation: float | None


@dataclass(frozen=True)
class Picture:
    """The months with their income, the summaries over the asked window and over all of them, the papers it rests on."""

    months: tuple[MonthlyIncome, ...]
    asked: Summary
    all: Summary
    evidence: tuple[str, ...]


@fact
def picture(
    application: Application, profile: Profile, holders: Mapping[str, Holder], credits: tuple[Credit, ...]
) -> Picture | None:
    """The income picture; None where no document covers any time."""
    known = [d for d in application.documents if d.type in STATEMENTS | MONTH_PAPERS and not holders[d.id].foreign]
    papers = [d for d in known if in_yuan(d)]
    days = {d.id: extent_of(d.type, d.fields, d.rows).days for d in papers}
    first = min((d.first for d in days.values() if d.first), default=None)
    if first is None:
        return None
    last_36 = window(application.as_of, LONGEST)
    listed = [m for m in last_36 if m >= month_of(first)]
    months = tuple(_months(listed, papers, days, credits))
    asked = window(application.as_of, profile.statement.months if "statement" in profile.kinds else _DEFAULT_WINDOW)
    return Picture(months, summary(m for m in months if m.month in asked), summary(months), _evidence(papers, months))


def _months(
    listed: Sequence[str], papers: Sequence[Document], days: Mapping[str, Days], credits: Sequence[Credit]
) -> Iterator[MonthlyIncome]:
    received = {t: _received(credits, t) for t in ACCOUNTS}
    earned, bases, unread = _earned(papers), _bases(papers), _unread(papers, days)
    for month in listed:
        covered = {d.type for d in papers if days[d.id].meets(month)}
        known = {t for t in covered if (t, month) not in unread}
        bank, wallet = (received[t][month] if t in known else None for t in ACCOUNTS)
        platform = earned[month] if "gig_earnings" in known else None
        whole = any(_of_type(papers, days, t).holds_month(month) for t in ACCOUNTS)
        told = known.issuperset(covered.intersection(ACCOUNTS))
        counted = platform if not whole else (bank or Decimal(0)) + (wallet or Decimal(0)) if told else None
        yield MonthlyIncome(month, bank, platform, wallet, bases.get(month), counted)


def _unread(papers: Sequence[Document], days: Mapping[str, Days]) -> frozenset[tuple[str, str]]:
    """Document type and month of every sum that lacks a row: its amount could not be read, or its day, which may be any that is covered.

    A statement that tells of more than its unread rows has lines that were not read at all; their months are not known either.
    """
    found: set[tuple[str, str]] = set()
    for document in papers:
        if document.type in STATEMENTS and len(document.notes) > sum(bool(row.unread) for row in document.rows):
            found |= _all_months(document, days[document.id])
        for row in document.rows:
            if isinstance(row, Contribution) or (isinstance(row, Transaction) and row.neutral):
                continue
            if row.amount is None:
                month = _month(row)
                found |= {(document.type, month)} if month else _all_months(document, days[document.id])
            elif isinstance(row, Transaction) and row.date is None:
                found |= _all_months(document, days[document.id])
    return frozenset(found)


def _all_months(document: Document, days: Days) -> set[tuple[str, str]]:
    spans = (months_between(month_of(start), month_of(end)) for start, end in days.spans)
    return {(document.type, month) for months in spans for month in months}


def _of_type(papers: Sequence[Document], days: Mapping[str, Days], document_type: str) -> Days:
    return Days.of(span for d in papers if d.type == document_type for span in days[d.id].spans)


def _received(credits: Iterable[Credit], document_type: str) -> Mapping[str, Decimal]:
    """Income credits by month, of bank or wallet."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for credit in credits:
        if credit.reason is None and credit.document.type == document_type and credit.row.date and credit.row.amount:
            sums[month_of(credit.row.date)] += credit.row.amount
    return sums


def _earned(papers: Sequence[Document]) -> Mapping[str, Decimal]:
    """Platform earnings by month; what two papers of one platform both show counts once."""
    platforms: dict[str, list[Document]] = defaultdict(list)
    for document in papers:
        if document.type == "gig_earnings":
            platforms[f"{document.value('platform')} {document.value('holder')}"].append(document)
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for documents in platforms.values():
        for month, amount in _of_platform(documents).items():
            sums[month] += amount
    return sums


def _of_platform(documents: Sequence[Document]) -> Mapping[str, Decimal]:
    """By month, the largest sum of the papers that list whole months and of those that list days."""
    sums: dict[str, Decimal] = {}
    for monthly in (True, False):
        seen: Counter[object] = Counter()
        for document in documents:
            rows = [r for r in document.rows if isinstance(r, Earning) and (r.month is not None) == monthly]
            seen |= Counter((_month(r), r.date, r.kind, r.orders, r.amount) for r in rows if _month(r))
        for month, total in _totals(seen).items():
            sums[month] = max(total, sums.get(month, total))
    return sums


def _month(row: Earning | Transaction) -> str | None:
    month = row.month if isinstance(row, Earning) else None
    return month or (month_of(row.date) if row.date else None)


def _totals(rows: Counter[Any]) -> Mapping[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for (month, _, _, _, amount), count in rows.items():
        sums[month] += (amount or Decimal(0)) * count
    return sums


def _bases(papers: Sequence[Document]) -> Mapping[str, Decimal]:
    """The base of the pension (of the medical scheme where no pension is shown) by month."""
    found: dict[str, Decimal] = {}
    for document in papers:
        rows = [r for r in document.rows if isinstance(r, Contribution)]
        for row in of_scheme(rows, "pension") if document.type == "social_insurance" else ():
            if row.base is not None:
                found[row.month] = max(row.base, found.get(row.month, row.base))
    return found


def _evidence(papers: Sequence[Document], months: Sequence[MonthlyIncome]) -> tuple[str, ...]:
    """The document types that gave a value."""
    gave = {
        "bank_statement": any(m.bank is not None for m in months),
        "wallet_statement": any(m.wallet is not None for m in months),
        "gig_earnings": any(m.platform is not None for m in months),
        "social_insurance": any(m.social_insurance_base is not None for m in months),
    }
    return tuple(t for t, gives in gave.items() if gives and any(d.type == t for d in papers))


def summary(months: Iterable[MonthlyIncome]) -> Summary:
    """Over the months that have a `counted`."""
    counted = [m.counted for m in months if m.counted is not None]
    if not counted:
        return Summary(None, None, None)
    average = mean(counted)
    variation = round(float(pstdev(counted) / average), 4) if average else None
    return Summary(_cents(average), _cents(median(counted)), variation)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(_CENT, ROUND_HALF_UP)


# ---------------------------------------------------------------- the loan


@dataclass(frozen=True, slots=True)
class Burden:
    """A loan's payments in yuan, and what share of the monthly average the equal instalment takes, as is and under stress."""

    equal_instalment: Decimal
    equal_principal_first: Decimal
    share: Decimal
    share_if_rate_rises: Decimal
    share_if_income_falls: Decimal


@fact
def burden(application: Application, profile: Profile, picture: Picture | None) -> Burden | None:
    """What the loan asked for takes of the income; None without a loan or without income."""
    loan, average = application.loan, picture.asked.monthly_average if picture else None
    if loan is None or not average:
        return None
    limits = profile.income
    payment = instalment(loan)
    risen = instalment(Loan(loan.amount, loan.months, loan.annual_rate + limits.rate_rise))
    fallen = average * (1 - limits.income_fall)
    first = loan.amount / loan.months + loan.amount * loan.annual_rate / 12
    shares = (payment / average, risen / average, payment / fallen if fallen else Decimal("Infinity"))
    return Burden(
        _cents(payment), _cents(first), *(s.quantize(Decimal("0.0001")) if s.is_finite() else s for s in shares)
    )


def instalment(loan: Loan) -> Decimal:
    """The equal monthly instalment, unrounded."""
    rate = loan.annual_rate / 12
    if rate == 0:
        return loan.amount / loan.months
    return loan.amount * rate / (1 - (1 + rate) ** -loan.months)


@rule("INC101", "income-volatile", Severity.ADVICE)
def volatile(profile: Profile, picture: Picture | None) -> Iterator[Outcome]:
    """The coefficient of variation is above the profile's limit; not asked without income."""
    variation = picture.asked.coefficient_of_variation if picture else None
    limit = profile.income.volatile_above
    if variation is not None and Decimal(str(variation)) > limit:
        message = f"月收入波动较大：变异系数 {variation:.2f}，提示线 {limit}"
        yield Finding(message, data={"coefficient_of_variation": variation, "limit": str(limit)})


@rule("INC102", "payment-over-income", Severity.ADVICE)
def over_income(profile: Profile, burden: Burden | None) -> Iterator[Outcome]:
    """The payment takes more of the average income than the profile's limit; not asked without a loan."""
    limit = profile.income.payment_share
    if burden and burden.share > limit:
        message = f"月供 {burden.equal_instalment} 元，占月均收入的 {burden.share:.0%}，提示线 {limit:.0%}"
        yield Finding(message, data={"share": str(burden.share), "limit": str(limit)})


# ---------------------------------------------------------------- as the contract says it


@fact
def income(picture: Picture | None, burden: Burden | None) -> Mapping[str, Any] | None:
    """The contract's `income`, and `affordability` where a loan is asked for."""
    if picture is None:
        return None
    told: dict[str, Any] = {
        "months": [_told(month) for month in picture.months],
        **_told(picture.asked),
        "over_36": _told(picture.all),
        "evidence": list(picture.evidence),
    }
    return told | ({"affordability": _told(burden)} if burden else {})


def _told(what: MonthlyIncome | Summary | Burden) -> dict[str, Any]:
    values = {name: getattr(what, name) for name in what.__dataclass_fields__}
    return {name: _plain(name, value) for name, value in values.items()}


def _plain(name: str, value: Any) -> Any:
    """Money as text with two places; a share as it is."""
    if not isinstance(value, Decimal):
        return value
    return str(value) if name.startswith("share") else str(_cents(value))
