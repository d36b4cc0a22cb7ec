"""What an XLSX says of its cells beside their values: formulas without a result, errors, hidden rows, and where its days count from."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.markup_tables import UNCOUNTED
from pipeline.ofd_package import Broken, parsed, resolved

_LARGEST = 64 << 20  # of one sheet's XML that is looked through


@dataclass(frozen=True)
class SheetFacts:
    """Cells by (row, column), from 0, with what is written in place of the value that they lack; and the count of hidden rows."""

    marks: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: int = 0


@dataclass(frozen=True)
class Facts:
    """By the name of each sheet; `from_1904` where the days of the workbook count from 1904."""

    sheets: Mapping[str, SheetFacts] = field(default_factory=dict)
    from_1904: bool = False


def facts(data: bytes) -> Facts:
    """What an XLSX tells; nothing of what is no XLSX or cannot be looked through."""
    if not data.startswith(b"PK"):
        return Facts()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return _facts(opened)
    except (Broken, KeyError, zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return Facts()


def _facts(opened: zipfile.ZipFile) -> Facts:
    book = opened.read("xl/workbook.xml")
    tree = parsed(book)
    targets = {r.get("Id"): r.get("Target", "") for r in parsed(opened.read("xl/_rels/workbook.xml.rels"))}
    unsure = re.search(rb'fullCalcOnLoad="(1|true)"', book) is not None
    found = {}
    for sheet in tree.iterfind("sheets/sheet"):
        path = resolved("xl/workbook.xml", targets.get(sheet.get("id"), ""))
        if path in opened.namelist() and opened.getinfo(path).file_size <= _LARGEST:
            found[sheet.get("name", "")] = _of_sheet(opened.read(path), unsure)
    return Facts(found, re.search(rb'date1904="(1|true)"', book) is not None)


_HIDDEN = re.compile(rb'<(?:\w+:)?row\b[^>]*\bhidden="(?:1|true)"')
_CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>/]*>([^<]*)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def _of_sheet(xml: bytes, unsure: bool) -> SheetFacts:
    hidden = len(_HIDDEN.findall(xml)) if b"hidden=" in xml else 0
    if not _FORMULA.search(xml) and b't="e"' not in xml:
        return SheetFacts({}, hidden)
    marks: dict[tuple[int, int], str] = {}
    zeros: dict[tuple[int, int], str] = {}
    counted = 0
    for place, formula, value, error in _cells(xml):
        if error:
            marks[place] = f"（{value or '出错'}）"
        elif formula and not value:
            marks[place] = UNCOUNTED
        elif formula and value in ("0", "0.0"):
            zeros[place] = UNCOUNTED
        else:
            counted += formula
    # A program that writes formulas without working them out puts 0 everywhere and asks Excel to count when it opens the file.
    return SheetFacts(marks | zeros if unsure and not counted else marks, hidden)


def _cells(xml: bytes) -> Iterator[tuple[tuple[int, int], bool, str, bool]]:
    """Place, whether it is a formula, value, and whether that is an error, of every cell that tells its place."""
    for attributes, content in _CELL.findall(xml):
        formula, error = _FORMULA.search(content) is not None, b't="e"' in attributes
        if (formula or error) and (place := _PLACE.search(attributes)):
            value = _VALUE.search(content)
            yield _at(place), formula, value[1].decode("utf-8", "replace").strip() if value else "", error


def _at(place: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in place[1]:
        column = column * 26 + letter - 64
    return int(place[2]) - 1, column - 1
