"""A PDF page measured from its top-left corner, that remembers where each value was put; and a table that flows over pages."""

from __future__ import annotations

import io
import math
import os
from calendar import timegm
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import _fonts
from PIL import Image, ImageDraw
from reportlab import rl_config
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen import canvas

rl_config.useA85 = 0  # the issuers' programs write binary streams

A4 = (595.0, 842.0)
A4_LANDSCAPE = (842.0, 595.0)
ASCENT = 0.88  # of the size: from the top of a line to its baseline

Truth = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """A document as drawn: its bytes and what it says. `sizes` are of each page as displayed."""

    type: str
    data: bytes
    suffix: str
    original: str
    fields: dict[str, Truth]
    rows: list[Truth] = field(default_factory=list)
    sizes: tuple[tuple[float, float], ...] = ()
    unit: str | None = "pt"
    income: dict[str, str] = field(
        default_factory=dict
    )  # month -> income credits of a statement, for the truth of income


@contextmanager
def _dated(when: datetime) -> Iterator[None]:
    os.environ["SOURCE_DATE_EPOCH"] = str(timegm(when.timetuple()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]


class Paper:
    """Pages that are drawn one after the other."""

    def __init__(
        self,
        size: tuple[float, float],
        face: str,
        when: datetime,
        *,
        title: str = "",
        producer: str = "",
        creator: str = "",
        encrypt: Any = None,
    ) -> None:
        self.size, self.face, self.page = size, face, 1
        self.fields: dict[str, Truth] = {}
        self._buffer = io.BytesIO()
        with _dated(when):
            self.canvas = canvas.Canvas(self._buffer, pagesize=size, invariant=1, encrypt=encrypt)
        self.canvas.setTitle(title)
        self.canvas.setProducer(producer)
        self.canvas.setCreator(creator)
        self.canvas.setAuthor("")
        self.canvas.setSubject("")

    def width(self, text: str, size: float, face: str | None = None) -> float:
        return float(stringWidth(text, _fonts.pdf(face or self.face), size))

    def put(
        self,
        x: float,
        top: float,
        text: str,
        size: float,
        *,
        name: str | None = None,
        value: Any = None,
        align: str = "left",
        face: str | None = None,
        grey: float = 0.0,
        bold: bool = False,
    ) -> list[float]:
        """Draw one run and remember it as the field `name`; gives its box."""
        wide = self.width(text, size, face)
        left = x - {"left": 0.0, "centre": wide / 2, "right": wide}[align]
        ink = self.canvas.beginText(left, self.size[1] - top - ASCENT * size)
        ink.setFont(_fonts.pdf(face or self.face), size)
        ink.setFillGray(grey)
        ink.setStrokeGray(grey)
        if bold:  # filled and outlined
            ink.setTextRenderMode(2)
        ink.textOut(text)
        self.canvas.saveState()
        self.canvas.setLineWidth(size / 30)
        self.canvas.drawText(ink)
        self.canvas.restoreState()
        box = [left, top, left + wide, top + 1.12 * size]
        if name:
            self.note(name, text if value is None else value, box)
        return box

    def pieces(self, x: float, top: float, size: float, parts: Sequence[Any], **style: Any) -> float:
        """Draw parts as one run: strings, or (text, field) and (text, field, value); gives where the run ends."""
        texts = [part if isinstance(part, str) else part[0] for part in parts]
        left, _, right, _ = self.put(x, top, "".join(texts), size, **style)
        face = style.get("face")
        for part, text in zip(parts, texts, strict=True):
            wide = self.width(text, size, face)
            if not isinstance(part, str):
                self.note(part[1], part[2] if len(part) > 2 else text, [left, top, left + wide, top + 1.12 * size])
            left += wide
        return right

    def note(self, name: str, value: Any, box: Sequence[float]) -> None:
        if name not in self.fields:
            place = [round(edge, 1) for edge in box]
            self.fields[name] = {"value": value, "page": self.page, "box": place, "method": "text"}

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5, grey: float = 0.0) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.setStrokeGray(grey)
        self.canvas.line(x0, self.size[1] - y0, x1, self.size[1] - y1)

    def picture(self, image: Image.Image | io.BytesIO, x: float, top: float, wide: float, high: float) -> None:
        """Of a JPEG give the bytes: they are put into the PDF as they are."""
        self.canvas.drawImage(ImageReader(image), x, self.size[1] - top - high, wide, high, mask="auto")

    def qr(self, text: str, x: float, top: float, side: float) -> None:
        widget = QrCodeWidget(text)
        left, bottom, right, upper = widget.getBounds()
        drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (upper - bottom), 0, 0])
        drawing.add(widget)
        renderPDF.draw(drawing, self.canvas, x, self.size[1] - top - side)

    def turned(self, x: float, top: float, text: str, size: float, degrees: float, grey: float = 0.75) -> None:
        self.canvas.saveState()
        self.canvas.translate(x, self.size[1] - top)
        self.canvas.rotate(degrees)
        self.canvas.setFillGray(grey)
        self.canvas.setFont(_fonts.pdf(self.face), size)
        self.canvas.drawString(0, 0, text)
        self.canvas.restoreState()

    def next_page(self) -> None:
        self.canvas.showPage()
        self.page += 1

    def finish(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()


def wrap(paper: Paper, text: str, width: float, size: float) -> list[str]:
    """Break at every character, as the issuers' programs do."""
    lines = []
    for whole in text.split("\n"):
        current = ""
        for character in whole:
            if current and paper.width(current + character, size) > width:
                lines.append(current)
                current = ""
            current += character
        lines.append(current)
    return lines


@dataclass(frozen=True)
class Column:
    """`head` is printed with its line breaks; `left` and `width` in points."""

    head: str
    left: float
    width: float
    align: str = "left"


@dataclass(frozen=True)
class Line:
    cells: tuple[str, ...]
    truth: Truth


@dataclass(frozen=True)
class Table:
    """`room` gives (top, bottom) of the table on a page by its number; `anchor` is "middle" or "top"."""

    columns: tuple[Column, ...]
    size: float
    room: Callable[[int], tuple[float, float]]
    leading: float = 1.25
    pad: float = 3.0
    anchor: str = "middle"
    rules: bool = False
    head_bold: bool = False
    head_size: float | None = None
    currency: int | None = None  # the column that prints it, row by row

    def height(self, paper: Paper, line: Line) -> float:
        most = max(len(self.lines(paper, column, cell)) for column, cell in zip(self.columns, line.cells, strict=True))
        return most * self.size * self.leading + 2 * self.pad

    def lines(self, paper: Paper, column: Column, cell: str) -> list[str]:
        return wrap(paper, cell, column.width - 2, self.size)

    def head_height(self) -> float:
        size = self.head_size or self.size
        return max(column.head.count("\n") + 1 for column in self.columns) * size * self.leading + 2 * self.pad


def paginate(paper: Paper, table: Table, lines: Sequence[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    used = table.head_height()
    for line in lines:
        top, bottom = table.room(len(pages))
        high = table.height(paper, line)
        if pages[-1] and used + high > bottom - top:
            pages.append([])
            used = table.head_height()
        pages[-1].append(line)
        used += high
    return pages


def draw_table(paper: Paper, table: Table, lines: Sequence[Line]) -> float:
    """Draw the head and one page's lines; gives where the last line ends."""
    top, _ = table.room(paper.page)
    _draw_head(paper, table, top)
    y = top + table.head_height()
    for line in lines:
        high = table.height(paper, line)
        for n, (column, cell) in enumerate(zip(table.columns, line.cells, strict=True)):
            box = _draw_cell(paper, table, column, table.lines(paper, column, cell), y, high)
            if n == table.currency:
                paper.note("currency", cell, box)
        y += high
        if table.rules:
            _draw_rule(paper, table, y)
    if table.rules:
        _draw_columns(paper, table, top, y)
    return y


def _draw_head(paper: Paper, table: Table, top: float) -> None:
    size = table.head_size or table.size
    high = table.head_height()
    for column in table.columns:
        words = column.head.split("\n")
        y = top + (high - len(words) * size * table.leading) / 2
        for word in words:
            x, align = _anchor(column)
            paper.put(x, y, word, size, align=align, bold=table.head_bold)
            y += size * table.leading
    if table.rules:
        _draw_rule(paper, table, top)
        _draw_rule(paper, table, top + high)


def _draw_cell(
    paper: Paper, table: Table, column: Column, words: list[str], top: float, high: float
) -> Sequence[float]:
    """Gives the box of the last line."""
    y = top + table.pad
    if table.anchor == "middle":
        y = top + (high - len(words) * table.size * table.leading) / 2
    x, align = _anchor(column)
    box: Sequence[float] = ()
    for word in words:
        if word:
            box = paper.put(x, y, word, table.size, align=align)
        y += table.size * table.leading
    return box


def _anchor(column: Column) -> tuple[float, str]:
    x = {"left": column.left + 1, "centre": column.left + column.width / 2, "right": column.left + column.width - 1}
    return x[column.align], column.align


def _draw_rule(paper: Paper, table: Table, y: float) -> None:
    last = table.columns[-1]
    paper.line(table.columns[0].left, y, last.left + last.width, y, 0.4)


def _draw_columns(paper: Paper, table: Table, top: float, bottom: float) -> None:
    last = table.columns[-1]
    for x in [*(column.left for column in table.columns), last.left + last.width]:
        paper.line(x, top, x, bottom, 0.4)


def columns(left: float, *described: tuple[Any, ...]) -> tuple[Column, ...]:
    """Columns side by side: (head, width) or (head, width, align)."""
    found = []
    for head, width, *align in described:
        found.append(Column(head, left, width, *align))
        left += width
    return tuple(found)


def numbered(pages: Sequence[Sequence[Line]]) -> list[Truth]:
    """The rows of all pages, each with its page."""
    return [line.truth | {"page": number} for number, page in enumerate(pages, 1) for line in page]


def seal(ring: str, side: int = 360, colour: tuple[int, int, int] = (205, 38, 38), face: str = "serif") -> Image.Image:
    """A made-up round seal: 样本 in the middle, `ring` around it."""
    image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    ink = (*colour, 190)
    pen.ellipse((6, 6, side - 6, side - 6), outline=ink, width=side // 40)
    middle = _fonts.pillow(face, side // 4)
    pen.text((side / 2, side / 2), "样本", fill=ink, font=middle, anchor="mm")
    small = _fonts.pillow(face, side // 9)
    for n, character in enumerate(ring):
        angle = 215 - 250 * n / max(1, len(ring) - 1)
        _ring_character(image, character, small, angle, ink)
    return image


def _ring_character(image: Image.Image, character: str, font: Any, angle: float, ink: tuple[int, ...]) -> None:
    side = image.size[0]
    tile = Image.new("RGBA", (side // 5, side // 5), (0, 0, 0, 0))
    ImageDraw.Draw(tile).text((side // 10, side // 10), character, fill=ink, font=font, anchor="mm")
    tile = tile.rotate(angle - 90, resample=Image.Resampling.BICUBIC)
    radius = side * 0.385
    x = side / 2 + radius * math.cos(math.radians(angle))
    y = side / 2 - radius * math.sin(math.radians(angle))
    image.alpha_composite(tile, (int(x - side // 10), int(y - side // 10)))
