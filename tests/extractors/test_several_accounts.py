"""Papers that hold more than one account, or more than one currency."""

import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pikepdf
import pytest
from statement_pages import Layout, draw

import extractors
from pipeline import pdf, reading
from pipeline.currency import currency_beside, currency_of
from pipeline.model import Grid, Opened, Source
from pipeline.readers import discover

READERS = discover(extractors)
FIRST, SECOND = "6230580000123456789", "6214830000987654321"


def layout(
    account=FIRST,
    holder="李小梅",
    period="2026-03-01至2026-03-31",
    title="海港城市商业银行账户流水",
    heads=None,
    xs=None,
):
    return Layout(
        title,
        (f"户名：{holder}   账号：{account}", f"查询期间：{period}  打印日期：2026-06-02"),
        xs or (30, 120, 210, 300, 420, 580),
        heads or ("日期", "发生额", "账面余额", "对方名称", "对方账号", "用途"),
        per=200,
        gap=1,
    )


def moves(count, start=date(2026, 3, 1), opening="1000.00", seed=3):
    balance, made = Decimal(opening), []
    for n in range(count):
        amount = Decimal((n * 7919 * seed) % 20011 - 7000) / 100
        balance += amount
        made.append((start + timedelta(n), amount, balance))
    return made


def cells(made):
    return [(f"{d}", f"{a:+,.2f}", f"{b:,.2f}", "王五", "--", "消费") for d, a, b in made]


def bound(*files):
    whole = pikepdf.new()
    for data in files:
        whole.pages.extend(pikepdf.open(io.BytesIO(data)).pages)
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def stacked(*files):
    """The first pages of files on one page, below one another."""
    whole = pikepdf.new()
    page = whole.add_blank_page(page_size=(842, 595 * len(files)))
    for n, data in enumerate(files):
        source = pikepdf.open(io.BytesIO(data))
        bottom = 595 * (len(files) - 1 - n)
        page.add_overlay(source.pages[0], pikepdf.Rectangle(0, bottom, 842, bottom + 595))
    buffer = io.BytesIO()
    whole.save(buffer)
    return buffer.getvalue()


def read(data):
    return reading.read(pdf.open_pdf(Source("a.pdf", "pdf", "", data), None), READERS)


def said(document):
    return [(row.date, row.amount, row.balance) for row in document.rows]


@pytest.mark.parametrize("together", [bound, stacked])
@pytest.mark.parametrize("title", ["海港城市商业银行账户流水", "中国农业银行账户活期交易明细清单"])
def test_two_accounts_in_one_file_are_two_documents(together, title):
    one, other = moves(12), moves(9, date(2026, 4, 2), "88.00", 5)
    data = together(
        draw(layout(title=title), cells(one)),
        draw(layout(SECOND, "李小梅", "2026-04-01至2026-05-31", title), cells(other)),
    )
    found = read(data)
    assert [d.type for d in found] == ["bank_statement"] * 2
    assert [said(d) for d in found] == [one, other]
    assert [d.value("account") for d in found] == [FIRST, SECOND]
    assert [d.value("period_start") for d in found] == [date(2026, 3, 1), date(2026, 4, 1)]
    assert [[m.month for m in d.months] for d in found] == [["2026-03"], ["2026-04", "2026-05"]]
    assert not any(d.notes for d in found)


def test_what_is_printed_once_is_of_both_accounts():
    first = layout()
    second = replace(layout(SECOND), labels=(f"账号：{SECOND}", "查询期间：2026-04-01至2026-04-30"))
    found = read(stacked(draw(first, cells(moves(5))), draw(second, cells(moves(5, date(2026, 4, 1))))))
    assert [d.value("holder") for d in found] == ["李小梅", "李小梅"]
    assert [d.value("issued_on") for d in found] == [date(2026, 6, 2)] * 2


def test_a_number_that_every_page_repeats_or_masks_is_one_account():
    made = moves(30)
    masked = f"{FIRST[:6]}******{FIRST[-4:]}"
    for second in (FIRST, masked):
        found = read(stacked(draw(layout(), cells(made[:15])), draw(layout(second), cells(made[15:]))))
        assert [said(d) for d in found] == [made]


def test_an_account_in_a_remark_begins_no_account():
    made = moves(20)
    rows = [list(row) for row in cells(made)]
    rows[8][5] = "转至账号：6222020200011223344"
    assert [said(d) for d in read(draw(layout(), rows))] == [made]


