"""Earnings in real files: drawn as PDF, workbook and CSV, opened as they come, and a screen read by recognition."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Literal

import drawn
import pytest
from openpyxl import Workbook
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

import extractors
from pipeline import reading
from pipeline.model import Document, Earning, Source
from pipeline.ocr import recogniser
from pipeline.opening import open_source
from pipeline.readers import discover

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
READERS = discover(extractors)
Said = tuple[str | None, str | None, int | None]


def read(data: bytes, kind: Literal["pdf", "image", "spreadsheet", "csv"], name: str = "file") -> Document:
    opened = open_source(Source(name, kind, "0" * 64, data), recogniser())
    (document,) = reading.read(opened, READERS)
    assert document.type == "gig_earnings"
    return document


def said(document: Document) -> list[Said]:
    rows = [row for row in document.rows if isinstance(row, Earning)]
    return [(str(r.date) if r.date else r.month, str(r.amount), r.orders) for r in rows]


def pdf(
    title: str,
    labels: Sequence[str],
    xs: Sequence[int],
    rows: Sequence[Sequence[str]],
    foot: Sequence[str] = (),
    per: int = 36,
) -> bytes:
    """A paper whose table runs over pages without its header; a newline in a cell wraps it."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for first in range(0, len(rows), per):
        y = 790.0
        if first == 0:
            canvas.setFont("STSong-Light", 16)
            canvas.drawCentredString(297, y, title)
            canvas.setFont("STSong-Light", 9)
            for label in labels:
                y -= 18
                canvas.drawString(50, y, label)
        canvas.setFont("STSong-Light", 9)
        for row in rows[first : first + per]:
            y -= 18 + 10 * max(cell.count("\n") for cell in row)
            for x, cell in zip(xs, row, strict=True):
                for n, line in enumerate(reversed(cell.split("\n"))):
                    canvas.drawString(x, y + 10 * n, line)
        for line in foot if first + per >= len(rows) else ():
            y -= 18
            canvas.drawString(50, y, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def test_days_over_four_pages_with_the_sum_of_each_month() -> None:
    rows: list[tuple[str, ...]] = [("日期", "完单数", "里程费(元)", "司机实收(元)")]
    expected: list[Said] = []
    total = of_month = Decimal(0)
    for n in range(120):
        day, amount = date(2025, 11, 1) + timedelta(n), Decimal(150 + n * 37 % 200) + Decimal("0.10") * (n % 10)
        if day.day == 1 and n:
            rows.append(("小计", "", "", f"{of_month:.2f}"))
            of_month = Decimal(0)
        rows.append((str(day), str(20 + n % 9), f"{amount - 5:.2f}", f"{amount:.2f}"))
        expected.append((str(day), f"{amount:.2f}", 20 + n % 9))
        total, of_month = total + amount, of_month + amount
    rows += [("小计", "", "", f"{of_month:.2f}"), ("合计", "", "", f"{total:.2f}")]
    labels = ("司机姓名：李四    身份证号：3301**********0011", "统计周期：2025年11月1日至2026年2月28日")
    document = read(pdf("曹操出行司机流水明细", labels, (50, 180, 300, 420), rows, ("制表日期：2026/03/02",)), "pdf")
    assert said(document) == expected
    assert document.value("platform") == "caocao"
    assert document.value("holder") == "李四"
    assert document.value("issued_on") == date(2026, 3, 2)
    assert document.value("period_end") == date(2026, 2, 28)
    assert document.value("total") == total
    assert not document.notes


def test_orders_whose_time_wraps() -> None:
    head = ("订单编号", "完成时间", "收入类型", "金额（元）", "状态")
    rows: list[tuple[str, ...]] = [head]
    expected: list[Said] = []
    for n in range(60):
        day = date(2025, 11, 1) + timedelta(n // 3)
        rows.append(
            (
                f"{20260000000000 + n * 131}",
                f"{day}\n1{n % 10}:20:05",
                "活动奖励" if n % 5 == 0 else "配送费",
                f"{8 + n / 10:.2f}",
                "已完成",
            )
        )
        expected.append((str(day), f"{8 + n / 10:.2f}", None))
    document = read(pdf("达达骑士版收入明细", ("骑士姓名: 王五",), (40, 150, 260, 370, 470), rows, per=22), "pdf")
    assert said(document) == expected
    assert {row.kind for row in document.rows if isinstance(row, Earning)} == {"活动奖励", "配送费"}


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    book = Workbook()
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    del book["Sheet"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_sheet_for_each_month_with_real_days() -> None:
    def month(m: int) -> list[list[object]]:
        days = [[datetime(2026, m, d), d, 100 + d + 0.25] for d in range(1, 29)]
        return [
            ["骑手收入", m],
            ["日期", "完单量", "收入(元)"],
            *days,
            ["合计", 406, sum(100 + d + 0.25 for d in range(1, 29))],
        ]

    document = read(workbook(一月=month(1), 二月=month(2)), "spreadsheet")
    expected = [(f"2026-{m:02d}-{d:02d}", f"{100 + d}.25", d) for m in (1, 2) for d in range(1, 29)]
    assert said(document) == expected
    assert document.value("platform") == "other"
    assert not document.notes


def test_a_settlement_company_names_the_platform_in_its_rows() -> None:
    rows = [[f"20260{m}", "美团众包", 30 + m, 5000 + m, 50, 4950 + m] for m in range(1, 7)]
    head = ["所属月份", "平台名称", "订单笔数", "税前报酬", "代扣个税", "实发金额"]
    document = read(
        workbook(明细=[["云账户（天津）共享经济信息咨询有限公司", "劳务报酬明细"], ["姓名", "吴九"], head, *rows]),
        "spreadsheet",
    )
    assert document.value("platform") == "meituan"
    assert said(document) == [(f"2026-0{m}", f"{4950 + m}.00", 30 + m) for m in range(1, 7)]


def test_weeks_in_a_gbk_csv() -> None:
    text = "飞毛腿跑腿平台骑手收入导出\r\n骑手姓名,钱八\r\n结算周期,接单量,奖励,总计\r\n2026-03-02~2026-03-08,60,20,1900.5\r\n2026/3/9~2026/3/15,70,0,2000\r\n"
    document = read(text.encode("gb18030"), "csv")
    assert said(document) == [("2026-03-08", "1900.50", 60), ("2026-03-15", "2000.00", 70)]
    assert document.value("holder") == "钱八"


@pytest.mark.slow
def test_a_screen_read_by_recognition() -> None:
    image = Image.new("RGB", (1080, 1200), "white")
    pen = ImageDraw.Draw(image)
    shown = [(60, "9:41", 36), (420, "收入明细", 48), (60, "美团众包", 40), (60, "2026年", 44)]
    y = 50
    for x, text, size in shown:
        pen.text((x, y), text, fill="black", font=drawn.font(size))
        y += 100
    for month, amount, orders in ((3, "8,320.00", 412), (2, "6,910.50", 350), (1, "7,777.00", 389)):
        pen.text((60, y), f"{month}月", fill="black", font=drawn.font(44))
        pen.text((60, y + 60), f"完成{orders}单", fill="gray", font=drawn.font(32))
        pen.text((780, y + 20), f"¥{amount}", fill="black", font=drawn.font(46))
        y += 160
    out = io.BytesIO()
    image.save(out, "PNG")
    document = read(out.getvalue(), "image")
    assert said(document) == [("2026-03", "8320.00", 412), ("2026-02", "6910.50", 350), ("2026-01", "7777.00", 389)]
    assert document.value("platform") == "meituan"


MONTHS = ((2026, 3, "8320.00", 412), (2026, 2, "6910.50", 350), (2026, 1, "7205.30", 366), (2025, 12, "9011.75", 450))


def bars(spelling: str, amount: str, where: Literal["between", "inside", "after"], width: int, dark: bool) -> bytes:
    """A screen with a bar for each month, the amount behind, in or at the end of it, and the sum of all above them."""
    paper, ink, bar = ("#111111", "#eeeeee", "#2a7fff") if dark else ("white", "#222222", "#ff9500")
    image = Image.new("RGB", (width, width), paper)
    pen, unit = ImageDraw.Draw(image), width / 1080

    def put(x: float, y: float, text: str, size: int, colour: str = ink) -> None:
        pen.text((x * unit, y * unit), text, fill=colour, font=drawn.font(round(size * unit)))

    put(60, 30, "9:41", 34)
    put(440, 110, "我的收入", 48)
    put(60, 210, "货拉拉司机", 44)
    put(60, 300, "累计收入", 36)
    put(60, 350, amount.format(Decimal("31447.55")), 60)
    for at, (year, month, earned, orders) in enumerate(MONTHS):
        y, length = 480 + 130 * at, float(earned) / 9011.75
        end = 280 + {"between": 330, "inside": 540, "after": 360}[where] * length
        pen.rectangle((280 * unit, y * unit, end * unit, (y + 64) * unit), fill=bar)
        put(60, y + 8, spelling.format(year, month, year % 100), 38)
        x, colour = {"between": (800.0, ink), "inside": (300.0, "white"), "after": (end + 16, ink)}[where]
        put(x, y + 8, amount.format(Decimal(earned)), 38, colour)
        put(*((640, y + 12) if where == "between" else (940, y + 12)), f"{orders}单", 30, "#888888")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("spelling", "amount", "where", "width", "dark"),
    [
        ("{}.{:02d}", "¥{:,.2f}", "after", 1080, False),
        ("{}.{:02d}", "{:.2f}元", "inside", 750, True),
        ("{}/{:02d}", "{:,.2f}", "between", 750, False),
        ("{2}年{1}月", "¥{:,.2f}", "inside", 1080, True),
    ],
)
def test_a_bar_for_each_month(
    spelling: str, amount: str, where: Literal["between", "inside", "after"], width: int, dark: bool
) -> None:
    document = read(bars(spelling, amount, where, width, dark), "image")
    assert said(document) == [(f"{y}-{m:02d}", earned, orders) for y, m, earned, orders in MONTHS]
    assert document.value("total") == Decimal("31447.55")
    assert document.value("platform") == "huolala"
    assert not document.notes


def test_an_empty_workbook_says_what_is_wrong(tmp_path: Path) -> None:
    opened = open_source(Source("empty.xlsx", "spreadsheet", "0" * 64, workbook(收入=[])), recogniser())
    assert not reading.read(opened, READERS)
    assert opened.problems
