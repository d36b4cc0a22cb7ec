from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors._statement_proof import believable, taken_back
from pipeline.model import Transaction

AMOUNTS = st.lists(
    st.decimals(min_value="-900", max_value="900", places=2).filter(bool), min_size=6, max_size=40
)  # fmt: skip


def chained(amounts: list[Decimal], start: str = "5000.00") -> list[Transaction]:
    balance, rows = Decimal(start), []
    for n, amount in enumerate(amounts):
        balance += amount
        rows.append(Transaction(date(2026, 3, 1) + timedelta(days=n), amount, balance=balance))
    return rows


@given(AMOUNTS)
def test_rows_that_chain_are_believed_in_either_order(amounts):
    rows = chained(amounts)
    assert believable(rows)
    assert believable(rows[::-1])


@given(AMOUNTS, st.data())
def test_one_altered_amount_is_for_the_checks_to_judge(amounts, data):
    rows = chained(amounts)
    at = data.draw(st.integers(0, len(rows) - 1))
    rows[at] = replace(rows[at], amount=rows[at].amount + 1000)
    assert believable(rows)


@given(AMOUNTS)
def test_expenses_taken_for_income_are_not_believed(amounts):
    spent = [-abs(amount) for amount in amounts]
    rows = [replace(row, amount=-row.amount) for row in chained(spent)]
    assert not believable(rows)


def test_a_balance_column_with_hardly_a_value_is_not_believed():
    rows = chained([Decimal(10)] * 9)
    assert not believable([rows[0], *(replace(row, balance=None) for row in rows[1:])])


@pytest.mark.parametrize("count", [0, 1, 5])
def test_few_rows_tell_nothing(count):
    assert believable([Transaction(date(2026, 3, 1), Decimal(5), balance=Decimal(7))] * count)


def test_what_is_taken_back_is_named():
    back = taken_back(chained([Decimal(5)])[0])
    assert (back.amount, back.balance, back.unread) == (None, None, {"amount", "balance"})
