from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.coverage import (
    Counting,
    Days,
    coverage,
    extent_of,
    first_day,
    last_day,
    month_of,
    months_between,
    months_of,
    period_of,
    shift,
    window,
    with_period,
)
from pipeline.model import Contribution, Earning, Field, Transaction

days = st.dates(date(2020, 1, 1), date(2029, 12, 31))
spans = st.lists(st.tuples(days, days), max_size=6)


def field(value: object, method: str = "text") -> Field:
    return Field(value, 0.9, method)


def on(day: str, amount: str = "1.00", **more: object) -> Transaction:
    return Transaction(date.fromisoformat(day), Decimal(amount), **more)


# ---------------------------------------------------------------- sets of days


def members(found: Days) -> set[date]:
    return {a + timedelta(n) for a, b in found.spans for n in range((b - a).days + 1)}


def spelt(raw: list[tuple[date, date]]) -> set[date]:
    return {a + timedelta(n) for a, b in raw for n in range((b - a).days + 1)}


@given(spans)
def test_days_are_the_same_days_in_order_and_apart(raw):
    found = Days.of(raw)
    assert members(found) == spelt(raw)
    assert found.count() == len(spelt(raw))
    assert all(b + timedelta(1) < c for (_, b), (c, _) in zip(found.spans, found.spans[1:], strict=False))


@given(spans, spans)
def test_union_and_intersection_are_those_of_sets(one, other):
    assert members(Days.of(one) | Days.of(other)) == spelt(one) | spelt(other)
    assert members(Days.of(one) & Days.of(other)) == spelt(one) & spelt(other)


@given(spans, days)
def test_a_month_is_held_where_all_of_its_days_are(raw, day):
    found, month = Days.of(raw), month_of(day)
    of_month = spelt([(first_day(month), last_day(month))])
    assert found.holds_month(month) == (of_month <= spelt(raw))
    assert found.meets(month) == bool(of_month & spelt(raw))


@given(days, st.integers(1, 36))
def test_the_window_is_the_months_before_today(as_of, count):
    asked = window(as_of, count)
    assert len(asked) == count
    assert asked == months_between(asked[0], asked[-1])
    assert shift(asked[-1], 1) == month_of(as_of)


def test_the_window_of_the_contract():
    assert window(date(2026, 11, 24), 6) == ("2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10")


# ---------------------------------------------------------------- the period


def test_the_printed_period_stands():
    fields = {"period_start": field(date(2026, 3, 15)), "period_end": field(date(2026, 6, 10))}
    found = period_of(fields, (on("2026-04-01"),))
    assert (found.start, found.end, found.derived) == (date(2026, 3, 15), date(2026, 6, 10), frozenset())


def test_without_a_printed_period_it_runs_from_the_first_rows_month_to_the_last_row_in_any_order():
    found = period_of({}, (on("2026-06-10"), on("2026-03-20")))
    assert (found.start, found.end) == (date(2026, 3, 1), date(2026, 6, 10))
    assert found.derived == {"period_start", "period_end"}


def test_it_never_runs_past_the_day_of_issue():
    fields = {"period_start": field(date(2026, 1, 1)), "period_end": field(date(2026, 12, 31))}
    assert period_of(fields | {"issued_on": field(date(2026, 6, 10))}, ()).end == date(2026, 6, 10)


def test_an_unread_start_claims_no_day_before_the_first_row():
    fields = {"period_start": field(None), "period_end": field(date(2026, 6, 30))}
    extent = extent_of("bank_statement", fields, (on("2026-03-20"),))
    assert extent.days.first == date(2026, 3, 20)
    assert extent.possible.holds_month("2026-03")
    assert not extent.certain


@pytest.mark.parametrize("fields", [{}, {"period_start": field(None), "period_end": field(None)}])
def test_without_rows_and_days_nothing_is_covered_and_anything_may_be(fields):
    extent = extent_of("bank_statement", fields, ())
    assert not extent.days
    assert extent.possible.holds_month("2026-03")
    assert period_of(fields, ()) is None


def test_a_period_that_ends_before_it_starts_is_not_believed():
    fields = {"period_start": field(date(2026, 6, 1)), "period_end": field(date(2026, 5, 1))}
    assert period_of(fields, ()) is None
    assert not extent_of("bank_statement", fields, ()).certain


