"""What platforms give their riders and drivers: a stamped PDF, a workbook, a page of the app photographed by the phone itself.

No public layout exists, so names of columns, order and looks differ from platform to platform here on purpose.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import _fonts
from _ledger import money, months
from _paper import A4, Drawn, Line, Paper, Table, columns, draw_table, numbered, paginate, seal
from _people import Person
from _workbook import Sheet, widths
from PIL import Image, ImageDraw


@dataclass(frozen=True)
class Earned:
    """What a month ("2026-03") or a day (a date) brought: pay, bonus and tips, which make the amount, and the orders."""

    when: str | date
    pay: Decimal
    bonus: Decimal
    tips: Decimal
    orders: int

    @property
    def amount(self) -> Decimal:
        return self.pay + self.bonus + self.tips

    def said(self, orders: bool = True) -> dict[str, Any]:
        key = "date" if isinstance(self.when, date) else "month"
        row: dict[str, Any] = {key: str(self.when), "amount": f"{self.amount:.2f}"}
        return row | ({"orders": self.orders} if orders else {})


@dataclass(frozen=True)
class Proof:
    """What is to be printed: whose earnings, of which days, drawn up when, in which look."""

    platform: str
    person: Person
    earned: Sequence[Earned]
    first: date
    last: date
    issued: datetime
    face: str = "sans"

    @property
    def total(self) -> Decimal:
        return sum((one.amount for one in self.earned), Decimal(0))


@dataclass(frozen=True)
class Brand:
    """How a platform calls itself and its columns, and who pays out."""

    title: str
    company: str
    payer: tuple[str, str]
    heads: tuple[str, str, str, str, str, str]  # when, orders, pay, bonus, tips, amount
    colour: tuple[int, int, int]


BRANDS = {
    "meituan": Brand("美团众包骑手收入证明", "北京三快在线科技有限公司", ("北京三快在线科技有限公司", "110907557310401"),
                     ("月份", "完成单量", "配送费(元)", "活动奖励(元)", "小费(元)", "收入合计(元)"), (250, 200, 40)),
    "didi": Brand("滴滴车主流水证明", "滴滴出行科技有限公司", ("滴滴出行科技有限公司", "1223090701044"),
                  ("日期", "完单数", "车费流水", "奖励", "乘客打赏", "司机收入"), (250, 120, 50)),
    "eleme": Brand("蜂鸟众包骑手收入明细（饿了么）", "上海拉扎斯信息科技有限公司",
                   ("云账户（天津）共享经济信息咨询有限公司", "1209066610401"),
                   ("统计月份", "有效单", "基础配送费", "补贴", "打赏", "结算金额"), (30, 140, 240)),
    "huolala": Brand("货拉拉司机收入对账单", "深圳依时货拉拉科技有限公司", ("深圳依时货拉拉科技有限公司", "755936123410555"),
                     ("账期", "订单数", "运费", "奖励金", "小费", "实收金额"), (240, 110, 30)),
    "shansong": Brand("闪送员收入证明", "北京同城必应科技有限公司", ("北京同城必应科技有限公司", "110060149018170"),
                      ("结算月", "派送单数", "派送费", "额外奖励", "小费", "总收入"), (30, 90, 200)),
}  # fmt: skip


def monthly(rng: Random, first: date, last: date, level: int, without: Sequence[str] = ()) -> list[Earned]:
    found = []
    for year, month in months(first, last):
        season = 0.82 if month == 2 else 1.0
        pay = money(level * season * rng.uniform(0.85, 1.1))
        bonus, tips = money(level * rng.uniform(0.03, 0.09)), money(rng.uniform(5, 80))
        if f"{year}-{month:02d}" not in without:
            found.append(Earned(f"{year}-{month:02d}", pay, bonus, tips, int(pay / 7)))
    return found


def daily(rng: Random, first: date, last: date, level: int) -> list[Earned]:
    """Five or six days a week."""
    found = []
    for count in range((last - first).days + 1):
        day = first + timedelta(days=count)
        if rng.random() < 0.82:
            pay = money(level * rng.uniform(0.6, 1.4))
            found.append(
                Earned(
                    day, pay, money(rng.choice((0, 0, 5, 12, 20))), money(rng.choice((0, 0, 0, 3))), int(pay / 19) + 1
                )
            )
    return found


def paid_next_month(earned: Sequence[Earned], day: int = 15) -> list[tuple[date, Decimal]]:
    found = []
    for one in earned:
        year, month = map(int, str(one.when).split("-"))
        found.append((date(year + month // 12, month % 12 + 1, day), one.amount))
    return found


def paid_next_day(earned: Sequence[Earned]) -> list[tuple[date, Decimal]]:
    return [(one.when + timedelta(days=1), one.amount) for one in earned if isinstance(one.when, date)]


# ---------------------------------------------------------------- PDF


def pdf(proof: Proof) -> Drawn:
    brand = BRANDS[proof.platform]
    paper = Paper(A4, proof.face, proof.issued, title=brand.title, producer="iText Core 7.2.5")
    cells = (
        ("  " + brand.heads[0], 92),
        (brand.heads[1], 70, "centre"),
        *((head, 80, "right") for head in brand.heads[2:5]),
        (brand.heads[5], 96, "right"),
    )
    table = Table(columns(48, *cells), 9.0, lambda page: (190.0 if page == 1 else 60.0, 730.0), rules=True, pad=4.0)
    lines = [_pdf_line(one) for one in proof.earned]
    pages = paginate(paper, table, lines)
    for number, page in enumerate(pages, 1):
        if number == 1:
            _pdf_head(paper, proof, brand)
        bottom = draw_table(paper, table, page)
        paper.put(297, 812, f"第 {number} 页 共 {len(pages)} 页", 8, align="centre")
        if number < len(pages):
            paper.next_page()
        else:
            _pdf_end(paper, proof, brand, bottom)
    return Drawn(
        "gig_earnings", paper.finish(), "pdf", "issuer_pdf", paper.fields, numbered(pages), (A4,) * len(pages), "pt"
    )  # fmt: skip


def _pdf_line(one: Earned) -> Line:
    when = str(one.when) if isinstance(one.when, date) else f"{one.when[:4]}年{one.when[5:]}月"
    cells = (f"  {when}", str(one.orders), *(f"{part:,.2f}" for part in (one.pay, one.bonus, one.tips, one.amount)))
    return Line(cells, one.said())


def _pdf_head(paper: Paper, proof: Proof, brand: Brand) -> None:
    paper.put(50, 20, "样本", 10, grey=0.72)
    box = paper.put(297, 56, brand.title, 18, align="centre", bold=True)
    paper.note("platform", proof.platform, box)
    paper.pieces(50, 104, 10, ["姓名：", (proof.person.name, "holder")])
    paper.pieces(270, 104, 10, ["身份证号：", (proof.person.id_number, "id_number")])
    paper.pieces(
        50, 126, 10, ["统计周期：", (f"{proof.first}", "period_start"), " 至 ", (f"{proof.last}", "period_end")]
    )
    paper.pieces(50, 148, 10, ["收入总计：", (f"{proof.total:,.2f}", "total", f"{proof.total:.2f}"), " 元"])
    paper.put(270, 148, "币种：人民币", 10)


def _pdf_end(paper: Paper, proof: Proof, brand: Brand, bottom: float) -> None:
    top = min(bottom + 14, 742)
    paper.put(50, top, "以上数据由平台系统自动生成，仅用于收入说明。", 9)
    paper.put(540, top + 16, brand.company, 10, align="right")
    day = f"{proof.issued.year}年{proof.issued.month}月{proof.issued.day}日"
    left = 540 - paper.width("出具日期：" + day, 10)
    paper.pieces(left, top + 34, 10, ["出具日期：", (day, "issued_on", f"{proof.issued:%Y-%m-%d}")])
    paper.picture(seal(brand.company[:10]), 440, top - 8, 80, 80)


# ---------------------------------------------------------------- workbook


def workbook(proof: Proof) -> Drawn:
    brand = BRANDS[proof.platform]
    sheet = Sheet("收入明细", proof.issued)
    sheet.add(brand.title)
    sheet.merge(6)
    sheet.note("platform", proof.platform, 1)
    sheet.add("姓名", proof.person.name, "身份证号", proof.person.id_number)
    sheet.note("holder", proof.person.name, 2)
    sheet.note("id_number", proof.person.id_number, 4)
    sheet.add("统计区间", f"{proof.first} 至 {proof.last}", "导出时间", f"{proof.issued:%Y-%m-%d %H:%M:%S}")
    sheet.note("period_start", f"{proof.first}", 2)
    sheet.note("period_end", f"{proof.last}", 2)
    sheet.note("issued_on", f"{proof.issued:%Y-%m-%d}", 4)
    sheet.add()
    sheet.add(brand.heads[0], brand.heads[5], brand.heads[1], brand.heads[2], brand.heads[3], brand.heads[4])
    for one in proof.earned:
        sheet.add(str(one.when), float(one.amount), one.orders, float(one.pay), float(one.bonus), float(one.tips))
    orders = sum(one.orders for one in proof.earned)
    sheet.add("合计", float(proof.total), orders)
    sheet.note("total", f"{proof.total:.2f}", 2)
    sheet.add()
    sheet.add("样本，人物与数据均为虚构")
    widths(sheet, (14, 26, 12, 22, 12, 10))
    rows = [one.said() for one in proof.earned]
    return Drawn("gig_earnings", sheet.finish(), "xlsx", "editable", sheet.fields, rows, (), None)


# ---------------------------------------------------------------- screenshot


def screenshot(proof: Proof, *, dark: bool = False) -> Drawn:
    """The app's page of months, newest first, 1080 pixels wide, as long as it takes."""
    brand = BRANDS[proof.platform]
    high = 780 + 176 * len(proof.earned) + 160
    paper, ink, pale = (
        ((24, 26, 30), (238, 238, 240), (140, 142, 150)) if dark else ((245, 246, 248), (32, 34, 40), (132, 136, 144))
    )
    image = Image.new("RGB", (1080, high), paper)
    screen = _Screen(image, ImageDraw.Draw(image), proof.face)
    _screen_head(screen, proof, brand, ink)
    for n, one in enumerate(sorted(proof.earned, key=lambda each: str(each.when), reverse=True)):
        _screen_row(screen, 780 + 176 * n, one, ink, pale, (40, 43, 50) if dark else (255, 255, 255))
    screen.put(540, high - 90, "样本 · 数据为虚构", 30, pale, anchor="mm")
    buffer = io.BytesIO()
    image.quantize(128, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    rows = [one.said() for one in sorted(proof.earned, key=lambda each: str(each.when), reverse=True)]
    return Drawn(
        "gig_earnings", buffer.getvalue(), "png", "screenshot", screen.fields, [one | {"page": 1} for one in rows], ((1080, high),), "px"
    )  # fmt: skip


class _Screen:
    """A screen that remembers where each value was put."""

    def __init__(self, image: Image.Image, pen: ImageDraw.ImageDraw, face: str) -> None:
        self.image, self.pen, self.face = image, pen, face
        self.fields: dict[str, dict[str, Any]] = {}

    def put(
        self,
        x: float,
        y: float,
        text: str,
        size: int,
        ink: Any,
        *,
        anchor: str = "lm",
        name: str | None = None,
        value: Any = None,
    ) -> tuple[float, float, float, float]:
        font = _fonts.pillow(self.face, size)
        self.pen.text((x, y), text, fill=ink, font=font, anchor=anchor)
        box = self.pen.textbbox((x, y), text, font=font, anchor=anchor)
        if name:
            self.note(name, text if value is None else value, box)
        return box

    def note(self, name: str, value: Any, box: Sequence[float]) -> None:
        self.fields[name] = {"value": value, "page": 1, "box": [round(float(edge), 1) for edge in box], "method": "ocr"}


def _screen_head(screen: _Screen, proof: Proof, brand: Brand, ink: Any) -> None:
    screen.put(60, 50, "9:41", 40, ink)
    screen.put(1020, 50, "5G 86%", 34, ink, anchor="rm")
    screen.put(60, 150, "〈", 56, ink)
    screen.put(540, 150, "收入明细", 48, ink, anchor="mm")
    screen.pen.rounded_rectangle((40, 230, 1040, 640), 32, fill=brand.colour)
    white = (255, 255, 255)
    label = {
        "didi": "滴滴车主",
        "meituan": "美团众包",
        "eleme": "蜂鸟众包",
        "huolala": "货拉拉司机版",
        "shansong": "闪送员",
    }[proof.platform]
    screen.put(90, 296, label, 44, white, name="platform", value=proof.platform)
    who = screen.put(990, 296, proof.person.name, 44, white, anchor="rm", name="holder")
    screen.put(who[0] - 16, 296, "姓名", 36, white, anchor="rm")
    screen.put(90, 396, "累计收入(元)", 36, white)
    screen.put(90, 486, f"{proof.total:,.2f}", 84, white, name="total", value=f"{proof.total:.2f}")
    first, last = f"{proof.first:%Y.%m.%d}", f"{proof.last:%Y.%m.%d}"
    box = screen.put(90, 588, f"{first}-{last}", 36, white)
    middle = screen.pen.textlength(first, _fonts.pillow(screen.face, 36))
    screen.note("period_start", f"{proof.first}", (box[0], box[1], box[0] + middle, box[3]))
    dash = screen.pen.textlength("-", _fonts.pillow(screen.face, 36))
    screen.note("period_end", f"{proof.last}", (box[0] + middle + dash, box[1], box[2], box[3]))
    screen.put(60, 712, "按月查看", 40, ink)


def _screen_row(screen: _Screen, top: int, one: Earned, ink: Any, pale: Any, ground: Any) -> None:
    screen.pen.rounded_rectangle((40, top, 1040, top + 160), 24, fill=ground)
    year, month = str(one.when).split("-")
    screen.put(80, top + 54, f"{year}年{int(month)}月", 44, ink)
    screen.put(80, top + 116, f"完成{one.orders}单", 34, pale)
    screen.put(990, top + 80, f"¥{one.amount:,.2f}", 50, ink, anchor="rm")
