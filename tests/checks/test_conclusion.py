"""What holds of every conclusion, whatever was read."""

import json
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from papers import (
    AS_OF,
    application,
    back,
    bank,
    conclude,
    contributions,
    front,
    fund,
    gig,
    letter,
    move,
    paper,
    wallet,
)

import checks
from checks.conclusion import status_of
from pipeline.model import Fault, Finding, Problem, Severity, Transaction, Unanswered

MONTHS = ["2025-09", "2025-11", "2026-01", "2026-05", "2026-08", "2026-10", "2026-11"]
near = st.dates(date(2025, 9, 1), AS_OF)
holders = st.sampled_from(["王建国", "王**", "李秀英", None])


@st.composite
def statements(draw):
    a, b = sorted((draw(near), draw(near)))
    file = draw(st.sampled_from(["a.pdf", "b.pdf", "c.pdf"]))
    number = draw(st.sampled_from([None, "6222020200001234567", "6222****4567", "6217000010001234321"]))
    return bank(a.isoformat(), b.isoformat(), file=file, holder=draw(holders), account=number)


@st.composite
def month_papers(draw):
    first, last = sorted((draw(st.sampled_from(MONTHS)), draw(st.sampled_from(MONTHS))))
    make = draw(st.sampled_from([gig, contributions, fund]))
    return make(first, last, holder=draw(holders))


cards = st.sampled_from([front(), front(None, None), back(), back(until=None), back(until=date(2026, 1, 1))])
others = st.sampled_from(
    [
        letter(),
        letter(sealed=None),
        letter(holder="李秀英", id_number=None),
        paper("unknown", "u.pdf"),
        paper("unknown", "l.csv", kind="not_a_statement"),
        wallet("2025-11-01", "2026-11-20"),
    ]
)
anything = st.lists(st.one_of(statements(), month_papers(), cards, others), max_size=8)
products = st.sampled_from(["salaried", "gig_worker", "self_employed"])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything, products)
def test_the_laws_of_a_conclusion(documents, product):
    conclusion = conclude(*documents, under=product)
    required = [f for f in conclusion.findings if f.severity is Severity.REQUIRED]
    on_list = {code for item in conclusion.items for code in item.codes}
    assert {f.code for f in required} == on_list
    assert [i.n for i in conclusion.items] == list(range(1, len(conclusion.items) + 1))
    assert all(i.title and i.reason and i.how for i in conclusion.items)
    assert (conclusion.status == "supplement") == bool(required)
    assert conclusion.status != "complete" or not conclusion.unanswered
    assert all(f.evidence for f in conclusion.findings if f.documents and f.code != "INC001")
    for finding in conclusion.findings:
        json.dumps(dict(finding.data))
    json.dumps(conclusion.income)
    assert "{" not in "".join(i.how for i in conclusion.items)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything, products)
def test_no_month_of_an_account_is_named_twice(documents, product):
    named = [
        (f.documents, month)
        for f in conclude(*documents, under=product).findings
        if f.code[3:] in ("101", "102", "103")
        for month in f.data.get("months", ())
    ]
    assert len(named) == len(set(named))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything, products, st.randoms(use_true_random=False))
def test_the_status_does_not_hang_on_the_order_of_the_files(documents, product, chance):
    shuffled = documents.copy()
    chance.shuffle(shuffled)
    assert conclude(*documents, under=product).status == conclude(*shuffled, under=product).status


@pytest.mark.parametrize(
    ("severities", "unanswered", "status"),
    [
        ([], [], "complete"),
        (["advice"], [], "complete"),
        (["review", "advice"], [], "review"),
        ([], [Unanswered("…", "BNK104")], "review"),
        (["required", "review"], [Unanswered("…", "BNK104")], "supplement"),
    ],
)
def test_the_status(severities, unanswered, status):
    assert status_of([Finding("…", severity=Severity(s)) for s in severities], unanswered) == status


def test_findings_come_in_the_order_of_their_codes():
    conclusion = conclude(front(), bank("2026-06-10", "2026-09-10"), problems=(Problem("x", Fault.UNREADABLE, "坏了"),))
    codes = [f.code for f in conclusion.findings]
    assert codes == sorted(codes)
    assert all(f.code and f.name for f in conclusion.findings)


def test_three_thousand_rows_and_three_years_are_quick():
    rows, balance = [], Decimal("100.00")
    for n in range(3000):
        amount = Decimal("12.34") if n % 3 else Decimal("-20.00")
        balance += amount
        rows.append(Transaction(date(2023, 11, 1) + timedelta(n // 3), amount, balance=balance))
    statement = bank("2023-11-01", "2026-11-20", tuple(rows))
    asked, profile = application(front(), back(), statement), checks.load_profile("self_employed")
    started = time.perf_counter()
    assert checks.conclude(asked, profile).status == "complete"
    assert time.perf_counter() - started < 1.0


def test_an_own_profile_by_path(tmp_path):
    (tmp_path / "three.toml").write_text('title = "x"\nrequired = ["statement"]\n[statement]\nmonths = 3\n', "utf-8")
    ours = checks.load_profile(str(tmp_path / "three.toml"))
    assert conclude(front(), back(), bank("2026-08-01", "2026-11-20"), under=ours).status == "complete"
    assert conclude(front(), back(), bank("2026-09-01", "2026-11-20"), under=ours).status == "supplement"
    assert move("2026-01-01", "1.00").amount == 1
