from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors._statement_proof import proven
from pipeline.model import Transaction

AMOUNTS = st.lists(st.integers(-(10**6), 10**6).filter(bool), min_size=3, max_size=12)


def chain(cents, method="ocr"):
    balance, rows = Decimal(1000), []
    for cent in cents:
        balance += Decimal(cent) / 100
        rows.append(Transaction(date(2026, 3, 1), Decimal(cent) / 100, balance=balance, method=method))
    return rows


def said(rows):
    return [(row.amount, row.balance) for row in rows]


@given(AMOUNTS, st.booleans())
def test_a_sound_chain_stays_as_it_is(cents, descending):
    rows = chain(cents)[:: -1 if descending else 1]
    assert proven(rows, descending) == rows


@given(AMOUNTS, st.data())
def test_a_lost_sign_is_set_right(cents, data):
    rows = chain(cents)
    at = data.draw(st.integers(1, len(rows) - 1))
    spoilt = [*rows[:at], replace(rows[at], amount=-rows[at].amount), *rows[at + 1 :]]
    read = proven(spoilt, False)
    assert said(read) == said(rows)
    assert read[at].method == "repaired"


@given(AMOUNTS, st.data(), st.integers(1, 9))
def test_a_misread_amount_is_never_given(cents, data, off):
    rows = chain(cents)
    at = data.draw(st.integers(1, len(rows) - 1))
    spoilt = [*rows[:at], replace(rows[at], amount=rows[at].amount * 10 + Decimal(off) / 100), *rows[at + 1 :]]
    assert proven(spoilt, False)[at].amount in (None, rows[at].amount)


@given(AMOUNTS, st.data(), st.sampled_from([None, Decimal("0.07")]))
def test_a_misread_or_unread_balance_is_set_right_between_two_rows(cents, data, off):
    rows = chain(cents)
    at = data.draw(st.integers(1, len(rows) - 2))
    wrong = None if off is None else rows[at].balance + off
    read = proven([*rows[:at], replace(rows[at], balance=wrong), *rows[at + 1 :]], False)
    assert said(read)[at] in (said(rows)[at], (None, wrong))


def test_an_unread_amount_is_the_step_of_two_proven_balances():
    rows = chain([100, -250, 300])
    spoilt = [rows[0], replace(rows[1], amount=None, unread=frozenset({"amount"})), rows[2]]
    assert said(proven(spoilt, False)) == said(rows)
    assert proven(spoilt, False)[1].unread == frozenset()


@pytest.mark.parametrize("method", ["text", "cell"])
def test_what_a_text_layer_prints_is_left_to_the_checks(method):
    rows = chain([100, -250, 300], method)
    altered = [rows[0], replace(rows[1], amount=Decimal("9.99")), rows[2]]
    assert proven(altered, False) == altered


def test_money_in_for_want_of_a_sign_alone_is_taken_back_where_no_balance_proves_it():
    rows = [replace(row, balance=None) for row in chain([100, 250, 300])]
    assert [row.amount for row in proven(rows, False, [False, True, False])] == [Decimal(1), None, Decimal(3)]
