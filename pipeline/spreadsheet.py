"""Spreadsheets: every sheet of XLS, XLSX and ODS, and CSV in the encodings of Chinese banks, as grids of text.

The kind is told by the content, so an XLSX named .xls is read like any other. A sheet's sums and formulas are the values last saved.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePosixPath

import python_calamine as calamine

from pipeline import markup_tables, workbook_facts
from pipeline.encodings import decode
from pipeline.model import Fault, Grid, Opened, Problem, Source
from pipeline.text import normalise

MOST_CELLS = 5_000_000

_DAMAGED = "表格文件已损坏或不完整，打不开，请重新导出后再上传原文件"
_EMPTY = "表格文件是空的，请重新导出后再上传"
_LOCKED = "表格文件设有打开密码，请提供密码，或重新导出不带密码的文件"
_HUGE = "表格的行列太多，超出可读取的范围，请缩短时间范围后分几份导出"


def open_spreadsheet(source: Source) -> Opened:
    """The sheets of a spreadsheet or CSV file. A file that cannot be read gives an `Opened` with its problem.

    Hidden sheets are not read as pages of the document (nobody who looks at the file sees them); the trait "hidden_sheets" names them.
    """
    if source.kind == "csv":
        return _open_csv(source)
    if not source.data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return _open_markup(source)
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        return _sheets(source, workbook, workbook_facts.facts(source.data))
    except calamine.PasswordError:
        return _failed(source, Fault.ENCRYPTED, _LOCKED)
    except (calamine.CalamineError, OSError, ValueError):
        return _failed(source, Fault.UNREADABLE, _DAMAGED)


def _failed(source: Source, fault: Fault, detail: str) -> Opened:
    return Opened(source, (), (), problems=(Problem(source.file, fault, detail),))


def _sheets(source: Source, workbook: calamine.CalamineWorkbook, facts: workbook_facts.Facts) -> Opened:
    grids: list[Grid] = []
    traits: dict[str, list[str]] = {"hidden_sheets": [], "hidden_rows": []}
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            traits["hidden_sheets"].append(meta.name)
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            return _failed(source, Fault.OVER_LIMIT, _HUGE)
        known = facts.sheets.get(meta.name, workbook_facts.SheetFacts())
        rows = _cells(sheet.to_python(skip_empty_area=False), known, facts.from_1904)
        if any(value for row in rows for value in row):
            grids.append(Grid(source.file, meta.name, rows))
        if known.hidden_rows:
            traits["hidden_rows"].append(f"{meta.name}：{known.hidden_rows}")
    if not grids:
        return _failed(source, Fault.UNREADABLE, _EMPTY)
    return Opened(source, (), tuple(grids), {name: "、".join(told) for name, told in traits.items() if told})


def _cells(
    values: Sequence[Sequence[object]], known: workbook_facts.SheetFacts, from_1904: bool
) -> tuple[tuple[str, ...], ...]:
    rows = [list(map(cell_text, row)) for row in values]
    for (row, column), mark in known.marks.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = mark
    _date_serials(rows, _SERIAL_1904 if from_1904 else _SERIAL_1900)
    return _rectangle(rows)


_SERIAL_1900, _SERIAL_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_DAYS_HEAD = re.compile(r"[^\d]{0,10}(日期|时间|记账日|交易日|入账日)[^\d]{0,4}")
_SERIAL = re.compile(r"\d{1,5}(\.\d+)?|0?\.\d+")
_FIRST_DAY, _LAST_DAY = datetime(2000, 1, 1), datetime(2050, 1, 1)


def _date_serials(rows: list[list[str]], epoch: datetime) -> None:
    """Days that a column headed so holds as numbers of days, in a cell that is not formatted as a day, are written as days."""
    width = max(map(len, rows), default=0)
    for column in range(width):
        head = next((n for n, row in enumerate(rows) if column < len(row) and _DAYS_HEAD.fullmatch(row[column])), None)
        below = [n for n in range(head + 1, len(rows)) if column < len(rows[n])] if head is not None else []
        numbers = {n: float(rows[n][column]) for n in below if _SERIAL.fullmatch(rows[n][column])}
        if numbers and all(_FIRST_DAY <= epoch + timedelta(days=value) < _LAST_DAY for value in numbers.values()):
            for n, value in numbers.items():
                rows[n][column] = _moment(epoch + timedelta(days=value))


def cell_text(value: object) -> str:
    """A cell's value as `Grid` has it: 8012.1 is "8012.1", 3.0 is "3", a day is "2026-03-01", text is normalised and stripped."""
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return str(value) if isinstance(value, timedelta) else ""