@pytest.mark.parametrize("apart", [True, False])
def test_two_accounts_in_two_sheets_or_in_one_are_two_documents(apart):
    def sheet(name, account, made):
        head = (
            ("中国农业银行账户活期交易明细清单",),
            (f"账户：{account} 户名：王建国",),
            ("交易日期", "交易金额", "本次余额", "交易摘要"),
        )
        rows = [*head, *((f"{d}", f"{a:+}", f"{b}", "消费") for d, a, b in made)]
        return Grid("a.xlsx", name, tuple((*row, *[""] * (4 - len(row))) for row in rows))

    one, other = moves(4), moves(5, date(2026, 4, 2), "88.00")
    grids = (sheet("一", FIRST, one), sheet("二", SECOND, other))
    if not apart:
        grids = (Grid("a.xlsx", "一", (*grids[0].rows, ("合计", "", "", ""), *grids[1].rows)),)
    found = reading.read(Opened(Source("a.xlsx", "spreadsheet", "", b""), (), grids), READERS)
    assert [(d.value("account"), said(d)) for d in found] == [(FIRST, one), (SECOND, other)]


@pytest.mark.parametrize(
    ("second", "papers"),
    [("6230580000123466789", 1), ("623058000012345678", 1), ("6230580000987654321", 2), (SECOND, 2)],
)
def test_a_number_that_was_misread_is_no_other_account(second, papers):
    """As a recogniser gives it: one digit wrong or lost is the same account, many are not."""
    made = moves(30)
    pages = pdf.open_pdf(
        Source("a.pdf", "pdf", "", bound(draw(layout(), cells(made[:15])), draw(layout(second), cells(made[15:])))),
        None,
    )
    unnumbered = [
        replace(leaf, method="ocr", words=tuple(w for w in leaf.words if "页" not in w.text)) for leaf in pages.leaves
    ]
    found = reading.read(replace(pages, leaves=tuple(unnumbered)), READERS)
    assert [len(d.rows) for d in found] == ([30] if papers == 1 else [15, 15])


# ---------------------------------------------------------------- currencies


def test_a_code_beside_the_amounts_is_the_currency():
    made = moves(8)
    for code in ("USD", "RMB"):
        rows = [(f"{d}", f"{code} {a:,.2f}", f"{code} {b:,.2f}", "王五", "--", "消费") for d, a, b in made]
        (document,) = read(draw(layout(), rows))
        assert (document.value("currency"), said(document)) == (code, made)
        assert bool(document.notes) == (code == "USD")


def in_two(made_yuan, made_dollars, yuan="人民币", dollars="美元"):
    heads, xs = ("日期", "币种", "发生额", "账面余额", "对方名称", "用途"), (30, 120, 180, 270, 420, 580)
    rows = sorted([(*m, yuan) for m in made_yuan] + [(*m, dollars) for m in made_dollars], key=lambda m: (m[0], m[3]))
    lines = [(f"{d}", c, f"{a:+,.2f}", f"{b:,.2f}", "王五", "消费") for d, a, b, c in rows]
    return draw(layout(heads=heads, xs=xs), lines)


@pytest.mark.parametrize(("yuan", "dollars"), [("人民币", "美元"), ("CNY", "USD"), ("RMB", "HKD")])
def test_rows_of_two_currencies_are_two_documents(yuan, dollars):
    one, other = moves(14), moves(6, opening="20.00", seed=11)
    found = read(in_two(one, other, yuan, dollars))
    by = {d.value("currency"): d for d in found}
    assert {code: said(d) for code, d in by.items()} == {yuan: one, dollars: other}
    assert not by[yuan].notes
    assert len(by[dollars].notes) == 1
    assert [d.value("account") for d in found] == [FIRST, FIRST]


def test_a_row_without_its_currency_in_a_paper_of_several_is_never_yuan():
    made = in_two(moves(6), moves(6, opening="20.00", seed=11), dollars="")
    (document,) = read(made)  # half of the rows print none: all are of the one that is printed
    assert document.value("currency") == "人民币"
    lines = [(f"{d}", c, f"{a:+,.2f}", f"{b:,.2f}", "王五", "消费")
             for (d, a, b), c in zip(moves(9), ["人民币", "美元", ""] * 3, strict=True)]  # fmt: skip
    heads, xs = ("日期", "币种", "发生额", "账面余额", "对方名称", "用途"), (30, 120, 180, 270, 420, 580)
    found = read(draw(layout(heads=heads, xs=xs), lines))
    assert [d.value("currency") for d in found] == ["人民币", "美元", None]
    assert "currency" in found[2].fields
    assert [len(d.rows) for d in found] == [3, 3, 3]


def test_a_foreign_label_is_told():
    one = layout()
    data = draw(replace(one, labels=(*one.labels, "币种：美元")), cells(moves(5)))
    (document,) = read(data)
    assert document.value("currency") == "美元"
    assert "美元" in document.notes[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [("人民币元", "CNY"), ("RMB", "CNY"), ("156", "CNY"), ("美元", "USD"), ("usd", "USD"), ("HKD", "HKD"), ("活期", ""), ("", "")],
)  # fmt: skip
def test_currency_of(text, code):
    assert currency_of(text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("USD 1,000.00", "USD"), ("¥12.00", "CNY"), ("-HK$3.10", "HKD"), ("$5.00", "$"), ("12.00", "")]
)
def test_currency_beside(text, code):
    assert currency_beside(text) == code
