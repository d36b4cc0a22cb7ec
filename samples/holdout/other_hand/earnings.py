"""Earnings of gig platforms: papers as PDF, workbooks, and screens of a driver's or rider's app.

No platform publishes its layout; these are this drawing's own. The `amount` of a row is what reaches the worker.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import cv2
import openpyxl
import pikepdf

from .browser import new_page, shot
from .ledger import cents, month_end, months_between
from .people import Person, person
from .statements import Desk, dressed
from .truth import Found, Paper, begin, tell

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Stint:
    """A month, day or order of work: what was earned in parts, and what of it reaches the worker."""

    day: date
    base: Decimal
    bonus: Decimal
    fee: Decimal
    orders: int

    @property
    def amount(self) -> Decimal:
        """What reaches the worker."""
        return self.base + self.bonus - self.fee

    @property
    def month(self) -> str:
        """Its month."""
        return f"{self.day:%Y-%m}"


@dataclass(frozen=True)
class Work:
    """A worker's earnings over a span. `by` is what a row stands for: "month", "day" or "order"."""

    who: Person
    by: str
    start: date
    end: date
    issued: date
    stints: Sequence[Stint]

    @property
    def total(self) -> Decimal:
        """All that reached the worker."""
        return sum((s.amount for s in self.stints), ZERO)


def worked(who: Person, by: str, rng: Random, months: Sequence[str], issued: date, level: float = 7800) -> Work:
    """Earnings of the given months, whole months each."""
    stints: list[Stint] = []
    for month in months:
        if by == "month":
            stints.append(_stint(rng, month_end(month), level * rng.uniform(0.88, 1.12), rng.randint(620, 1100)))
        else:
            stints += _days(rng, month, level * rng.uniform(0.9, 1.1), 24 if by == "day" else 9, by)
    return Work(who, by, date(*map(int, months[0].split("-")), 1), month_end(months[-1]), issued, stints)


def _days(rng: Random, month: str, level: float, count: int, by: str) -> list[Stint]:
    last = month_end(month).day
    days = (
        sorted(rng.sample(range(1, last + 1), count))
        if by == "day"
        else sorted(rng.randint(1, last) for _ in range(count))
    )
    return [
        _stint(
            rng,
            date(*map(int, month.split("-")), d),
            level / count * rng.uniform(0.7, 1.3),
            rng.randint(18, 52) if by == "day" else 1,
        )
        for d in days
    ]


def _stint(rng: Random, day: date, about: float, orders: int) -> Stint:
    base = cents(rng, about * 0.95, about * 1.0)
    return Stint(day, base, cents(rng, about * 0.02, about * 0.08), cents(rng, 0, about * 0.03), orders)


# ---------------------------------------------------------------- how a table says it


@dataclass(frozen=True)
class Sheet:
    """One platform's way: title, heads with what a row says under each, what its columns are, labels of the head, its foot."""

    key: str
    platform: str
    by: str
    title: str
    columns: Sequence[tuple[str, Callable[[Stint], Any]]]
    facts: Sequence[str]
    head: Callable[[Work], Sequence[str]]
    foot: Callable[[Work], str]
    newest_first: bool = False
    stamp: str = ""
    counts: bool = True


def _chinese_month(s: Stint) -> str:
    return f"{s.day.year}年{s.day.month}月"


