"""`report.html`: one page that stands alone, for the officer and the applicant.

It shows the supplement list, and each document with its pages and the rectangles that its values were read from. It asks
for nothing outside itself, and its content policy forbids that too: file names and recognised text are not trusted.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import cv2
import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipeline import chart, contract, labels, publish
from pipeline.model import Box, Document, Evidence, Field, Finding, Grid, Pixels, Place, Review, Row, Severity, Source
from pipeline.spreadsheet import open_spreadsheet

Picture = Callable[[str, int], bytes | None]
"""(file, page) -> that page as displayed, as JPEG or PNG; None where it cannot be drawn."""

Sheet = Callable[[str, str], Grid | None]
"""(file, sheet) -> its cells; None where they cannot be read again."""

MOST_PAGES, ALL_PAGES = 6, 60
"""Pages shown of one document, and about as many in all; what is left out is said in a sentence."""

MOST_ROWS = 120
"""Rows listed of one document, likewise."""

MOST_LINES, MOST_COLUMNS = 24, 16
"""The size of a spreadsheet's excerpt."""


def jpeg(pixels: Pixels, width: int = 1100, quality: int = 70) -> bytes:
    """A page's pixels as a JPEG of at most `width` pixels across, as the report wants it."""
    wide = pixels.shape[1]
    if wide > width:
        size = (width, max(1, round(pixels.shape[0] * width / wide)))
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    done, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise ValueError("a page of this size cannot be written as JPEG")
    return data.tobytes()


def sheets_of(sources: Iterable[Source]) -> Sheet:
    """A `Sheet` over the spreadsheets among an application's sources, each opened once and only when asked for."""
    by_file = {source.file: source for source in sources if source.kind in ("spreadsheet", "csv")}

    @cache
    def opened(file: str) -> dict[str, Grid]:
        leaves = open_spreadsheet(by_file[file]).leaves if file in by_file else ()
        return {leaf.sheet: leaf for leaf in leaves if isinstance(leaf, Grid)}

    return lambda file, sheet: opened(file).get(sheet)


# ---------------------------------------------------------------- what the template is given


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on a page, in the page's unit. `key` ties it to the line of the table with the same key."""

    kind: str  # field | row | evidence
    key: str
    tip: str
    box: Box


@dataclass(frozen=True, slots=True)
class PageView:
    """A page with its picture as a data URI (None where it cannot be drawn) and its rectangles."""

    file: str
    number: int
    width: float
    height: float
    uri: str | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a spreadsheet's excerpt; `key` where a value was read from it, `kind` as a mark's."""

    text: str
    key: str | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a spreadsheet's excerpt; `after_gap` where lines before it are left out."""

    number: int
    cells: tuple[Cell, ...]
    after_gap: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """The part of a sheet around the cells that values were read from."""

    file: str
    sheet: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A line of a document's table of fields."""

    key: str
    label: str
    value: str
    reason: str
    confidence: str
    doubtful: bool
    method: str
    note: str