def test_derived_fields_are_added_and_say_so():
    added = with_period("bank_statement", {}, (on("2026-03-20", confidence=0.8), on("2026-06-10")))
    assert (added["period_start"].value, added["period_end"].value) == (date(2026, 3, 1), date(2026, 6, 10))
    assert {added["period_start"].method, added["period_end"].method} == {"derived"}
    assert added["period_start"].confidence == 0.8


def test_printed_and_unread_ends_are_left_as_they_are():
    fields = {"period_start": field(None), "period_end": field(date(2026, 6, 30))}
    assert with_period("bank_statement", fields, (on("2026-03-20"),)) == fields


@pytest.mark.parametrize("document_type", ["social_insurance", "housing_fund", "id_card_front", "unknown"])
def test_other_papers_get_no_period(document_type):
    assert with_period(document_type, {}, ()) == {}


# ---------------------------------------------------------------- the months of a statement


def covered(document_type: str, fields: dict[str, Field], *rows: object) -> dict[str, str]:
    return {m.month: m.coverage for m in months_of(document_type, fields, rows)}


def test_months_are_full_partial_and_summed():
    fields = {"period_start": field(date(2026, 3, 1)), "period_end": field(date(2026, 5, 20))}
    found = months_of(
        "bank_statement", fields, (on("2026-03-02", "100.00"), on("2026-03-03", "-30.50"), on("2026-05-01"))
    )
    assert [(m.month, m.coverage, str(m.inflow), str(m.outflow), m.rows) for m in found] == [
        ("2026-03", "full", "100.00", "30.50", 2),
        ("2026-04", "full", "0.00", "0.00", 0),
        ("2026-05", "partial", "1.00", "0.00", 1),
    ]


MARCH_AND_APRIL = {"period_start": field(date(2026, 3, 1)), "period_end": field(date(2026, 4, 30))}


def test_neutral_amounts_count_in_neither_sum():
    march, _ = months_of("wallet_statement", MARCH_AND_APRIL, (on("2026-03-02", "100.00", neutral=True),))
    assert (str(march.inflow), str(march.outflow), march.rows) == ("0.00", "0.00", 1)


def test_the_sums_of_a_month_with_an_unread_amount_are_not_told():
    unread = Transaction(date(2026, 3, 4), None, unread=frozenset({"amount"}))
    march, april = months_of("wallet_statement", MARCH_AND_APRIL, (unread, on("2026-04-02", "100.00")))
    assert (march.inflow, march.outflow, march.rows) == (None, None, 1)
    assert (str(april.inflow), april.rows) == ("100.00", 1)


def test_a_row_without_its_day_leaves_the_sums_of_every_month_untold():
    undated = Transaction(None, Decimal("5.00"), unread=frozenset({"date"}))
    months = months_of("bank_statement", MARCH_AND_APRIL, (undated, on("2026-04-02", "100.00")))
    assert [(month.inflow, month.outflow) for month in months] == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("end", "issued", "last"),
    [
        ("2026-05-19", "2026-05-20", "full"),
        ("2026-05-18", "2026-05-20", "partial"),
        ("2026-05-20", "2026-05-20", "full"),
    ],
)
def test_the_month_of_issue_is_full_up_to_the_day_before(end, issued, last):
    fields = {
        "period_start": field(date(2026, 4, 1)),
        "period_end": field(date.fromisoformat(end)),
        "issued_on": field(date.fromisoformat(issued)),
    }
    assert covered("bank_statement", fields) == {"2026-04": "full", "2026-05": last}


def test_issued_on_the_first_of_a_month():
    assert coverage(Days.of([(date(2026, 4, 1), date(2026, 5, 1))]), "2026-05", date(2026, 5, 1)) == "full"
    assert coverage(Days.of([(date(2026, 4, 1), date(2026, 4, 30))]), "2026-05", date(2026, 5, 1)) == "none"


def test_rows_outside_the_printed_period_are_seen_and_cover_nothing():
    fields = {"period_start": field(date(2026, 3, 1)), "period_end": field(date(2026, 3, 31))}
    assert covered("bank_statement", fields, on("2026-05-02")) == {
        "2026-03": "full",
        "2026-04": "none",
        "2026-05": "none",
    }


def test_february_of_a_leap_year():
    fields = {"period_start": field(date(2028, 2, 1)), "period_end": field(date(2028, 2, 28))}
    assert covered("bank_statement", fields) == {"2028-02": "partial"}