def _yuan(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _person(w: Work) -> str:
    return f"姓名：{w.who.name}　身份证号：{w.who.id_number}"


_FULL = ("holder", "id_number", "period_start", "period_end", "issued_on", "total")

SHEETS: tuple[Sheet, ...] = (
    Sheet("didi", "didi", "month", "滴滴车主 收入流水证明",
          [("月份", _chinese_month), ("完单量(单)", lambda s: s.orders), ("车费流水(元)", lambda s: _yuan(s.base)), ("奖励(元)", lambda s: _yuan(s.bonus)), ("扣款(元)", lambda s: _yuan(-s.fee)), ("实际到手收入(元)", lambda s: _yuan(s.amount))],
          _FULL, lambda w: [_person(w), f"统计周期：{w.start:%Y年%m月%d日} 至 {w.end:%Y年%m月%d日}", f"开具日期：{w.issued:%Y年%m月%d日}"],
          lambda w: f"合计实际到手收入：{_yuan(w.total)} 元", stamp="样本出行"),
    Sheet("meituan", "meituan", "day", "美团骑手收入证明",
          [("日期", lambda s: f"{s.day:%Y-%m-%d}"), ("完成单数", lambda s: s.orders), ("配送费", lambda s: _yuan(s.base)), ("活动补贴", lambda s: _yuan(s.bonus)), ("扣罚", lambda s: _yuan(s.fee)), ("当日收入", lambda s: _yuan(s.amount))],
          _FULL, lambda w: [f"骑手姓名：{w.who.name}", f"证件号码：{w.who.id_number}", f"统计时间：{w.start:%Y-%m-%d}至{w.end:%Y-%m-%d}　出具日期：{w.issued:%Y-%m-%d}"],
          lambda w: f"收入合计（元）：{_yuan(w.total)}", stamp="样本配送"),
    Sheet("eleme", "eleme", "month", "蜂鸟众包 骑士月度收入明细",
          [("序号", lambda s: ""), ("收入(元)", lambda s: f"{s.amount:.2f}"), ("有效单", lambda s: s.orders), ("统计月份", lambda s: f"{s.day:%Y-%m}")],
          _FULL, lambda w: [_person(w), f"账期：{w.start:%Y.%m.%d}-{w.end:%Y.%m.%d}", f"打印日期：{w.issued:%Y-%m-%d}"],
          lambda w: f"总收入：{w.total:.2f}元", newest_first=True),
    Sheet("huolala", "huolala", "order", "货拉拉司机版 订单收入对账单",
          [("完成时间", lambda s: f"{s.day:%Y/%m/%d} 15:{s.orders + 10}:27"), ("车型", lambda s: "中型面包车"), ("运费", lambda s: _yuan(s.base)), ("补贴", lambda s: _yuan(s.bonus)), ("平台服务费", lambda s: _yuan(s.fee)), ("司机收入", lambda s: _yuan(s.amount))],
          _FULL, lambda w: [f"司机：{w.who.name}（{w.who.id_number}）", f"对账区间：{w.start:%Y/%m/%d} - {w.end:%Y/%m/%d}", f"生成日期：{w.issued:%Y/%m/%d}"],
          lambda w: f"合计 {len(w.stints)} 单，司机收入 {_yuan(w.total)} 元", newest_first=True, counts=False),
    Sheet("unknown", "other", "month", "跑跑鲸同城跑腿 服务者收入证明",
          [("所属期", lambda s: f"{s.day:%Y%m}"), ("接单数", lambda s: s.orders), ("应得报酬", lambda s: _yuan(s.base + s.bonus)), ("代扣费用", lambda s: _yuan(s.fee)), ("税后实发", lambda s: _yuan(s.amount))],
          _FULL, lambda w: [f"服务者姓名：{w.who.name}", f"身份证号码：{w.who.id_number}", f"起止时间：{w.start:%Y-%m-%d} 至 {w.end:%Y-%m-%d}", f"出具时间：{w.issued:%Y-%m-%d}"],
          lambda w: f"实发合计：{_yuan(w.total)}元", stamp="样本同城"),
)  # fmt: skip

_CSS = """<!doctype html><meta charset=utf-8><style>@page{size:595pt 842pt;margin:40pt 44pt 46pt} *{margin:0;padding:0}
body{font:10.5pt 'AR PL UMing CN','WenQuanYi Zen Hei';color:#111} h1{font:17pt 'WenQuanYi Zen Hei';text-align:center;margin:6pt 0 14pt}
p{margin:5pt 0} table{border-collapse:collapse;width:100%;margin:10pt 0} td,th{border:.5pt solid #666;padding:3.4pt 4pt;text-align:center;font-weight:normal}
th{background:#eef1f5} tr{break-inside:avoid} .stamp{position:relative;height:96pt} .stamp svg{position:absolute;right:30pt;top:-26pt;opacity:.72}</style>"""


def _stamp(text: str) -> str:
    return (
        f'<div class=stamp><svg width=150 height=150><circle cx=75 cy=75 r=66 fill=none stroke="#c8201c" stroke-width=5 />'
        f'<text x=75 y=64 font-size=20 text-anchor=middle fill="#c8201c">{text}</text><text x=75 y=100 font-size=22 text-anchor=middle fill="#c8201c">样本专用章</text></svg></div>'
    )


def ordered(sheet: Sheet, work: Work) -> Work:
    """The work in the order that the sheet prints."""
    return replace(work, stints=tuple(reversed(work.stints))) if sheet.newest_first else work


def _cells(sheet: Sheet, number: int, stint: Stint) -> list[Any]:
    return [number if head == "序号" else says(stint) for head, says in sheet.columns]


def as_pdf(desk: Desk, sheet: Sheet, work: Work) -> bytes:
    """The paper as PDF."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(str(c))}</td>" for c in _cells(sheet, n, s)) + "</tr>"
        for n, s in enumerate(work.stints, 1)
    )
    heads = "".join(f"<th>{escape(head)}</th>" for head, _ in sheet.columns)
    lines = "".join(f"<p>{escape(line)}</p>" for line in sheet.head(work))
    stamp = _stamp(sheet.stamp) if sheet.stamp else ""
    html = f"{_CSS}<h1>{sheet.title}</h1>{lines}<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table><p>{sheet.foot(work)}</p>{stamp}"
    at = datetime(work.issued.year, work.issued.month, work.issued.day, 10, 24, 5)
    return dressed(desk.pdf(html), "iText 5.5.13.3", "", at)


def as_workbook(path: Path, sheet: Sheet, work: Work, rng: Random) -> None:
    """The same table as a workbook; amounts as numbers or as text, as such exports are."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = rng.choice(("Sheet1", "收入明细", "对账单"))
    as_text = rng.random() < 0.4
    page.append([sheet.title])
    for line in sheet.head(work):
        page.append([line])
    if rng.random() < 0.5:
        page.append([])
    page.append([head for head, _ in sheet.columns])
    for n, stint in enumerate(work.stints, 1):
        page.append([_typed(cell, as_text) for cell in _cells(sheet, n, stint)])
    page.append([sheet.foot(work)])
    book.properties.creator = "platform-export"
    book.save(path)


def _typed(cell: Any, as_text: bool) -> Any:
    if as_text or not isinstance(cell, str):
        return str(cell) if as_text else cell
    bare = cell.replace(",", "")
    return float(bare) if bare.replace(".", "", 1).replace("-", "", 1).isdigit() and "." in bare else cell


# ---------------------------------------------------------------- screens


_SCREEN = """<!doctype html><meta charset=utf-8><style>*{margin:0;padding:0;box-sizing:border-box} body{width:390px;font-family:'WenQuanYi Micro Hei';background:%(ground)s;color:%(ink)s;padding-bottom:26px}
.bar{display:flex;justify-content:space-between;padding:10px 22px;font-size:14px}.nav{padding:8px 18px 14px;font-size:21px;border-bottom:1px solid %(faint)s55}.nav small{float:right;font-size:14px;color:%(faint)s;line-height:28px}
.sum{display:flex;justify-content:space-between;padding:16px 18px;background:%(accent)s;color:#fff;align-items:baseline}.sum i{font-style:normal;font-size:26px}
h2{font-size:15px;font-weight:normal;padding:14px 18px 6px;color:%(faint)s}.row{display:grid;grid-template-columns:76px 1fr auto;padding:13px 18px;background:%(card)s;border-bottom:1px solid %(faint)s33;align-items:center;font-size:16px}
.row small{color:%(faint)s;font-size:13px}.meter{height:9px;border-radius:5px;background:%(accent)s88}.tip{color:%(faint)s;font-size:12px;padding:16px 18px}</style>"""

_THEMES = (
    {"ground": "#f4f5f7", "ink": "#1d1f23", "accent": "#ff7a1a", "card": "#fff", "faint": "#8a8f98"},
    {"ground": "#15171b", "ink": "#eceef1", "accent": "#2c6bd6", "card": "#22252b", "faint": "#9aa0aa"},
    {"ground": "#fffdf2", "ink": "#222", "accent": "#d69a00", "card": "#fff6d6", "faint": "#8b8262"},
)

SCREENS = (
    ("didi", "滴滴车主", "月账单"),
    ("meituan", "美团骑手", "收入统计"),
    ("sf", "顺丰同城骑士", "我的收入"),
    ("t3", "T3车主", "收入明细"),
)


def _by_year(stints: Sequence[Stint]) -> str:
    """Months under a heading of their year, with the number of orders beside."""
    out, year = [], 0
    for s in stints:
        if s.day.year != year:
            year = s.day.year
            out.append(f"<h2>{year}年</h2>")
        out.append(
            f"<div class=row><span>{s.day.month}月</span><small>{s.orders}单</small><span>{_yuan(s.amount)}</span></div>"
        )
    return "".join(out)


def _by_meter(stints: Sequence[Stint]) -> str:
    """Months in full, a bar for each, and what it stands for."""
    most = max(s.amount for s in stints)
    return "".join(
        f'<div class=row><span>{s.day:%Y.%m}</span><div class=meter style="width:{int(s.amount / most * 130)}px"></div><span>￥{s.amount:.2f}</span></div>'
        for s in stints
    )


def as_screen(browser: Any, platform: int, work: Work, rng: Random, path: Path) -> tuple[int, int]:
    """A long screenshot of an app's months, newest first, as the phone stitches it; returns width and height."""
    _, app, heading = SCREENS[platform]
    rows = _by_meter(work.stints) if platform % 2 else _by_year(work.stints)
    html = (
        _SCREEN % rng.choice(_THEMES)
        + f"<div class=bar><span>{rng.randint(7, 22)}:{rng.randint(10, 59)}</span><span>4G 61%</span></div><div class=nav>{heading}<small>{app}</small></div>"
        + f"<div class=sum><span>{work.who.name}<br>{work.start:%Y.%m}-{work.end:%Y.%m}</span><span>合计 <i>{_yuan(work.total)}</i> 元</span></div>{rows}<div class=tip>以实际到账金额为准</div>"
    )
    page = new_page(browser, 390, 844, rng.choice((2.0, 2.77, 3.0)))
    page.set_content(html)
    pixels = shot(page, full_page=True)
    page.context.close()
    cv2.imwrite(str(path), pixels, [cv2.IMWRITE_JPEG_QUALITY, 90])
    return pixels.shape[1], pixels.shape[0]


# ---------------------------------------------------------------- truth


def _rows(work: Work, counted: bool) -> list[dict[str, Any]]:
    out = []
    for stint in work.stints:
        when = {"month": stint.month} if work.by == "month" else {"date": stint.day}
        out.append(when | {"amount": f"{stint.amount:.2f}"} | ({"orders": stint.orders} if counted else {}))
    return out


def _months(work: Work) -> list[dict[str, Any]]:
    out = []
    for month in months_between(work.start, work.end):
        rows = [s for s in work.stints if s.month == month]
        covered = "full" if rows or work.by != "month" else "none"
        out.append(
            {
                "month": month,
                "coverage": covered,
                "inflow": f"{sum((s.amount for s in rows), ZERO):.2f}",
                "outflow": "0.00",
                "rows": len(rows),
            }
        )
    return out


def told(
    file: str,
    work: Work,
    platform: str,
    facts: Sequence[str],
    counted: bool,
    original: str,
    sizes: Sequence[tuple[float, float]] = (),
    unit: str = "px",
) -> Paper:
    """The truth of an earnings paper."""
    known = {
        "platform": platform, "holder": work.who.name, "id_number": work.who.id_number, "period_start": work.start,
        "period_end": work.end, "issued_on": work.issued, "total": f"{work.total:.2f}",
    }  # fmt: skip
    method = {"issuer_pdf": "text", "editable": "cell"}.get(original, "ocr")
    pages = range(1, len(sizes) + 1)
    return Paper(
        file,
        "gig_earnings",
        {f: known[f] for f in ("platform", *facts)},
        original,
        sizes,
        unit,
        rows=_rows(work, counted),
        months=_months(work),
        method=method,
        pages=pages,
    )


def put_pdf(folder: Path, file: str, desk: Desk, sheet: Sheet, work: Work) -> Paper:
    """Write the paper as PDF into an application; returns its truth."""
    shown = ordered(sheet, work)
    data = as_pdf(desk, sheet, shown)
    (folder / file).write_bytes(data)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sizes = [(595.0, 842.0)] * len(pdf.pages)
    return told(file, shown, sheet.platform, sheet.facts, sheet.counts, "issuer_pdf", sizes, "pt")


def put_workbook(folder: Path, file: str, sheet: Sheet, work: Work, rng: Random) -> Paper:
    """Write the paper as a workbook into an application; returns its truth."""
    shown = ordered(sheet, work)
    as_workbook(folder / file, sheet, shown, rng)
    return told(file, shown, sheet.platform, sheet.facts, sheet.counts, "editable")


def put_screen(folder: Path, file: str, browser: Any, platform: int, work: Work, rng: Random) -> Paper:
    """Write a screenshot into an application; returns its truth."""
    shown = replace(work, stints=tuple(reversed(work.stints)))
    size = as_screen(browser, platform, shown, rng, folder / file)
    return told(
        file,
        shown,
        SCREENS[platform][0],
        ("holder", "period_start", "period_end", "total"),
        platform % 2 == 0,
        "screenshot",
        [size],
    )


LAST_TWELVE = [f"{m // 12}-{m % 12 + 1:02d}" for m in range(2025 * 12 + 10, 2026 * 12 + 10)]


def draw_earnings(out: Path, each: int, desk: Desk, browser: Any, seed: int) -> int:
    """`each` papers of every layout as PDF and as workbook, and `each` screenshots of every app; returns how many were drawn."""
    makers: dict[str, Callable[[Path, Random], Paper]] = {}
    for sheet in SHEETS:
        makers[f"pdf-{sheet.key}"] = lambda folder, rng, s=sheet: put_pdf(
            folder, "收入证明.pdf", desk, s, _some(s.by, rng)
        )  # type: ignore[misc]
        makers[f"xlsx-{sheet.key}"] = lambda folder, rng, s=sheet: put_workbook(
            folder, "收入明细.xlsx", s, _some(s.by, rng), rng
        )  # type: ignore[misc]
    for k, (platform, _, _) in enumerate(SCREENS):
        makers[f"screen-{platform}"] = lambda folder, rng, k=k: put_screen(
            folder, "Screenshot.jpg", browser, k, _some("month", rng), rng
        )  # type: ignore[misc]
    for key, make in makers.items():
        for n in range(each):
            folder = begin(out / f"earnings-{key}-{n:03d}", "gig_worker")
            paper = make(folder, Random(f"{seed}/earnings/{key}/{n}"))
            found = [Found(code) for code in ("IDC001", "IDC002", "BNK001", "INC001")]
            tell(folder, "gig_worker", [paper], found, {"set": "earnings", "layout": key}, ["GIG104"])
    return each * len(makers)


def _some(by: str, rng: Random) -> Work:
    issued = date(2026, 11, 3) + timedelta(days=rng.randint(0, 18))
    return worked(person(rng), by, rng, LAST_TWELVE[-12:], issued, rng.uniform(5200, 11000))
