import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Fault, Source
from pipeline.spreadsheet import cell_text, decode, open_spreadsheet


def workbook(*rows, hidden=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name in hidden:
        book.create_sheet(name).sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    return Source("a.xls", "spreadsheet", "", data.getvalue())


def csv(data):
    return open_spreadsheet(Source("dir/账单.csv", "csv", "", data))


@pytest.mark.parametrize(
    ("value", "text"),
    [(8012.1, "8012.1"), (8012.100000001, "8012.1"), (3.0, "3"), (0.1 + 0.2, "0.3"), (-12.5, "-12.5"), (1e15, "1000000000000000"),
     (date(2026, 3, 1), "2026-03-01"), (datetime(2026, 3, 1, 10, 15), "2026-03-01 10:15:00"), (datetime(2026, 3, 1), "2026-03-01"),
     (datetime(2026, 3, 1, 10, 14, 59, 999999), "2026-03-01 10:15:00"), ("\t２０２６ ", "2026"), ("", ""), (float("nan"), "")],
)  # fmt: skip
def test_cell_text(value, text):
    assert cell_text(value) == text


@given(st.integers(-(10**11), 10**11))
def test_every_amount_in_cents_survives_a_float(cents):
    from decimal import Decimal

    assert Decimal(cell_text(cents / 100)) * 100 == cents


def test_xlsx_named_xls_is_read_and_hidden_sheets_are_named():
    opened = open_spreadsheet(workbook(["日期", "金额"], [datetime(2026, 3, 1), 8012.1], hidden=["旧"]))
    assert opened.leaves[0].rows == (("日期", "金额"), ("2026-03-01", "8012.1"))
    assert opened.traits == {"hidden_sheets": "旧"}
    assert opened.leaves[0].place(1, 1).cell == "B2"


@pytest.mark.parametrize("data", [b"PK\x03\x04 nothing", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b""])
def test_damaged_workbook_is_a_problem(data):
    opened = open_spreadsheet(Source("a.xlsx", "spreadsheet", "", data))
    assert opened.leaves == ()
    assert [problem.fault for problem in opened.problems] == [Fault.UNREADABLE]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_every_encoding_and_delimiter(encoding, mark):
    lines = ["交易日期,交易金额,余额", "2026-03-01,-12.50,987.50", '2026-03-02,"1,300.00",2287.50']
    text = "\r\n".join(
        line if mark == "," else line.replace('"1,300.00"', "1300.00").replace(",", mark) for line in lines
    )
    rows = csv(text.encode(encoding)).leaves[0].rows
    assert rows[0] == ("交易日期", "交易金额", "余额")
    assert rows[2][1].replace(",", "") == "1300.00"


def test_csv_keeps_blank_lines_so_that_cells_keep_their_numbers():
    grid = csv('标题\r\n\r\n日期,金额\r\n2026-03-01,"\t5.00"\r\n'.encode("gbk")).leaves[0]
    assert grid.rows[2] == ("日期", "金额")
    assert grid.rows[3] == ("2026-03-01", "5.00")
    assert grid.sheet == "账单"


def test_text_that_is_none_is_a_problem():
    assert csv(b"\xff\xff\xff\x81\x00\x00").problems
    assert csv(b"  \n ").problems
    assert decode("余额".encode("gbk")[:-1]) == "余"


GOOD = '2026-01-01,甲,"转账备注\n第二行, ""加急""",12.00,/\n'
STRAY = '2026-01-02,"乙 5寸,商品,3.00,/\n'


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_quote_that_is_never_closed_swallows_no_line(end):
    text = "时间,对方,商品,金额,备注\n" + (GOOD * 4 + STRAY) * 30
    opened = open_spreadsheet(Source("a.csv", "csv", "", text.replace("\n", end).encode()))
    (grid,) = opened.leaves
    assert len(grid.rows) == 151
    assert set(grid.rows[1:]) == {
        ("2026-01-01", "甲", '转账备注\n第二行, "加急"', "12.00", "/"),
        ("2026-01-02", '"乙 5寸', "商品", "3.00", "/"),
    }


def test_cells_with_newlines_and_tabs_do_not_hide_which_separator_it_is():
    text = "时间,对方,商品,金额,单号,备注\n" + '2026-01-01,甲,"""转账""\n",¥12.00,42000\t,1000\t\n' * 9
    (grid,) = open_spreadsheet(Source("a.csv", "csv", "", text.encode())).leaves
    assert {len(row) for row in grid.rows} == {6}