# ---------------------------------------------------------------- papers that list months


def earned(month: str) -> Earning:
    return Earning(Decimal("8000.00"), month=month)


def test_a_month_without_a_row_is_none_even_inside_the_printed_period():
    fields = {"period_start": field(date(2026, 1, 1)), "period_end": field(date(2026, 4, 30))}
    assert covered("gig_earnings", fields, earned("2026-01"), earned("2026-03")) == {
        "2026-01": "full",
        "2026-02": "none",
        "2026-03": "full",
        "2026-04": "none",
    }


def test_a_months_row_covers_the_whole_month_and_the_last_day_is_that_of_the_issue():
    fields = {"issued_on": field(date(2026, 3, 10))}
    extent = extent_of("gig_earnings", fields, (earned("2026-02"), earned("2026-03")))
    assert extent.days.holds_month("2026-03")
    assert extent.last == date(2026, 3, 10)


def test_day_rows_start_where_the_printed_period_starts():
    fields = {"period_start": field(date(2026, 1, 15)), "period_end": field(date(2026, 2, 28))}
    rows = (Earning(Decimal(1), date=date(2026, 1, 16)), Earning(Decimal(1), date=date(2026, 2, 3)))
    assert covered("gig_earnings", fields, *rows) == {"2026-01": "partial", "2026-02": "full"}


def test_a_derived_period_does_not_cut_the_last_month_of_day_rows():
    rows = (Earning(Decimal(1), date=date(2026, 1, 16)), Earning(Decimal(1), date=date(2026, 2, 3)))
    fields = with_period("gig_earnings", {}, rows)
    assert fields["period_end"].value == date(2026, 2, 3)
    assert extent_of("gig_earnings", fields, rows).last == date(2026, 2, 28)


def test_a_lost_row_may_be_any_month():
    assert extent_of("gig_earnings", {}, (earned("2026-01"), Earning(Decimal(1)))).possible.holds_month("2026-05")


def paid(month: str, scheme: str | None = "pension", **more: object) -> Contribution:
    return Contribution(month, scheme, **({"paid": True} | more))


def test_unpaid_months_are_none():
    found = covered("social_insurance", {}, paid("2026-01"), paid("2026-02", paid=False), paid("2026-03"))
    assert found == {"2026-01": "full", "2026-02": "none", "2026-03": "full"}


def test_the_pension_counts_and_medical_where_no_pension_is_shown():
    medical = paid("2026-02", "medical")
    assert covered("social_insurance", {}, paid("2026-01"), medical) == {"2026-01": "full", "2026-02": "none"}
    assert covered("social_insurance", {}, medical) == {"2026-02": "full"}


def test_back_payments_count_unless_the_profile_says_no():
    rows = (paid("2026-01", backpaid=True), paid("2026-02"))
    assert extent_of("social_insurance", {}, rows).days.holds_month("2026-01")
    strict = extent_of("social_insurance", {}, rows, Counting(backpaid_counts=False))
    assert not strict.days.holds_month("2026-01")


def test_an_unread_mark_leaves_the_month_between_the_bounds():
    rows = (paid("2026-01"), paid("2026-02", paid=None, unread=frozenset({"paid"})))
    extent = extent_of("social_insurance", {}, rows)
    assert not extent.days.holds_month("2026-02")
    assert extent.possible.holds_month("2026-02")


def test_the_housing_fund_counts_what_was_paid_in():
    rows = (
        Contribution("2026-01", amount=Decimal("600.00")),
        Contribution("2026-02", amount=Decimal("0.00")),
        Contribution("2026-03", amount=Decimal("600.00")),
    )
    assert covered("housing_fund", {}, *rows) == {"2026-01": "full", "2026-02": "none", "2026-03": "full"}


def test_documents_that_cover_no_time_have_no_months():
    assert months_of("id_card_front", {}, ()) == ()
    assert months_of("bank_statement", {}, ()) == ()


@given(st.lists(days, min_size=1, max_size=20), st.one_of(st.none(), days))
def test_every_row_is_in_a_month_and_the_months_have_no_hole(dates, issued):
    fields = {"issued_on": field(issued)} if issued else {}
    rows = tuple(Transaction(day, Decimal(1)) for day in dates)
    found = months_of("bank_statement", fields, rows)
    assert sum(m.rows for m in found) == len(rows)
    assert [m.month for m in found] == list(months_between(found[0].month, found[-1].month))