def _clean(text: str) -> str:
    if text.isascii():  # most cells, and nothing to normalise
        return text.replace("\t", "").strip()
    return normalise(text).replace("\t", "").strip()


def _number(value: float) -> str:
    """The shortest decimal that is this number, rid of what binary arithmetic left behind (8012.100000001)."""
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    exact = Decimal(repr(value))
    if exact != exact.to_integral_value() and abs(exact) < Decimal(10) ** 12:
        exact = exact.quantize(Decimal("1e-6") if abs(exact) >= 1 else Decimal("1e-10"))
    plain = format(exact, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _moment(value: datetime) -> str:
    rounded = value + timedelta(milliseconds=500)  # a serial number of days is never wholly exact
    clock = rounded.replace(microsecond=0)
    return clock.date().isoformat() if clock.time() == time() else clock.isoformat(sep=" ")


def _rectangle(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    width = max(map(len, rows), default=0)
    return tuple((*row, *[""] * (width - len(row))) for row in rows)


# ---------------------------------------------------------------- tables in markup


def _open_markup(source: Source) -> Opened:
    """A web page or Excel's XML of 2003, which go by the name of .xls."""
    text = decode(source.data) or ""
    try:
        if markup_tables.is_xml_2003(text):
            sheets, hidden = markup_tables.xml_sheets(text)
        else:
            sheets, hidden = {PurePosixPath(source.file).stem: markup_tables.html_rows(text)}, ()
    except markup_tables.TooManyCells:
        return _failed(source, Fault.OVER_LIMIT, _HUGE)
    except markup_tables.NoTable:
        return _failed(source, Fault.UNREADABLE, _DAMAGED)
    grids = tuple(
        Grid(source.file, name, _rectangle([list(map(cell_text, row)) for row in rows]))
        for name, rows in sheets.items()
        if any(value != "" for row in rows for value in row)
    )
    if not grids:
        return _failed(source, Fault.UNREADABLE, _EMPTY)
    return Opened(source, (), grids, {"hidden_sheets": "、".join(hidden)} if hidden else {})


# ---------------------------------------------------------------- CSV


def _open_csv(source: Source) -> Opened:
    text = decode(source.data)
    if text is None or "\0" in text:
        return _failed(source, Fault.UNREADABLE, _DAMAGED)
    if not text.strip():
        return _failed(source, Fault.UNREADABLE, _EMPTY)
    rows = [list(map(_clean, row)) for row in _parsed(text)]
    sheet = PurePosixPath(source.file).stem
    return Opened(source, (), (Grid(source.file, sheet, _rectangle(rows)),))


def _parsed(text: str) -> list[list[str]]:
    """The cells of every line, parted by whichever of comma, tab, semicolon and bar parts most of the text."""
    csv.field_size_limit(10_000_000)
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")).readlines()
    delimiter = max(",\t;|", key=lambda mark: _parts(lines, mark))
    try:
        return list(_records(lines, delimiter))
    except csv.Error:
        return [_unquoted(line, delimiter) for line in lines if line.strip()]


def _parts(lines: Iterable[str], mark: str) -> int:
    """How many separators there are on the lines that hold as many of them as most do."""
    counts = Counter(re.sub(r'"[^"]*"', "", line).count(mark) for line in lines)
    return max((count * often for count, often in counts.items()), default=0)


def _unquoted(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter, quoting=csv.QUOTE_NONE))


_MOST_STRAY = 100


def _records(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    """The records. A quote that begins a cell and is never closed would swallow the lines below it, and is a part of the text.

    Where there are many such quotes, none that follows is taken for more than text.
    """
    lengths = Counter(map(len, csv.reader(lines, delimiter=delimiter)))
    usual = max(lengths, key=lambda length: length * lengths[length], default=0)
    at = stray = 0
    reader = None
    while at < len(lines) and stray < _MOST_STRAY:
        reader = reader or csv.reader((lines[n] for n in range(at, len(lines))), delimiter=delimiter)
        before = reader.line_num
        record = next(reader)
        taken = reader.line_num - before
        alone = _unquoted(lines[at], delimiter) if len(record) != usual and '"' in lines[at] else []
        if len(alone) == usual:
            record, taken, reader, stray = alone, 1, None, stray + 1
        yield record
        at += taken
    yield from (_unquoted(line, delimiter) for line in lines[at:])
