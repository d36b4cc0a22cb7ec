"""Made-up statements, drawn just well enough to try the mechanism on; the samples proper are drawn elsewhere, in another way."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

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


def draw_aligned(layout: Layout, rows: Sequence[Sequence[str]], heads: str, cells: str, wide: float) -> bytes:
    """Twenty rows a page; l or r for each header and each column of cells: r ends `wide` behind its x."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=layout.size)
    for begin in range(0, len(rows), layout.per):
        page.setFont(FONT, SIZE)
        for at, text in enumerate((layout.title, *layout.labels)):
            page.drawString(30, 560 - 14 * at, text)
        for at, line in enumerate((layout.heads, *rows[begin : begin + layout.per])):
            for x, text, side in zip(layout.xs, line, heads if at == 0 else cells, strict=True):
                put, end = (page.drawRightString, x + wide) if side == "r" else (page.drawString, x)
                put(end, 490 - 15 * at, text)
        page.showPage()
    page.save()
    return buffer.getvalue()


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


# ---------------------------------------------------------------- a block of labels that every page repeats


@dataclass(frozen=True)
class Blocked:
    """How a page with a grid of labels over its table is drawn: every word is a run of its own, as from HTML.

    `head_size` and `size` are of the header and the cells, `day` is the format of a day, `colon` stands behind each label, `pitch` is
    between the lines of the block and to the header.
    """

    order: Sequence[int] = tuple(range(12))
    per: int = 30
    size: float = 7
    head_size: float = 7
    day: str = "%Y-%m-%d"
    colon: str = "："
    pitch: float = 12
    wrapped: bool = False
    ruled: bool = False
    centred: bool = True


BLOCK_HEADS = (
    "记账日期", "记账时间", "币别", "金额", "余额", "交易名称", "渠道", "网点名称", "附言", "对方账户名", "对方卡号/账号", "对方开户行",
)  # fmt: skip


def draw_blocked(layout: Blocked, moves: Sequence[tuple[date, Decimal, Decimal]]) -> bytes:
    """(day, amount, balance) of each row, drawn as the Bank of China does, page sums in the block."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(842, 595))
    chunks = [moves[i : i + layout.per] for i in range(0, len(moves), layout.per)]
    for number, chunk in enumerate(chunks, 1):
        page.setFont(FONT, 14)
        page.drawString(330, 570, "中国银行交易流水明细清单")
        y = _block(page, layout, chunk, f"{number} / {len(chunks)}")
        y = _blocked_row(page, layout, [BLOCK_HEADS[i] for i in layout.order], y, layout.head_size, layout.wrapped)
        for move in chunk:
            cells = _blocked_cells(layout, *move)
            y = _blocked_row(page, layout, [cells[i] for i in layout.order], y, layout.size, False)
        page.drawString(340, y, "-" * 20 + "END" + "-" * 20)
        page.drawString(700, 20, f"第 {number} 页/共 {len(chunks)} 页")
        page.showPage()
    page.save()
    return buffer.getvalue()


def _block(page: canvas.Canvas, layout: Blocked, moves: Sequence[tuple[date, Decimal, Decimal]], number: str) -> float:
    spent = sum((-amount for _, amount, _ in moves if amount < 0), Decimal(0))
    gained = sum((amount for _, amount, _ in moves if amount > 0), Decimal(0))
    block = (
        (("交易区间", "2026-03-01 至 2026-03-31"), ("客户姓名", "李小梅"), ("打印时间", "2026/04/02 10:11:12"), ("页数", number)),
        (("借记卡号", "6217000000000000001"), ("借方发生数", f"{spent:,.2f}"), ("贷方发生数", f"{gained:,.2f}"), ("行数", str(len(moves)))),
        (("账号", "300000000001"), ("按收支筛选", "全部"), ("按币种筛选", "全部")),
    )  # fmt: skip
    page.setFont(FONT, layout.size)
    y = 550.0
    for line in block:
        for at, (label, value) in enumerate(line):
            page.drawString(24 + 205 * at, y, label + layout.colon)
            page.drawString(94 + 205 * at, y, value)
        y -= layout.pitch
    return y


def _blocked_cells(layout: Blocked, day: date, amount: Decimal, balance: Decimal) -> tuple[str, ...]:
    dash = "-" * 10
    return (
        f"{day:{layout.day}}", "10:11:12", "人民币", f"{amount:,.2f}", f"{balance:,.2f}", "网上快捷", "手机银行", dash, "消费", "王小五",
        "6222****1234", dash,
    )  # fmt: skip


def _blocked_row(
    page: canvas.Canvas, layout: Blocked, cells: Sequence[str], y: float, size: float, wrapped: bool
) -> float:
    page.setFont(FONT, size)
    width = 800 / len(cells)
    for at, cell in enumerate(cells):
        for n, text in enumerate((cell[:2], cell[2:]) if wrapped else (cell,)):
            x, put = (
                (22 + (at + 0.5) * width, page.drawCentredString)
                if layout.centred
                else (22 + at * width, page.drawString)
            )
            put(x, y - n * (size + 2), text)
    bottom = y - (size + 2 if wrapped else 0)
    if layout.ruled:
        page.line(20, bottom - 3, 820, bottom - 3)
        for at in range(len(cells) + 1):
            page.line(20 + at * width, y + 9, 20 + at * width, bottom - 3)
    return bottom - 13