@dataclass(frozen=True)
class DocumentView:
    """A document as the report shows it."""

    document: Document
    name: str
    files: str
    original: str
    confidence: str
    fields: tuple[FieldView, ...]
    pages: tuple[PageView, ...]
    left_out: str
    sheets: tuple[SheetView, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rows_left_out: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding for the officer; `anchors` are the places it rests on, (key of its rectangle or "" where not shown, text)."""

    label: str
    severity: str
    message: str
    anchors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rest:
    """A piece of evidence with the key of its rectangle."""

    key: str
    finding: Finding
    evidence: Evidence


def report_html(review: Review, picture: Picture, sheet: Sheet) -> str:
    """The whole page as text. `picture` and `sheet` are asked only for what is shown."""
    rests = tuple(_rests(review.findings))
    pages_of = cache(picture)  # two cards on one page: it is drawn once
    most = max(1, min(MOST_PAGES, ALL_PAGES // max(len(review.documents), 1)))
    documents = [_document(document, rests, pages_of, sheet, most) for document in review.documents]
    shown = _shown(documents)
    income = contract.plain(review.income)
    style, script = _asset("report.css"), _asset("report.js")
    page: str = _template().render(
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        review=review,
        headline=publish.headline(review),
        advice=publish.advice_line(review),
        looks=publish.to_look_at(review),
        hints=publish.hints(review),
        documents=documents,
        shown=shown,
        findings=[_finding(n, finding, shown) for n, finding in enumerate(review.findings, 1)],
        income=income,
        chart=_chart(income),
        people=[_person(review, applicant) for applicant in review.applicants],
    )
    return page


def _shown(documents: Iterable[DocumentView]) -> frozenset[str]:
    """The keys of everything that is marked on a page or in a sheet of the report."""
    on_pages = (mark.key for d in documents for page in d.pages for mark in page.marks)
    in_sheets = (cell.key for d in documents for sheet in d.sheets for line in sheet.lines for cell in line.cells)
    return frozenset(key for key in (*on_pages, *in_sheets) if key)


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("pipeline"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "chinese_day": labels.chinese_day,
        "chinese_month": labels.chinese_month,
        "months_span": labels.months_span,
        "plain": labels.plain,
        "grouped": lambda text: f"{float(text):,.2f}" if text is not None else "—",
        "clean": publish.clean,
    }
    environment.globals |= {
        "ways": publish.ways,
        "COVERAGES": labels.COVERAGES,
        "SOURCES": labels.SOURCES,
        "TYPES": labels.TYPES,
    }
    return environment.get_template("report.html.j2")


@cache
def _asset(name: str) -> str:
    return (files("pipeline") / "templates" / name).read_text("utf-8").strip()


def _policy(style: str, script: str) -> str:
    """Nothing from outside, and no style or script but our own two."""
    return (
        f"default-src 'none'; img-src data:; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _chart(income: Mapping[str, Any] | None) -> chart.Chart | None:
    if not income or not income.get("months"):
        return None
    average = income.get("monthly_average")
    return chart.income_chart(income["months"], float(average) if average is not None else None)


def _person(review: Review, applicant: Mapping[str, Any]) -> str:
    """ "借款人：王建国", the name from the first of the person's papers that gives one."""
    theirs = [document for document in review.documents if document.id in applicant.get("documents", ())]
    names = [name for d in theirs for name in (d.value("name"), d.value("holder")) if name]
    role = labels.ROLES.get(str(applicant.get("role")), "")
    return f"{role}：{names[0]}" if names else role


# ---------------------------------------------------------------- findings


_SEVERITIES = {Severity.REQUIRED: "需补充", Severity.REVIEW: "需核对", Severity.ADVICE: "提示"}


def _rests(findings: Sequence[Finding]) -> Iterator[Rest]:
    for n, finding in enumerate(findings, 1):
        for m, evidence in enumerate(finding.evidence, 1):
            yield Rest(f"e{n}-{m}", finding, evidence)


def _finding(n: int, finding: Finding, shown: Collection[str]) -> FindingView:
    anchors = [(f"e{n}-{m}", _spot(evidence)) for m, evidence in enumerate(finding.evidence, 1)]
    return FindingView(
        label=_SEVERITIES[finding.severity],
        severity=finding.severity.value,
        message=finding.message,
        anchors=tuple((key if key in shown else "", spot) for key, spot in anchors),
    )


def _spot(evidence: Evidence) -> str:
    place = evidence.place
    spot = f"第 {place.page} 页" if place.page else f"{place.sheet} {place.cell}" if place.cell else ""
    return " ".join(part for part in (place.file, spot, f"“{evidence.text}”" if evidence.text else "") if part)


def _concerns(rest: Rest, document: Document) -> bool:
    """Whether evidence belongs on this document's pages: the finding names it, or names none and its file is this one's."""
    if rest.finding.documents:
        return document.id in rest.finding.documents
    return rest.evidence.place.file in {part.file for part in document.parts}


# ---------------------------------------------------------------- documents


def _document(document: Document, rests: Iterable[Rest], picture: Picture, sheet: Sheet, most: int) -> DocumentView:
    own = [rest for rest in rests if _concerns(rest, document)]
    placed = [*_evidence_marks(own), *_field_marks(document), *_row_marks(document)]
    pages, left_out = _pages(document, placed, picture, most)
    shown = document.rows[:MOST_ROWS]
    columns = _columns(document)
    return DocumentView(
        document=document,
        name=labels.document_name(document),
        files="、".join(labels.where(part) for part in document.parts),
        original=labels.ORIGINALS[document.original],
        confidence=f"{int(document.confidence * 100 + 1e-9)}%",
        fields=tuple(_field(document, name) for name in contract.in_order(document)),
        pages=pages,
        left_out=left_out,
        sheets=tuple(_sheets(placed, sheet)),
        columns=tuple(labels.COLUMNS[column] for column in columns),
        rows=tuple(tuple(_column_text(row, column) for column in columns) for row in shown),
        rows_left_out=_said_rows(len(shown), len(document.rows)),
    )


def _said_rows(shown: int, of: int) -> str:
    return f"这里列出前 {shown} 行，共 {of} 行。" if shown < of else f"共 {of} 行。"


def _columns(document: Document) -> list[str]:
    names = contract.COLUMNS.get(document.type, ())
    return [
        name
        for name in names
        if any(getattr(row, name, None) is not None or name in row.unread for row in document.rows)
    ]


def _column_text(row: Row, column: str) -> str:
    if column in row.unread:
        return "未读出"
    value = getattr(row, column, None)
    return labels.SCHEMES.get(str(value), labels.plain(value)) if column == "scheme" else labels.plain(value)


def _field(document: Document, name: str) -> FieldView:
    field = document.fields[name]
    return FieldView(
        key=f"{document.id}-{name}",
        label=labels.field_label(document, name),
        value=labels.field_text(document, name),
        reason=(field.reason or "不清楚") if field.value is None else "",
        confidence=labels.sure(field),
        doubtful=field.confidence < 0.9,
        method=labels.METHODS[field.method],
        note=_note(field),
    )


def _note(field: Field) -> str:
    """Where a value is not simply what was read: what it was before, or the readings that it was decided from."""
    if field.method == "human":
        return f"程序读数：{labels.plain(field.was) or '未读出'}"
    readings = dict.fromkeys(field.readings)
    return f"读数：{' / '.join(readings)}" if len(readings) > 1 else ""


# ---------------------------------------------------------------- rectangles


@dataclass(frozen=True, slots=True)
class _Placed:
    """What is to be marked, wherever it stands."""

    kind: str
    key: str
    tip: str
    place: Place


def _evidence_marks(rests: Iterable[Rest]) -> Iterator[_Placed]:
    return (_Placed("evidence", rest.key, rest.finding.message, rest.evidence.place) for rest in rests)


def _field_marks(document: Document) -> Iterator[_Placed]:
    for name, field in document.fields.items():
        if field.place:
            value = labels.field_text(document, name) or "未读出"
            tip = f"{labels.field_label(document, name)}：{value}（{labels.sure(field)}）"
            yield _Placed("field", f"{document.id}-{name}", tip, field.place)


def _row_marks(document: Document) -> Iterator[_Placed]:
    for row in document.rows:
        if row.place:
            said = (getattr(row, "date", None) or getattr(row, "month", None), row.amount)
            yield _Placed("row", "", " ".join(labels.plain(one) for one in said if one is not None), row.place)


def _pages(
    document: Document, placed: Sequence[_Placed], picture: Picture, most: int
) -> tuple[tuple[PageView, ...], str]:
    every = [
        (part.file, page, size) for part in document.parts for page, size in zip(part.pages, part.sizes, strict=True)
    ]
    weight = {"evidence": 4, "field": 2, "row": 0}
    worth: dict[tuple[str, int | None], int] = {}
    for one in placed:
        spot = (one.place.file, one.place.page)
        worth[spot] = worth.get(spot, 0) | weight[one.kind]
    best = sorted(range(len(every)), key=lambda n: (-worth.get(every[n][:2], 0), n))[:most]
    pages = tuple(_page(*every[n], placed, picture) for n in sorted(best))
    gone = len(every) - len(pages)
    return pages, f"这份材料共 {len(every)} 页，这里显示其中 {len(pages)} 页。" if gone else ""


def _page(file: str, number: int, size: tuple[float, float], placed: Sequence[_Placed], picture: Picture) -> PageView:
    marks = [
        Mark(one.kind, one.key, one.tip, _roomy(one.place.box, size))
        for one in placed
        if one.place.box and (one.place.file, one.place.page) == (file, number)
    ]
    order = {"row": 0, "field": 1, "evidence": 2}
    data = picture(file, number)
    return PageView(
        file=file,
        number=number,
        width=size[0],
        height=size[1],
        uri=_uri(data) if data else None,
        marks=tuple(sorted(marks, key=lambda mark: order[mark.kind])),
    )


def _roomy(box: Box, size: tuple[float, float]) -> Box:
    """A box with a little air, so that its line does not run through the text."""
    air = size[0] / 500
    return Box(
        max(box.left - air, 0), max(box.top - air, 0), min(box.right + air, size[0]), min(box.bottom + air, size[1])
    )


def _uri(data: bytes) -> str:
    kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


# ---------------------------------------------------------------- spreadsheets


def _sheets(placed: Sequence[_Placed], sheet: Sheet) -> Iterator[SheetView]:
    spots = dict.fromkeys((one.place.file, one.place.sheet) for one in placed if one.place.sheet and one.place.cell)
    for file, name in spots:
        grid = sheet(file, str(name))
        if grid:
            cells = [one for one in placed if (one.place.file, one.place.sheet) == (file, name) and one.place.cell]
            yield _excerpt(grid, cells)


def _excerpt(grid: Grid, placed: Sequence[_Placed]) -> SheetView:
    """The lines that hold a marked cell, with the lines beside them, the most telling first where there are too many."""
    marked = {_position(str(one.place.cell)): one for one in reversed(placed)}
    wanted: dict[int, None] = {}
    for kind in ("evidence", "field", "row"):
        for (line, _), one in marked.items():
            if one.kind == kind:
                wanted |= dict.fromkeys(range(max(line - 1, 0), min(line + 2, len(grid.rows))))
    lines = sorted(list(wanted)[:MOST_LINES])
    width = min(max((len(row) for row in grid.rows), default=0), MOST_COLUMNS)
    return SheetView(
        file=grid.file,
        sheet=grid.sheet,
        columns=tuple(str(grid.place(0, column).cell).removesuffix("1") for column in range(width)),
        lines=tuple(
            Line(
                n + 1,
                tuple(_cell(grid.rows[n][c], marked.get((n, c))) for c in range(width)),
                n > 0 and n - 1 not in lines,
            )
            for n in lines
        ),
    )


def _cell(text: str, one: _Placed | None) -> Cell:
    return Cell(text, one.key, one.kind) if one else Cell(text)


def _position(cell: str) -> tuple[int, int]:
    """(row, column), counted from 0, of "C5"."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]) - 1, column - 1
