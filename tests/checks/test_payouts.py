"""GIG201: earnings against credits, with plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import bank, conclude, front, paper

from checks.credits import Credit
from checks.payouts import Earned, Paid, Slack, earned_of, match
from pipeline.coverage import first_day, last_day, shift
from pipeline.model import Earning, Finding, Transaction

BANK = paper("bank_statement", "bank.pdf")


def monthly(*amounts: str, begins: str = "2026-01") -> tuple[Earned, ...]:
    rows = tuple(Earning(Decimal(a), month=shift(begins, n)) for n, a in enumerate(amounts))
    return earned_of([paper("gig_earnings", "gig.xlsx", rows)])


def daily(first: date, amounts: Sequence[Decimal]) -> tuple[Earned, ...]:
    rows = tuple(Earning(a, date=first + timedelta(days=n)) for n, a in enumerate(amounts))
    return earned_of([paper("gig_earnings", "gig.xlsx", rows)])


def paid(
    day: date, amount: Decimal | str, payer: str = "云账户（天津）共享经济信息咨询有限公司", named: bool = True
) -> Paid:
    value = Decimal(amount)
    return Paid(Credit(BANK, Transaction(day, value, counterparty=payer), None), value, day, named)


def rows_of(rows: Sequence[Earned], credits: Sequence[Paid]) -> list[tuple[list[int], tuple[int, ...]]]:
    return [(list(link.rows), link.credits) for link in match(rows, credits, Slack())]


def test_a_month_by_one_credit_less_what_is_withheld() -> None:
    rows = monthly("8000.00", "8200.00")
    credits = [paid(date(2026, 2, 10), "7680.00"), paid(date(2026, 3, 10), "8200.00")]
    assert rows_of(rows, credits) == [([0], (0,)), ([1], (1,))]


def test_an_unnamed_credit_pays_as_much_or_not_at_all() -> None:
    rows = monthly("8000.00")
    assert rows_of(rows, [paid(date(2026, 2, 10), "8000.00", "某某公司", named=False)]) == [([0], (0,))]
    assert rows_of(rows, [paid(date(2026, 2, 10), "7998.00", "某某公司", named=False)]) == []


def test_a_month_by_weeks_of_one_payer() -> None:
    rows = monthly("8000.00")
    credits = [paid(date(2026, 1, 12) + timedelta(days=7 * n), "2000.00") for n in range(4)]
    assert rows_of(rows, credits) == [([0], (0, 1, 2, 3))]


@pytest.mark.parametrize("day", [date(2026, 1, 20), date(2026, 3, 2)])
def test_no_credit_pays_before_the_month_ends_or_long_after(day: date) -> None:
    assert rows_of(monthly("8000.00"), [paid(day, "8000.00")]) == []


def test_equal_weeks_are_paid_once_each() -> None:
    rows = daily(date(2026, 3, 2), [Decimal(100)] * 14)
    credits = [paid(date(2026, 3, 10), "700.00"), paid(date(2026, 3, 17), "700.00")]
    assert rows_of(rows, credits) == [(list(range(7)), (0,)), (list(range(7, 14)), (1,))]


def test_a_missing_week_is_the_one_that_stays_open() -> None:
    amounts = [Decimal(200 + 7 * n) for n in range(28)]
    rows = daily(date(2026, 3, 2), amounts)
    weeks = [sum(amounts[n : n + 7]) for n in range(0, 28, 7)]
    credits = [paid(date(2026, 3, 10) + timedelta(days=7 * n), week) for n, week in enumerate(weeks) if n != 2]
    assert rows_of(rows, credits) == [(list(range(7)), (0,)), (list(range(7, 14)), (1,)), (list(range(21, 28)), (2,))]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(min_value=5000, max_value=60000), min_size=7, max_size=90),
    st.lists(st.integers(min_value=1, max_value=9), min_size=1, max_size=30),
    st.randoms(use_true_random=False),
)
def test_whatever_was_paid_in_chunks_is_found(cents: list[int], chunks: list[int], rng: object) -> None:
    """Withdrawn at will, in any chunks: every chunk is explained, rows and credits are used once and in order."""
    amounts = [Decimal(c) / 100 for c in cents]
    rows, credits, at = daily(date(2026, 1, 5), amounts), [], 0
    for chunk in chunks:
        part = amounts[at : at + chunk]
        if part:
            at += len(part)
            credits.append(paid(date(2026, 1, 5) + timedelta(days=at), sum(part, Decimal(0))))
    links = match(rows, credits, Slack())
    assert sum(len(link.rows) for link in links) >= at
    assert [j for link in links for j in link.credits] == sorted({j for link in links for j in link.credits})
    assert all(one.rows.stop <= other.rows.start for one, other in pairwise(links))


def test_two_papers_of_a_day_count_once() -> None:
    row = Earning(Decimal("100.00"), date=date(2026, 3, 2))
    assert len(earned_of([paper("gig_earnings", "a.xlsx", (row, row)), paper("gig_earnings", "b.xlsx", (row,))])) == 2


def test_a_month_is_due_a_month_after_its_last_day() -> None:
    (one,) = monthly("100.00", begins="2026-01")
    assert (one.first, one.last, one.due) == (first_day("2026-01"), last_day("2026-01"), date(2026, 2, 28))


# ---------------------------------------------------------------- the rule


PAYER = "云账户（天津）共享经济信息咨询有限公司"


def moves(*told: tuple[str, str]) -> tuple[Transaction, ...]:
    return tuple(Transaction(date.fromisoformat(day), Decimal(amount), counterparty=PAYER) for day, amount in told)


def outcomes(rows: tuple[Earning, ...], *credits: tuple[str, str], start: str = "2025-11-01") -> list[Finding]:
    account = bank(start, "2026-11-20", moves(*credits))
    concluded = conclude(front(), account, paper("gig_earnings", "gig.xlsx", rows, platform="didi"), under="gig_worker")
    return [f for f in concluded.findings if f.code == "GIG201"]


MONTHS = tuple(Earning(Decimal("8000.00") + n, month=shift("2026-01", n)) for n in range(4))
PAID = tuple((f"2026-0{n + 2}-15", str(Decimal("8000.00") + n)) for n in range(4))


def test_nothing_is_said_where_every_month_arrived() -> None:
    assert outcomes(MONTHS, *PAID) == []


def test_the_month_that_did_not_arrive_is_named() -> None:
    (found,) = outcomes(MONTHS, *PAID[:1], *PAID[2:])
    assert found.data["months"] == ["2026-02"]
    assert found.data["unmatched_payouts"] == [{"day": "2026-02-28", "amount": "8001.00"}]


def test_a_month_whose_expected_days_no_account_covers_is_not_asked() -> None:
    assert outcomes(MONTHS, *PAID[1:], start="2026-02-20") == []


def test_weeks_that_run_over_the_ends_of_months_pay_them() -> None:
    weeks = [("2026-01-06", "1900.00")]
    day = date(2026, 1, 13)
    while day < date(2026, 5, 19):
        weeks.append((day.isoformat(), "1846.00"))
        day += timedelta(days=7)
    assert outcomes(MONTHS, *weeks) == []
