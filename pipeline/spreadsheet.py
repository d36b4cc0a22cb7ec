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
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(source.data))
        return _sheets(source, workbook)
    except calamine.PasswordError:
        return _failed(source, Fault.ENCRYPTED, _LOCKED)
    except (calamine.CalamineError, OSError, ValueError):
        return _failed(source, Fault.UNREADABLE, _DAMAGED)


def _failed(source: Source, fault: Fault, detail: str) -> Opened:
    return Opened(source, (), (), problems=(Problem(source.file, fault, detail),))


def _sheets(source: Source, workbook: calamine.CalamineWorkbook) -> Opened:
    grids: list[Grid] = []
    hidden: list[str] = []
    for meta in workbook.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if meta.visible != calamine.SheetVisibleEnum.Visible:
            hidden.append(meta.name)
            continue
        sheet = workbook.get_sheet_by_name(meta.name)
        if sheet.total_height * sheet.total_width > MOST_CELLS:
            return _failed(source, Fault.OVER_LIMIT, _HUGE)
        cells = sheet.to_python(skip_empty_area=False)
        if any(value != "" for row in cells for value in row):
            grids.append(Grid(source.file, meta.name, _rectangle([list(map(cell_text, row)) for row in cells])))
    if not grids:
        return _failed(source, Fault.UNREADABLE, _EMPTY)
    return Opened(source, (), tuple(grids), {"hidden_sheets": "、".join(hidden)} if hidden else {})


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


_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data: bytes) -> str | None:
    """Text of a CSV: by its byte order mark, else UTF-8 where it is valid, UTF-16 where every other byte is 0, else GB18030.

    None where it is none of these. One character cut off at the end does not matter.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data[:4000]:
        even = data[:4000:2].count(0) > data[1:4000:2].count(0)
        return _decoded(data, "utf-16-be" if even else "utf-16-le")
    return _decoded(data, "utf-8") or _decoded(data, "gb18030")


def _decoded(data: bytes, encoding: str) -> str | None:
    for end in (len(data), len(data) - 1, len(data) - 2, len(data) - 3):
        try:
            return data[: max(end, 0)].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(data) - 4:
                return None
    return None


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
