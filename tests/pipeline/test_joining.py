from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from pipeline.joining import joined, said_unread
from pipeline.model import Document, Field, Part, Transaction

AMOUNTS = [Decimal(a) for a in ("-12.30", "45.00", "-7.77", "300.10", "-99.99", "-5.00", "61.20", "-18.05", "9.00")]


def page(number, total=3, account="6222000011112222", bank="icbc", per=3, amounts=AMOUNTS, descending=False, file=None):
    """One page of a statement of which each shows `per` rows; page 1 names the account, the others need not."""
    rows, balance = [], Decimal("500.00")
    for n, amount in enumerate(amounts):
        balance += amount
        rows.append(Transaction(date(2026, 3, 1) + timedelta(n), amount, balance=balance, page=1, method="ocr"))
    rows = rows[::-1] if descending else rows
    said = {
        "bank": bank,
        "account": account,
        "page_numbers": f"{number}/{total}" if total else None,
        "period_start": date(2026, 3, 1),
    }
    fields = {name: Field(value, 0.9, "ocr") for name, value in said.items() if value is not None}
    part = Part(file or f"{number}.jpg", "", (1,), ((100.0, 100.0),), "px")
    return Document("", "bank_statement", (part,), "photo", 0.9, fields, tuple(rows[(number - 1) * per : number * per]))


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2)])
def test_numbered_pages_are_one_document_in_the_order_of_their_numbers(order, descending):
    whole = joined(page(n, descending=descending) for n in order)
    assert len(whole) == 1
    assert [part.file for part in whole[0].parts] == ["1.jpg", "2.jpg", "3.jpg"]
    assert [row.amount for row in whole[0].rows] == AMOUNTS[:: -1 if descending else 1]
    assert whole[0].value("page_numbers") == "1,2,3/3"
    assert [month.rows for month in whole[0].months] == [9]


def test_a_page_that_names_no_bank_and_no_account_joins_by_number_and_balance():
    whole = joined([page(1), page(2, account=None, bank="other"), page(3, account=None, bank="other")])
    assert [(d.value("bank"), d.value("account"), len(d.rows)) for d in whole] == [("icbc", "6222000011112222", 9)]


def test_pages_without_numbers_join_where_the_balances_go_on():
    assert len(joined([page(1, total=0), page(2, total=0), page(3, total=0, account=None)])) == 1
    assert len(joined([page(1, total=0), page(3, total=0)])) == 2


@pytest.mark.parametrize(
    "other", [{"account": "6222000011113333"}, {"bank": "ccb"}, {"total": 4}, {"amounts": [-a for a in AMOUNTS]}]
)
def test_what_contradicts_keeps_pages_apart(other):
    assert len(joined([page(1), page(2, **other)])) == 2


def test_a_hole_in_the_pages_is_no_join():
    assert [d.value("page_numbers") for d in joined([page(1), page(3)])] == ["1/3", "3/3"]


def test_two_pictures_of_one_page_are_left_apart():
    assert len(joined([page(1), page(2, file="a.jpg"), page(2, file="b.jpg")])) == 3


def test_a_digital_paper_and_other_papers_are_left_alone():
    given = [
        replace(page(1), original="issuer_pdf"),
        replace(page(2), original="issuer_pdf"),
        replace(page(2), type="unknown"),
    ]
    assert joined(given) == tuple(given)


def test_a_sign_that_nothing_proved_on_its_page_is_proved_by_the_page_before():
    first = page(2).rows[0]
    unread = replace(first, amount=None, unread=frozenset({"amount"}), readings=(str(abs(first.amount)),))
    second = replace(page(2), rows=(unread, *page(2).rows[1:]), notes=(said_unread("第 1 页", "金额"),))
    (whole,) = joined([page(1), second])
    assert (whole.rows[3].amount, whole.rows[3].method, whole.rows[3].unread) == (first.amount, "repaired", frozenset())
    assert whole.notes == ()


def test_sums_that_each_page_prints_are_added_up_and_those_of_the_whole_are_kept():
    def with_sum(n, value):
        return replace(page(n), fields={**page(n).fields, "printed_in": Field(Decimal(value), 0.9, "ocr")})

    assert joined([with_sum(1, 45), with_sum(2, 300), with_sum(3, 70)])[0].value("printed_in") == Decimal(415)
    assert joined([with_sum(1, 415), with_sum(2, 415), with_sum(3, 415)])[0].value("printed_in") == Decimal(415)
    assert joined([with_sum(1, 415), page(2), page(3)])[0].value("printed_in") == Decimal(415)
