"""Tables in markup that go by the name of .xls: web pages, as many online banks export, and Excel's XML of 2003.

Both are read as a stream into rows of text; merged cells have their text in the first one, as in a workbook.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.parsers import expat

Rows = list[list[object]]
MOST_CELLS = 5_000_000
_WIDEST, _TALLEST = 1000, 100_000  # of a merged cell


class NoTable(ValueError):
    """It holds no table, or is no markup."""


class TooManyCells(ValueError):
    """More cells than any export has."""


@dataclass
class _Filling:
    """Rows while they are filled; `reach` is the last row that a cell above takes of a column."""

    rows: Rows = field(default_factory=list)
    reach: dict[int, int] = field(default_factory=dict)
    cells: int = 0

    def next_row(self) -> None:
        """Begin a row."""
        self.rows.append([])

    def put(self, text: object, wide: int = 1, high: int = 1, column: int | None = None) -> None:
        """Write a cell into the row begun: at `column`, or behind the cells before it."""
        if not self.rows:
            self.next_row()
        row, number = self.rows[-1], len(self.rows) - 1
        while self.reach.get(len(row), -1) >= number if column is None else len(row) < min(column, _WIDEST):
            row.append("")
        start, wide, high = len(row), min(max(wide, 1), _WIDEST), min(max(high, 1), _TALLEST)
        row.append(text)
        row += [""] * (wide - 1)
        self.cells += wide
        if high > 1:
            self.reach.update(dict.fromkeys(range(start, start + wide), number + high - 1))
        if self.cells > MOST_CELLS:
            raise TooManyCells


# ---------------------------------------------------------------- web pages


def is_html(text: str) -> bool:
    """Whether a text is a web page with a table."""
    return re.search(r"<table\b", text, re.IGNORECASE) is not None


def html_rows(text: str) -> Rows:
    """The rows of a web page: those of its tables, and each line of text between them as a row of one cell."""
    reader = _Html()
    reader.feed(text)
    reader.close()
    reader.end_line()
    if not any(any(row) for row in reader.filling.rows):
        raise NoTable
    return reader.filling.rows


_SILENT = frozenset(("script", "style", "title", "xml"))
_LINES = frozenset(("p", "div", "br", "h1", "h2", "h3", "h4", "caption", "li", "table", "tr", "td", "th"))


class _Html(HTMLParser):
    """The innermost rows count: a table that lays out the page holds the one with the data in a cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.filling = _Filling()
        self.text: list[str] = []
        self.cell: tuple[int, int] | None = None
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self.silent += 1
        elif tag in ("td", "th"):
            self.end_cell()
            told = dict(attrs)
            self.cell = _span(told.get("colspan")), _span(told.get("rowspan"))
        elif tag == "tr":
            self.end_cell()
            self.end_line()
            self.filling.next_row()
        elif tag == "br" and self.cell:
            self.text.append(" ")
        elif tag == "table" or (tag in _LINES and not self.cell):
            self.end_cell()
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag in ("td", "th", "tr", "table"):
            self.end_cell()
        if tag in _LINES and not self.cell:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.text.append(data)

    def end_cell(self) -> None:
        """Write the cell that is open, if one is."""
        if self.cell:
            self.filling.put(self._taken_text(), *self.cell)
            self.cell = None

    def end_line(self) -> None:
        """Text outside of any cell is a row of its own."""
        if text := self._taken_text():
            self.filling.next_row()
            self.filling.put(text)

    def _taken_text(self) -> str:
        text = " ".join("".join(self.text).split())
        self.text = []
        return text


def _span(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 1


# ---------------------------------------------------------------- Excel's XML of 2003


def is_xml_2003(text: str) -> bool:
    """Whether a text is a workbook in Excel's XML of 2003."""
    return (
        re.search(r"<(\w+:)?workbook\b", text, re.IGNORECASE) is not None and "urn:schemas-microsoft-com:office" in text
    )


@dataclass
class _Sheet:
    name: str
    filling: _Filling = field(default_factory=_Filling)
    hidden: bool = False


def xml_sheets(text: str) -> tuple[Mapping[str, Rows], tuple[str, ...]]:
    """The visible sheets of such a workbook by their names, and the names of the hidden ones.

    Raises `NoTable` where it is cut off or no such workbook, or declares a document type.
    """
    reader = _Xml2003()
    parser = expat.ParserCreate("utf-8", "}")  # whatever encoding it says that it is in
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.text.append
    parser.StartDoctypeDeclHandler = _refuse
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except (expat.ExpatError, UnicodeError, LookupError) as error:
        raise NoTable from error
    shown = {sheet.name: sheet.filling.rows for sheet in reader.sheets if not sheet.hidden}
    return shown, tuple(sheet.name for sheet in reader.sheets if sheet.hidden)


def _refuse(*_: object) -> None:
    raise NoTable


class _Xml2003:
    """What happens at each element: Worksheet, Row, Cell and Data; an Index says where rows or cells are left out."""

    def __init__(self) -> None:
        self.sheets: list[_Sheet] = []
        self.text: list[str] = []
        self.cell: Mapping[str, str] = {}
        self.kind = ""
        self.value: object = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        tag, told = _local(name), {_local(key): value for key, value in attributes.items()}
        if tag == "Worksheet":
            self.sheets.append(_Sheet(told.get("Name", "")))
        elif tag == "Row" and self.sheets:
            self._row(_span(told.get("Index")) if "Index" in told else 0)
        elif tag == "Cell":
            self.cell, self.value = told, None
        elif tag == "Data":
            self.kind = told.get("Type", "")
        if tag in ("Data", "Visible"):
            self.text.clear()

    def _row(self, index: int) -> None:
        filling = self.sheets[-1].filling
        filling.cells += 1
        for _ in range(max(1, min(index, _TALLEST) - len(filling.rows))):
            filling.next_row()

    def end(self, name: str) -> None:
        """An element ends."""
        tag = _local(name)
        if not self.sheets:
            return
        if tag == "Data":
            self.value = _typed("".join(self.text), self.kind)
        elif tag == "Cell":
            self._put()
        elif tag == "Visible":
            self.sheets[-1].hidden = "Hidden" in "".join(self.text)

    def _put(self) -> None:
        wide, high = (1 + (_span(self.cell[key]) if key in self.cell else 0) for key in ("MergeAcross", "MergeDown"))
        column = _span(self.cell["Index"]) - 1 if "Index" in self.cell else None
        empty = self.value in (None, "")
        uncounted = "Formula" in self.cell and empty
        self.sheets[-1].filling.put(UNCOUNTED if uncounted else "" if empty else self.value, wide, high, column)


UNCOUNTED = "（公式未计算）"
"""What a cell holds whose formula was saved without its result: no number, and not nothing."""


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _typed(text: str, kind: str) -> object:
    """A value as a workbook has it: a moment without its T and its midnight, a number as one."""
    if kind == "DateTime":
        day, _, clock = text.partition("T")
        clock = clock.split(".")[0]
        return day if clock in ("", "00:00:00") else f"{day} {clock}"
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    return text
