"""The laws of the window, on plain days."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from checks.windows import Asked, gaps, holes
from pipeline.coverage import Days, month_of, window

AS_OF = date(2026, 11, 24)
near = st.dates(date(2025, 6, 1), AS_OF)
spans = st.lists(st.tuples(near, near), min_size=1, max_size=5)


def asked(months: int = 6, age: int = 30) -> Asked:
    return Asked(window(AS_OF, months), AS_OF, age)


def days(*spelt: str) -> Days:
    ends = [tuple(date.fromisoformat(day) for day in span.split("..")) for span in spelt]
    return Days.of([(a, b) for a, b in ends])


def found(covered: Days, **limits: int) -> tuple[list[str], list[str], list[str], bool]:
    told = gaps(asked(**limits), covered, covered.last)
    return list(told.short), list(told.missing), list(told.stale), told.too_old


def test_a_window_that_is_covered():
    assert found(days("2026-05-01..2026-11-20")) == ([], [], [], False)


def test_the_first_day_of_the_window_missing_is_a_month_missing_not_a_statement_too_short():
    assert found(days("2026-05-02..2026-11-20")) == ([], ["2026-05"], [], False)


def test_what_is_before_the_first_covered_month_is_too_short():
    assert found(days("2026-07-15..2026-11-20")) == (["2026-05", "2026-06"], ["2026-07"], [], False)


def test_a_hole():
    covered = days("2026-04-01..2026-06-30", "2026-08-01..2026-11-20")
    assert found(covered) == ([], ["2026-07"], [], False)


def test_days_after_a_fresh_last_day_count_as_covered():
    assert found(days("2026-05-01..2026-10-25")) == ([], [], [], False)


def test_the_month_of_a_stale_last_day_is_named_by_staleness_alone():
    assert found(days("2026-05-01..2026-10-24")) == ([], [], ["2026-10"], True)
    assert found(days("2026-05-01..2026-10-05", "2026-10-09..2026-10-24")) == ([], [], ["2026-10"], True)


def test_staleness_names_the_months_after_the_last_day():
    assert found(days("2026-05-01..2026-08-31")) == ([], [], ["2026-09", "2026-10"], True)


def test_staleness_may_have_no_month_left_to_name():
    assert found(days("2026-05-01..2026-10-31"), age=20) == ([], [], [], True)


def test_a_statement_that_ends_before_the_window():
    assert found(days("2025-01-01..2026-03-31")) == ([], [], list(window(AS_OF, 6)), True)


def test_a_statement_of_this_month_alone_is_too_short():
    assert found(days("2026-11-01..2026-11-20")) == (list(window(AS_OF, 6)), [], [], False)


def test_nothing_covered_for_certain_is_too_short():
    assert found(Days()) == (list(window(AS_OF, 6)), [], [], False)


@given(spans, st.integers(1, 12), st.integers(0, 60))
def test_every_uncovered_month_is_named_once_and_no_covered_one(raw, months, age):
    covered = Days.of(raw)
    assume(covered)
    window_asked = asked(months, age)
    told = gaps(window_asked, covered, covered.last)
    named = [*told.short, *told.missing, *told.stale]
    fresh = (AS_OF - covered.last).days <= age
    counted = covered | Days.of([(covered.last, AS_OF)]) if fresh else covered
    assert len(named) == len(set(named))
    assert sorted(named) == [m for m in window_asked.window if not counted.holds_month(m)]
    assert told.too_old is not fresh
    assert fresh <= (told.stale == ())


@given(spans, st.integers(1, 12))
def test_too_short_is_before_the_first_month_and_stale_from_the_last_on(raw, months):
    covered = Days.of(raw)
    assume(covered)
    told = gaps(asked(months), covered, covered.last)
    first, last = month_of(covered.first), month_of(covered.last)
    assert all(m < first for m in told.short)
    assert all(first <= m <= last for m in told.missing)
    assert all(m >= last for m in told.stale)


@given(spans, spans)
def test_more_covered_days_never_name_more_months(raw, more):
    less, wider = Days.of(raw), Days.of([*raw, *more])
    assume(less)
    named = [gaps(asked(), found, found.last).months for found in (wider, less)]
    # A day more at the end may turn a month that stood for covered into a hole, and only then.
    assert named[0] <= named[1] or wider.last > less.last


@given(spans)
def test_holes_of_another_account_are_the_uncovered_days_between_its_ends(raw):
    covered = Days.of(raw)
    assume(covered)
    inside = {
        month_of(day)
        for n in range((covered.last - covered.first).days + 1)
        if not covered.holds(day := covered.first + timedelta(n), day)
    }
    assert set(holes(asked(), covered).missing) == inside & set(window(AS_OF, 6))


@pytest.mark.parametrize("months", [1, 12, 36])
def test_an_account_without_days_has_no_holes(months):
    assert holes(asked(months), Days()).months == frozenset()
