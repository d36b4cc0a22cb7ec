"""BNK201 to BNK302 and TMP101."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papers import back, bank, codes, conclude, front, move, paper, profile, wallet

from checks.chain import chain_of, missing_pages
from pipeline.model import Severity, Transaction

ID = (front(), back())


def chained(amounts: list[str], opening: str = "1000.00", day: str = "2026-06-{:02d}") -> list[Transaction]:
    balance, rows = Decimal(opening), []
    for n, amount in enumerate(amounts):
        balance += Decimal(amount)
        rows.append(move(day.format(n % 28 + 1), amount, str(balance)))
    return rows


ROWS = chained(["100.00", "-30.00", "-5.50", "200.00", "-1.00"])


def statement(rows: list[Transaction], **values: object):
    return bank("2026-05-01", "2026-11-20", tuple(rows), **values)


def outcome(*documents, **more):
    conclusion = conclude(*ID, *documents, **more)
    return [f.code for f in conclusion.findings], [u.code for u in conclusion.unanswered]


# ---------------------------------------------------------------- the chain


@pytest.mark.parametrize("order", [1, -1])
def test_a_chain_holds_in_either_order(order):
    assert outcome(statement(ROWS[::order])) == ([], [])


@pytest.mark.parametrize("order", [1, -1])
def test_an_altered_amount_is_found_and_its_row_named(order):
    rows = ROWS.copy()
    rows[3] = replace(rows[3], amount=Decimal("900.00"))
    (finding,) = conclude(*ID, statement(rows[::order])).findings
    assert finding.code == "BNK201"
    (row,) = finding.data["rows"]
    assert (row["date"], row["amount"], row["balance"], row["expected"]) == (
        "2026-06-04",
        "900.00",
        "1264.50",
        "1964.50",
    )


def changed(how):
    rows = chained(["100.00", "-30.00", "-5.50", "200.00", "-1.00", "-2.00", "8.00"])
    if how == "altered":
        rows[3] = replace(rows[3], amount=Decimal("900.00"))
    elif how == "misread":
        rows[3] = replace(rows[3], amount=Decimal("900.00"), method="ocr", confidence=0.5)
    elif how == "duplicate":
        rows.insert(3, rows[3])
    elif how == "reordered":
        rows[3], rows[4] = rows[4], rows[3]
    else:
        rows = [replace(row, page=1 + (n > 2)) for n, row in enumerate(rows) if n != 3]
    return rows


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("how", ["altered", "misread", "duplicate", "reordered", "missing_page"])
def test_what_most_likely_broke_the_chain_is_told_with_both_values(how, order):
    (finding,) = conclude(*ID, statement(changed(how)[::order])).findings
    assert {row["cause"] for row in finding.data["rows"]} == {how}
    assert finding.data["rows"][0]["balance"] in finding.message
    assert finding.data["rows"][0]["amount"] in finding.message


def test_a_row_that_is_missing_breaks_the_chain():
    assert outcome(statement([*ROWS[:2], *ROWS[3:]])) == (["BNK201"], [])


@pytest.mark.parametrize("column", ["amount", "balance"])
def test_an_unread_value_leaves_its_links_unanswered_not_broken(column):
    rows = ROWS.copy()
    rows[2] = replace(rows[2], **{column: None}, unread=frozenset({column}))
    assert outcome(statement(rows)) == ([], ["BNK201"])


def test_a_broken_link_beside_an_unread_one_is_both():
    rows = ROWS.copy()
    rows[0] = replace(rows[0], balance=None, unread=frozenset({"balance"}))
    rows[4] = replace(rows[4], amount=Decimal("-9.00"))
    assert outcome(statement(rows)) == (["BNK201"], ["BNK201"])


def test_rows_that_print_no_balance_are_added_up_on_the_way():
    rows = ROWS.copy()
    rows[2] = replace(rows[2], balance=None)
    assert outcome(statement(rows)) == ([], [])


def test_a_statement_without_balances_is_not_asked():
    assert outcome(statement([replace(row, balance=None) for row in ROWS])) == ([], [])


def test_what_the_reader_could_not_read_is_told():
    noted = replace(statement(ROWS), notes=("第 2 页有一行交易没有读出，请核对",))
    (told,) = conclude(*ID, noted).unanswered
    assert (told.code, told.why) == ("BNK201", "icbc.pdf：第 2 页有一行交易没有读出，请核对")


def test_files_of_one_account_are_linked_where_their_periods_touch():
    first = bank("2026-05-01", "2026-06-30", tuple(ROWS), file="a.pdf")
    good = bank("2026-07-01", "2026-11-20", tuple(chained(["7.00"], "1263.50", "2026-07-{:02d}")), file="b.pdf")
    wrong = replace(good, rows=tuple(chained(["7.00"], "5000.00", "2026-07-{:02d}")))
    apart = bank("2026-07-02", "2026-11-20", wrong.rows, file="b.pdf")
    assert outcome(first, good) == ([], [])
    assert outcome(good, first) == ([], [])
    assert outcome(first, replace(good, rows=good.rows[::-1])) == ([], [])
    assert outcome(first, wrong) == (["BNK201"], [])
    assert outcome(first, apart) == (["BNK102"], [])


def test_files_of_different_accounts_are_not_linked():
    first = bank("2026-05-01", "2026-06-30", tuple(ROWS), file="a.pdf")
    other = tuple(chained(["7.00"], "9.00", "2026-07-{:02d}"))
    assert (
        "BNK201"
        not in outcome(first, bank("2026-07-01", "2026-11-20", other, file="b.pdf", account="6222000011112222"))[0]
    )


amounts = st.lists(st.integers(-100_000, 100_000).filter(bool), min_size=2, max_size=40)


@given(amounts, st.booleans())
def test_a_chain_made_of_its_amounts_never_breaks(cents, descending):
    rows = chained([str(Decimal(c) / 100) for c in cents])
    chain = chain_of(replace(statement(rows[::-1] if descending else rows), id="d1"))
    assert (chain.broken, chain.unread) == ((), ())


@given(amounts, st.booleans(), st.randoms(use_true_random=False), st.integers(1, 5000))
def test_one_altered_amount_of_a_long_chain_is_the_one_named(cents, descending, chance: random.Random, by):
    rows = chained([str(Decimal(c) / 100) for c in [*cents, 1, 1, 1, 1]])
    at = chance.randrange(1, len(rows))
    rows[at] = replace(rows[at], amount=rows[at].amount + Decimal(by) / 100)
    chain = chain_of(replace(statement(rows[::-1] if descending else rows), id="d1"))
    assert [link.later for link in chain.broken] == [rows[at]]


# ---------------------------------------------------------------- totals


def test_printed_totals_and_counts():
    told = {
        "printed_in": Decimal("300.00"),
        "printed_out": Decimal("36.50"),
        "printed_count_in": 2,
        "printed_count_out": 3,
        "printed_count": 5,
    }
    assert outcome(statement(ROWS, **told)) == ([], [])
    assert outcome(statement(ROWS, **(told | {"printed_out": Decimal("-36.50")}))) == ([], [])
    for name, wrong in (("printed_in", Decimal("300.01")), ("printed_count_out", 4), ("printed_count", 6)):
        assert outcome(statement(ROWS, **(told | {name: wrong}))) == (["BNK202"], [])


def test_a_row_of_nothing_may_be_counted_on_either_side():
    rows = [*ROWS, replace(ROWS[-1], amount=Decimal("0.00"))]
    assert outcome(statement(rows, printed_count_in=2)) == ([], [])
    assert outcome(statement(rows, printed_count_in=3)) == ([], [])
    assert outcome(statement(rows, printed_count_in=4)) == (["BNK202"], [])


def test_totals_that_cannot_be_compared():
    unread = [*ROWS[:4], replace(ROWS[4], amount=None, unread=frozenset({"amount"}))]
    assert "BNK202" in outcome(statement(unread, printed_in=Decimal("300.00")))[1]
    assert outcome(statement(ROWS, printed_in=None)) == ([], ["BNK202"])


def test_neutral_rows_of_a_wallet_are_in_neither_total():
    rows = (move("2026-06-01", "10.00"), move("2026-06-02", "99.00", neutral=True))
    mine = wallet("2025-11-01", "2026-11-20", rows, printed_in=Decimal("10.00"), printed_count=2)
    assert "BNK202" not in outcome(mine, under="gig_worker")[0]


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize(
    ("printed", "holes"),
    [("1,2,4/4", (3,)), ("1,2,3/3", ()), ("1,2,3/5", (4, 5)), ("2/2", (1,)), ("1,3", (2,)), ("", ()), ("?/?", ())],
)
def test_holes_in_the_page_numbers(printed, holes):
    assert missing_pages(bank("2026-05-01", "2026-11-20", page_numbers=printed)) == holes


def test_a_missing_page_shares_the_item_of_its_account():
    lacking = bank("2026-06-01", "2026-11-20", page_numbers="1,3/3")
    conclusion = conclude(*ID, lacking)
    (item,) = conclusion.items
    assert item.codes == ("BNK101", "BNK203")
    assert "缺第 2 页" in item.reason


def test_page_numbers_that_could_not_be_read():
    assert outcome(statement(ROWS, page_numbers=None)) == ([], ["BNK203"])


def test_a_chain_broken_by_a_missing_page_says_so():
    conclusion = conclude(*ID, statement([*ROWS[:2], *ROWS[3:]], page_numbers="1,3/3"))
    (broken,) = (f for f in conclusion.findings if f.code == "BNK201")
    assert "可能缺了第 2 页" in broken.message


# ---------------------------------------------------------------- what kind of paper it is


def test_an_export_that_proves_nothing_shares_the_missing_statements_item():
    ledger = paper("unknown", "记账本.csv", kind="not_a_statement")
    conclusion = conclude(*ID, ledger)
    assert [f.code for f in conclusion.findings] == ["BNK001", "BNK301"]
    (item,) = conclusion.items
    assert item.codes == ("BNK001", "BNK301")


def test_beside_a_statement_it_is_still_told():
    ledger = paper("unknown", "记账本.csv", kind="not_a_statement")
    assert outcome(statement(ROWS), ledger) == (["BNK301"], [])


def test_a_spreadsheet_is_advice_and_a_profile_may_raise_it():
    sheet = statement(ROWS, original="editable")
    assert (outcome(sheet), conclude(*ID, sheet).status) == ((["BNK302"], []), "complete")
    strict = profile().model_copy(update={"severity": {"BNK302": Severity.REQUIRED}})
    conclusion = conclude(*ID, sheet, under=strict)
    assert conclusion.status == "supplement"
    assert [i.codes for i in conclusion.items] == [("BNK302",)]


@pytest.mark.parametrize(
    ("traits", "signs"),
    [
        ({"producer": "OpenPDF 1.3.27"}, False),
        ({"creator": "WPS 表格"}, True),
        ({"creator": "PDFium", "producer": "PDFium"}, True),
        ({"producer": "Microsoft: Print To PDF"}, True),
        ({"producer": "openhtmltopdf.com"}, False),
        ({"producer": "ReportLab PDF Library"}, False),
        ({"creator": "Microsoft® Word 2019"}, True),
        ({"producer": "Microsoft Reporting Services PDF Rendering Extension"}, False),
        ({"updates": "1"}, True),
        ({"updates": "1", "ids_differ": "yes", "signed": "yes"}, True),
        ({"ids_differ": "yes", "signed": "yes"}, False),
        ({"ids_differ": "yes", "encrypted": "yes"}, False),
        ({"ids_differ": "yes"}, True),
        ({"producer": "Microsoft: Print To PDF", "scan": "yes"}, False),
        ({}, False),
    ],
)
def test_signs_of_a_file_that_was_saved_again(traits, signs):
    assert codes(*ID, statement(ROWS, traits=traits)) == (["BNK302", "TMP101"] if signs else [])


def test_a_card_or_letter_from_an_office_program_tells_nothing():
    assert codes(front(traits={"creator": "WPS 文字"}), back(), statement(ROWS)) == []


def test_two_currencies_of_one_account_are_apart_and_only_yuan_is_income():
    yuan = bank(
        "2026-05-01", "2026-11-20", (move("2026-06-01", "8000.00", "9000.00", summary="工资"),), currency="人民币"
    )
    dollars = bank("2026-05-01", "2026-11-20", (move("2026-06-01", "700.00", "50.00", summary="工资"),), currency="USD")
    unread = bank("2026-05-01", "2026-11-20", (move("2026-06-02", "600.00", "55.00", summary="工资"),), currency=None)
    found = conclude(dollars, yuan, unread)
    assert {m["bank"] for m in found.income["months"] if m["month"] == "2026-06"} == {"8000.00"}
    assert not [f for f in found.findings if f.code == "BNK201"]
