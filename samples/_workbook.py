"""Spreadsheets that come out the same every time, and remember in which cell each value went."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter


class Sheet:
    """One sheet, written row by row. Cells count from 1."""

    def __init__(self, name: str, when: datetime) -> None:
        self.book = Workbook()
        self.page = self.book.active
        self.page.title = name
        self.name, self.row = name, 0
        self.book.properties.creator = "sample"
        self.book.properties.created = self.book.properties.modified = when
        self.fields: dict[str, dict[str, Any]] = {}

    def add(self, *cells: Any) -> None:
        self.row += 1
        for column, value in enumerate(cells, 1):
            if value is not None and value != "":
                self.page.cell(self.row, column, value)

    def note(self, name: str, value: Any, column: int, row: int | None = None) -> None:
        cell = f"{get_column_letter(column)}{row or self.row}"
        self.fields[name] = {"value": value, "sheet": self.name, "cell": cell, "method": "cell"}

    def merge(self, last_column: int) -> None:
        self.page.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=last_column)

    def finish(self) -> bytes:
        buffer = io.BytesIO()
        when = self.book.properties.modified
        self.book.save(buffer)
        return _still(buffer.getvalue(), f"{when:%Y-%m-%dT%H:%M:%SZ}")


def _still(data: bytes, when: str) -> bytes:
    """The same package without the moment at which it was written."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                head, _, rest = content.decode().partition("<dcterms:modified")
                opening, _, tail = rest.partition(">")
                content = f"{head}<dcterms:modified{opening}>{when}{tail[tail.index('<') :]}".encode()
            new.writestr(zipfile.ZipInfo(info.filename, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def widths(sheet: Sheet, wide: Sequence[int]) -> None:
    for column, width in enumerate(wide, 1):
        sheet.page.column_dimensions[get_column_letter(column)].width = width
