from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors._statement_again import Seen
from extractors._statement_days import in_order
from extractors._statement_links import Take
from extractors._statement_proof import believable, proven, taken_back
from extractors._statement_signs import Read
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


# ---------------------------------------------------------------- recognised rows


def recognised(amounts, **changes):
    return [replace(row, method="ocr", **changes) for row in chained(amounts)]


def read_again(at, column, *takes):
    return lambda a, c: takes if (a, c) == (at, column) else ()


STEPS = [Decimal(a) for a in ("-12.30", "45.00", "-7.77", "300.10", "-99.99", "-5.00", "61.20", "-18.05")]


@given(AMOUNTS, st.data())
def test_a_clean_chain_stays_as_it_was_read(amounts, data):
    rows = recognised(amounts)
    order = data.draw(st.sampled_from((1, -1)))
    assert proven(rows[::order], order == -1) == rows[::order]


@given(st.integers(1, 6), st.integers(0, 3), st.integers(1, 9))
def test_a_misread_digit_of_a_balance_is_set_right_where_both_sides_prove_it(at, digit, by):
    rows = recognised(STEPS)
    text = f"{rows[at].balance:.2f}"
    read = Decimal(text[:digit] + str((int(text[digit]) + by) % 10) + text[digit + 1 :])
    found = proven([*rows[:at], replace(rows[at], balance=read), *rows[at + 1 :]], False)
    assert (found[at].balance, found[at].method) == (rows[at].balance, "repaired")
    assert [row.amount for row in found] == STEPS
    assert [row.method for row in found if row is not found[at]] == ["ocr"] * 7


@pytest.mark.parametrize("lost", [(3,), (2, 3), (2, 3, 4)])
def test_balances_that_were_not_read_are_worked_out_between_two_that_were(lost):
    rows = recognised(STEPS)
    holes = [replace(r, balance=None, unread=frozenset({"balance"})) if at in lost else r for at, r in enumerate(rows)]
    found = proven(holes, False)
    assert [row.balance for row in found] == [row.balance for row in rows]
    assert {at for at, row in enumerate(found) if row.method == "repaired"} == set(lost)


def test_another_reading_of_an_amount_is_taken_where_the_balances_prove_it():
    rows = recognised(STEPS)
    wrong = [*rows[:3], replace(rows[3], amount=Decimal("800.70")), *rows[4:]]
    found = proven(wrong, False, (), read_again(3, "amount", Take("300.10", (Decimal("300.10"),), 0.8)))
    assert (found[3].amount, found[3].method) == (Decimal("300.10"), "repaired")


def test_an_amount_that_every_reading_is_sure_of_is_left_for_the_checks():
    rows = recognised(STEPS)
    altered = [*rows[:3], replace(rows[3], amount=Decimal("900.10")), *rows[4:]]
    take = Take("900.10", (Decimal("900.10"),), 0.99)
    found = proven(altered, False, (), read_again(3, "amount", take, take))
    assert (found[3].amount, found[3].method, found[3].confidence) == (Decimal("900.10"), "ocr", 0.5)
    assert [row.balance for row in found] == [row.balance for row in rows]


def test_a_sure_alteration_and_an_unsure_misreading_differ_by_their_second_readings_alone():
    rows = recognised(STEPS)
    read = [*rows[:3], replace(rows[3], amount=Decimal("900.10")), *rows[4:]]
    unsure = Take("900.10", (Decimal("900.10"),), 0.4)
    found = proven(read, False, (), read_again(3, "amount", unsure, unsure))
    assert (found[3].amount, found[3].method) == (Decimal("300.10"), "repaired")


def test_a_row_that_was_overlooked_makes_no_amount():
    rows = recognised(STEPS)
    found = proven([*rows[:3], *rows[4:]], False)
    assert found[3].amount is None
    assert found[3].unread == {"amount"}
    assert [row.amount for row in found if row is not found[3]] == [*STEPS[:3], *STEPS[5:]]


def test_a_sign_that_was_not_seen_is_proved_or_taken_back():
    rows = recognised(STEPS)
    bare = [at in (0, 4) for at in range(8)]
    read = [replace(row, amount=abs(row.amount)) if bare[at] else row for at, row in enumerate(rows)]
    found = proven(read, False, bare)
    assert [row.amount for row in found] == [None, *STEPS[1:]]
    assert found[4].method == "repaired"


def test_rows_without_a_printed_balance_get_none():
    rows = recognised(STEPS)
    thin = [replace(row, balance=None) if at % 2 else row for at, row in enumerate(rows)]
    found = proven(thin, False)
    assert [row.balance for row in found] == [row.balance for row in thin]
    assert [row.amount for row in found] == STEPS


# ---------------------------------------------------------------- recognised days


def dated_rows(*days):
    rows = [Transaction(d, Decimal(1), method="ocr") for d in days]
    return [Read(row, {}, 0) for row in rows]


def march(*days):
    return [date(2026, 3, day) if day else None for day in days]


@pytest.mark.parametrize(
    ("days", "at", "texts", "expected"),
    [
        (march(1, 3, 5, None, 8, 9), 3, ("2026 03.06", "2026-03-06"), date(2026, 3, 6)),
        (march(1, 3, 5, None, 5, 9), 3, ("2026-0?-0?",), date(2026, 3, 5)),
        (march(1, 3, 5, 30, 8, 9), 3, ("2026-03-30", "2026-03-06", "2026-03-06"), date(2026, 3, 6)),
        (march(9, 8, 6, None, 3, 1), 3, ("2026-03-05", "2026-03-05"), date(2026, 3, 5)),
        (march(1, 3, 5, None, 8, 9), 3, ("2026-03-06", "2026-03-07"), None),
        (march(1, 3, 5, None, 8, 9), 3, ("2026-13-06", "2026-03-2"), None),
        (march(1, 3, 5, None, 8, 9), 3, ("2026-03-07",), None),
    ],
)
def test_a_day_is_the_reading_that_fits_between_the_days_around_it(days, at, texts, expected):
    sure = [0.0 if one is None else 0.99 for one in days]
    found = in_order(
        dated_rows(*days), sure, lambda n: [Seen(t, 0.9) for t in texts] if n == at else [Seen(f"{days[n]}", 0.9)] * 2
    )
    assert found[at].row.date == expected
    assert ("date" in found[at].row.unread) is (expected is None)
    assert [one.row.date for one in found if one is not found[at]] == [d for n, d in enumerate(days) if n != at]
