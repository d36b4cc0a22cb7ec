"""Files of one account that overlap, and a statement that is split over several."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from papers import back, bank, conclude, front, months_named, move

from checks.credits import once
from pipeline.model import Transaction

ID = (front(), back())


def account(amounts):
    """Rows of (days since the last, amount), with their running balance."""
    day, balance, rows = date(2026, 5, 1), Decimal(1000), []
    for wait, amount in amounts:
        day, balance = day + timedelta(wait), balance + amount
        rows.append(Transaction(day, Decimal(amount), balance=balance))
    return rows


MOVES = st.lists(st.tuples(st.integers(0, 1), st.sampled_from([5, 5, 10, -5])), min_size=1, max_size=24)


def counted(rows):
    return Counter((row.date, row.amount, row.balance) for row in rows)


@given(MOVES, st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=4), st.booleans())
def test_overlapping_files_show_every_row_as_often_as_the_account_has_it(amounts, cuts, descending):
    """The cuts may go through a day: the balances tell which of equal rows are the same."""
    rows = account(amounts)
    spans = [(0, len(rows)), *((min(cut), max(cut)) for cut in cuts)]
    files = [
        bank(None, None, tuple(rows[a:b][:: -1 if descending else 1]), file=f"{n}.pdf")
        for n, (a, b) in enumerate(reversed(spans))
    ]
    assert counted(row for _, row in once(files)) == counted(rows)


@given(MOVES, st.integers(0, 24), st.integers(0, 24))
def test_without_balances_whole_days_are_counted_by_occurrence(amounts, first, second):
    rows = [replace(row, balance=None) for row in account(amounts)]
    begin = date(2026, 5, 1) + timedelta(min(first, second))
    end = date(2026, 5, 1) + timedelta(max(first, second))
    files = [
        bank(None, None, tuple(row for row in rows if row.date <= end), file="a.pdf"),
        bank(None, None, tuple(row for row in rows if row.date >= begin), file="b.pdf"),
    ]
    assert counted(row for _, row in once(files)) == counted(rows)


def test_two_papers_whose_balances_are_of_another_kind_are_matched_without_them():
    """One shows the booked balance, the other the available one."""
    rows = account([(0, 5), (0, 5), (1, 10)])
    other = [replace(row, balance=row.balance - 100) for row in rows]
    files = [bank(None, None, tuple(found), file=f"{n}.pdf") for n, found in enumerate((rows, other))]
    assert len(list(once(files))) == 3


def test_a_row_that_was_misread_in_a_scan_is_not_counted_twice():
    rows = account([(0, 5), (0, 10), (1, 20)])
    scan = [replace(row, method="ocr") for row in rows]
    scan[1] = replace(scan[1], balance=scan[1].balance + 900)
    assert len(list(once([bank(None, None, tuple(rows)), bank(None, None, tuple(scan), file="b.jpg")]))) == 3


def test_a_statement_that_is_split_over_files_covers_what_they_cover_together():
    """The newest of the days of issue ends what is covered, and the months are full where the files touch within one."""
    first = bank(
        "2026-05-01", "2026-08-14", (move("2026-05-02", "1.00", "1.00"),), file="a.pdf", issued_on=date(2026, 8, 15)
    )
    later = bank(
        "2026-08-15", "2026-11-20", (move("2026-11-02", "1.00", "2.00"),), file="b.pdf", issued_on=date(2026, 11, 20)
    )
    assert months_named(conclude(*ID, first, later)) == {}
    overlapping = bank("2026-07-01", "2026-11-20", file="c.pdf", issued_on=date(2026, 11, 20))
    assert months_named(conclude(*ID, first, overlapping)) == {}
    gap = bank("2026-08-17", "2026-11-20", file="d.pdf", issued_on=date(2026, 11, 20))
    assert months_named(conclude(*ID, first, gap)) == {"BNK102": ["2026-08"]}
    assert set(months_named(conclude(*ID, first))) == {"BNK103"}
