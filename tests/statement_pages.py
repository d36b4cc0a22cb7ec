"""Made-up statements, drawn just well enough to try the mechanism on; the samples proper are drawn elsewhere, in another way."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True)
class Layout:
    """Where things stand. A cell's lines are parted by newlines; `align` is l or r for each column (r ends 60 behind its x)."""

    title: str
    labels: Sequence[str]
    xs: Sequence[float]
    heads: Sequence[str]
    foot: Sequence[str] = ()
    centred: bool = True
    gap: float = 3.0
    per: int = 20
    repeat: bool = True
    align: str = ""
    watermark: str = ""
    twice: bool = False
    size: tuple[float, float] = (842, 595)
    meta: dict[str, str] = field(default_factory=dict)


SIZE, PITCH = 8, 10


def draw(layout: Layout, rows: Sequence[Sequence[str]], rotate: int = 0) -> bytes:
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=layout.size)
    for name, value in layout.meta.items():
        getattr(page, f"set{name}")(value)
    chunks = [rows[i : i + layout.per] for i in range(0, len(rows), layout.per)] or [[]]
    for number, chunk in enumerate(chunks, 1):
        _page(page, layout, chunk, number, len(chunks))
        page.showPage()
    page.save()
    return _turned(buffer.getvalue(), rotate) if rotate else buffer.getvalue()


def _turned(data: bytes, rotate: int) -> bytes:
    turned = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        for page in file.pages:
            page.rotate(rotate, relative=False)
        file.save(turned)
    return turned.getvalue()


def _page(page: canvas.Canvas, layout: Layout, rows: Sequence[Sequence[str]], number: int, count: int) -> None:
    y = layout.size[1] - 35.0
    if number == 1:
        page.setFont(FONT, 14)
        page.drawString(250, y, layout.title)
        page.setFont(FONT, SIZE)
        for line in layout.labels:
            y -= 14
            page.drawString(30, y, line)
        y -= 20
    page.setFont(FONT, SIZE)
    if number == 1 or layout.repeat:
        y = _cells(page, layout, [head.split("\n") for head in layout.heads], y, header=True) - 4
    for row in rows:
        y = _cells(page, layout, [cell.split("\n") for cell in row], y) - layout.gap
    for line in layout.foot:
        page.drawString(30, y - 2, line)
        y -= PITCH + 2
    page.drawString(400, 15, f"第{number}页/共{count}页")
    if layout.watermark:
        _watermark(page, layout)


def _cells(
    page: canvas.Canvas, layout: Layout, cells: Sequence[Sequence[str]], top: float, header: bool = False
) -> float:
    most = max(map(len, cells))
    for column, (x, cell) in enumerate(zip(layout.xs, cells, strict=True)):
        lower = (most - len(cell)) / 2 * PITCH if layout.centred else 0.0
        for n, text in enumerate(cell):
            right = layout.align[column : column + 1] == "r"
            for shift in (0.0, 0.3) if layout.twice else (0.0,):
                put = page.drawRightString if right else page.drawString
                put(x + (60 if right else 0) + shift, top - lower - n * PITCH, text)
    return top - most * PITCH


def _watermark(page: canvas.Canvas, layout: Layout) -> None:
    page.saveState()
    for n in range(30):
        page.saveState()
        page.translate(40 + n * 27 % 780, 60 + n * 53 % 480)
        page.rotate(35)
        page.drawString(0, 0, layout.watermark[n % len(layout.watermark)])
        page.restoreState()
    page.setFont(FONT, 40)
    page.setFillGray(0.85)
    page.drawString(200, 300, layout.watermark)
    page.restoreState()
