"""Workbooks as they come: encrypted, in markup, under another name, with what a cell does not show."""

from __future__ import annotations

import io
import logging
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from pipeline import intake, office_lock
from pipeline.intake import Intake, Limits, take_in
from pipeline.model import Fault, Grid, Opened, Source
from pipeline.sniff import Refusal, sniff
from pipeline.spreadsheet import open_spreadsheet

ROWS = [["交易日期", "交易金额", "余额"], ["2026-03-01", -12.5, 987.5], ["2026-03-02", 1300, 2287.5]]
READ = (("交易日期", "交易金额", "余额"), ("2026-03-01", "-12.5", "987.5"), ("2026-03-02", "1300", "2287.5"))


def xlsx(rows=ROWS, change=lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def locked(data: bytes, password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def opened(data: bytes, name: str = "a.xls") -> Opened:
    return open_spreadsheet(Source(name, "spreadsheet", "", data))


def rows(data: bytes) -> tuple[tuple[str, ...], ...]:
    (grid,) = opened(data).leaves
    assert isinstance(grid, Grid)
    return grid.rows


def taken(folder: Path, data: bytes, *passwords: str, name: str = "流水.xlsx", **more) -> Intake:
    (folder / name).write_bytes(data)
    return take_in(folder, passwords, **more)


# ---------------------------------------------------------------- encrypted


def test_an_encrypted_workbook_opens_with_the_password_that_fits(tmp_path: Path) -> None:
    (source,) = taken(tmp_path, locked(xlsx(), "密码123"), "wrong", "密码123").sources
    assert rows(source.data) == READ


@pytest.mark.parametrize(("passwords", "said"), [((), "请提供密码"), (("wrong",), "请核对密码后再试一次")])
def test_without_it_it_is_asked_for(tmp_path: Path, caplog, passwords: tuple[str, ...], said: str) -> None:
    with caplog.at_level(logging.DEBUG):
        (problem,) = taken(tmp_path, locked(xlsx(), "secret-word"), *passwords).problems
    assert problem.fault is Fault.ENCRYPTED
    assert said in problem.detail
    assert "wrong" not in caplog.text


LOCKED = Path(__file__).parent / "locked"
"""Workbooks of BIFF8, written with xlwt and encrypted after MS-OFFCRYPTO by a script of its own; the password is "secret"."""


@pytest.mark.parametrize("name", ["rc4.xls", "rc4-cryptoapi.xls"])
def test_an_encrypted_xls_opens_with_the_password_that_fits(tmp_path: Path, name: str) -> None:
    data = (LOCKED / name).read_bytes()
    (source,) = taken(tmp_path, data, "wrong", "secret", name="流水.xls").sources
    assert rows(source.data)[:3] == READ
    (problem,) = taken(tmp_path, data, name="流水.xls").problems
    assert problem.fault is Fault.ENCRYPTED


def test_protection_from_changes_alone_asks_for_nothing(tmp_path: Path) -> None:
    (source,) = taken(tmp_path, locked(xlsx(), office_lock.EVERYBODYS)).sources
    assert rows(source.data) == READ


def test_an_encrypted_letter_is_what_it_is(tmp_path: Path, monkeypatch) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as letter:
        letter.writestr("[Content_Types].xml", "<Types/>")
        letter.writestr("word/document.xml", "<a/>")
    monkeypatch.setattr(intake, "unlock", lambda data, passwords: out.getvalue())
    (problem,) = taken(tmp_path, locked(xlsx(), "secret"), "secret").problems
    assert problem.fault is Fault.UNSUPPORTED
    assert "Word" in problem.detail


@pytest.mark.parametrize("cut", [600, 3000, 6000])
def test_a_damaged_one_is_a_problem_and_no_crash(tmp_path: Path, cut: int) -> None:
    (problem,) = taken(tmp_path, locked(xlsx(), "secret")[:cut], "secret").problems
    assert problem.fault in (Fault.ENCRYPTED, Fault.UNSUPPORTED)


def test_a_key_that_would_take_hours_is_not_worked_out(monkeypatch) -> None:
    monkeypatch.setattr(office_lock, "_MOST_ROUNDS", 99_999)  # where Excel's own count is one too many
    with pytest.raises(office_lock.Unopenable):
        office_lock.unlock(locked(xlsx(), "secret"), ("secret",))


# ---------------------------------------------------------------- tables in markup

PAGE = """<html><head><meta charset="gb2312"><title>x</title><style>td{{a}}</style></head><body><h3>账户交易明细</h3>
<table border=1><tr><td colspan="3">户名：王建国&nbsp;&nbsp;账号：6222</td></tr>
<tr><th>交易日期</th><th>交易金额</th><th>余额</th></tr>
<tr><td rowspan=2>2026-03-01</td><td>-12.50</td><td>987.50</td></tr><tr><td>1,300.00</td><td>2,287.50</td></tr></table></body></html>"""


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-16"])
def test_a_web_page_named_xls(tmp_path: Path, encoding: str) -> None:
    (source,) = taken(tmp_path, PAGE.encode(encoding), name="流水.xls").sources
    assert rows(source.data) == (
        ("账户交易明细", "", ""),
        ("户名：王建国 账号：6222", "", ""),
        ("交易日期", "交易金额", "余额"),
        ("2026-03-01", "-12.50", "987.50"),
        ("", "1,300.00", "2,287.50"),
    )


def test_the_table_inside_a_table_of_a_web_page() -> None:
    page = "<table><tr><td>菜单</td><td><table><tr><td>日期<td>金额<tr><td>2026-03-01<td>5.00</table></td></tr></table>"
    assert [row for row in rows(page.encode()) if "日期" in row or "5.00" in row] == [
        ("日期", "金额"),
        ("2026-03-01", "5.00"),
    ]


XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="流水"><Table><Row><Cell ss:MergeAcross="1"><Data ss:Type="String">明细</Data></Cell></Row>
<Row ss:Index="3"><Cell><Data ss:Type="DateTime">2026-03-01T00:00:00.000</Data></Cell><Cell ss:Index="3"><Data ss:Type="Number">8012.1</Data></Cell>
<Cell ss:Formula="=SUM(1)"/></Row></Table></Worksheet>
<Worksheet ss:Name="旧"><Table/><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"""


def test_excels_xml_of_2003(tmp_path: Path) -> None:
    (source,) = taken(tmp_path, XML.encode(), name="流水.xls").sources
    found = opened(source.data)
    (grid,) = found.leaves
    assert isinstance(grid, Grid)
    assert grid.rows == (("明细", "", "", ""), ("", "", "", ""), ("2026-03-01", "", "8012.1", "（公式未计算）"))
    assert grid.sheet == "流水"
    assert found.traits == {"hidden_sheets": "旧"}


@pytest.mark.parametrize(
    "data",
    [XML.encode()[:500], b'<!DOCTYPE a [<!ENTITY b "c">]>' + XML.encode()[21:], b"<table></table>", b"<table><tr><td>"],
)
def test_markup_without_a_whole_table_is_a_problem(data: bytes) -> None:
    assert [p.fault for p in opened(data).problems] == [Fault.UNREADABLE]


def test_a_cell_that_claims_to_be_enormous_costs_nothing() -> None:
    page = "<table>" + '<tr><td colspan="999999" rowspan="999999">5</td></tr>' * 60 + "</table>"
    assert len(rows(page.encode())) == 60


# ---------------------------------------------------------------- what cells do not show


def test_a_formula_without_its_result_is_no_number_and_not_nothing() -> None:
    found = rows(xlsx([*ROWS, ["合计", "=SUM(B2:B3)", None]]))
    assert found[3] == ("合计", "（公式未计算）", "")


def test_a_formula_with_its_result_is_that_result() -> None:
    data = xlsx([*ROWS, ["合计", "=SUM(B2:B3)", 0]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name)
                .replace(b"</f><v></v>", b"</f><v>1287.5</v>")
                .replace(b"</f><v />", b"</f><v>1287.5</v>"),
            )
    assert rows(out.getvalue())[3][1] == "1287.5"


def test_zeros_of_a_program_that_works_nothing_out_are_no_results() -> None:
    data = xlsx([*ROWS, ["合计", "=SUM(B2:B3)", 0]])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"</f><v></v>", b"</f><v>0</v>").replace(b"</f><v />", b"</f><v>0</v>")
            )
    assert rows(out.getvalue())[3] == ("合计", "（公式未计算）", "0")


def test_errors_are_shown() -> None:
    assert rows(xlsx([*ROWS, ["2026-03-03", "#REF!", 5]]))[3] == ("2026-03-03", "（#REF!）", "5")


def test_hidden_rows_are_read_and_told() -> None:
    def hide(book):
        book.active.row_dimensions[2].hidden = True

    found = opened(xlsx(change=hide))
    assert found.traits == {"hidden_rows": "Sheet：1"}
    assert found.leaves[0].rows == READ


@pytest.mark.parametrize(
    "epoch", [openpyxl.utils.datetime.CALENDAR_WINDOWS_1900, openpyxl.utils.datetime.CALENDAR_MAC_1904]
)
def test_days_as_serial_numbers(epoch) -> None:
    def of(book):
        book.epoch = epoch

    offset = 0 if epoch.year == 1899 else 1462
    plain = [["交易日期", "交易时间", "金额"], [46082 - offset, 46082.5 - offset, 46082], [46083 - offset, "", 46083]]
    expected = (("2026-03-01", "2026-03-01 12:00:00", "46082"), ("2026-03-02", "", "46083"))
    assert rows(xlsx(plain, of))[1:] == expected
    assert rows(xlsx([["交易日期"], [datetime(2026, 3, 1)]], of))[1] == ("2026-03-01",)


def test_long_cells_and_many_rows() -> None:
    many = [
        ["交易日期", "金额", "备注"],
        *[[f"2026-03-{n % 28 + 1:02d}", n / 100, ""] for n in range(20_000)],
        ["x", 1, "长" * 32_000],
    ]
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("流水")
    for row in many:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    found = rows(out.getvalue())
    assert len(found) == 20_002
    assert found[-1][2] == "长" * 32_000
    assert found[20_000][1] == "199.99"


def test_a_workbook_that_unpacks_past_the_limit_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (300 << 20))
    (problem,) = taken(tmp_path, out.getvalue(), limits=Limits(archive_bytes=20 << 20)).problems
    assert problem.fault is Fault.OVER_LIMIT


def test_utf_16_without_a_mark_is_a_table_and_bytes_are_none() -> None:
    text = "交易日期\t交易金额\t余额\r\n2026-03-01\t-12.50\t987.50\r\n2026-03-02\t5.00\t992.50\r\n"
    for encoding in ("utf-16-le", "utf-16-be", "utf-16", "gbk", "utf-8-sig"):
        assert sniff(text.encode(encoding), "a.xls") == "csv"
    assert isinstance(sniff(bytes(range(256)) * 20, "a.csv"), Refusal)
