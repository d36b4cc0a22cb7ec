"""Bank statements as digital PDF, printed by the browser in the layouts of `banks`, and dressed with the bank's own producer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path
from random import Random
from typing import Any

import pikepdf
from playwright.sync_api import Page

from .banks import LAYOUTS, Column, Layout, Paper
from .ledger import Due, Entry, card_number, cents, coverage, months_between, movements
from .people import AS_OF, Person, person
from .truth import Found, begin, tell
from .truth import Paper as Told

_CSS = """*{margin:0;padding:0;box-sizing:border-box} body{width:%(w)dpt;font-family:%(font)s,'WenQuanYi Zen Hei';color:#111}
@page{size:%(w)dpt %(h)dpt;margin:0} section{position:relative;width:%(w)dpt;height:%(h)dpt;overflow:hidden;page-break-after:always;padding:18pt 0 0 %(m)dpt}
section:last-child{page-break-after:auto} table{border-collapse:collapse;table-layout:fixed;width:%(t)dpt;font-size:%(s)spt;line-height:1.25}
td,th{padding:1.6pt 1.5pt;word-break:break-all;vertical-align:%(v)s;font-weight:normal;%(rules)s} th{text-align:center;vertical-align:middle}
.head{width:%(t)dpt} .foot{position:absolute;left:%(m)dpt;bottom:12pt;width:%(t)dpt} .d{position:relative;display:block} .d i{position:absolute;left:.25pt;top:0;font-style:normal;width:100%%}"""


class Desk:
    """Prints papers on one browser page."""

    def __init__(self, browser: Any) -> None:
        self._page: Page = browser.new_context().new_page()

    def heights(self, html: str, selector: str) -> list[float]:
        """Heights in points of what a selector finds."""
        self._page.set_content(html)
        script = "s => [...document.querySelectorAll(s)].map(e => e.getBoundingClientRect().height * 0.75)"
        found: list[float] = self._page.evaluate(script, selector)
        return found

    def pdf(self, html: str) -> bytes:
        """The page as PDF, at the size that its style says."""
        self._page.set_content(html)
        return bytes(self._page.pdf(prefer_css_page_size=True, print_background=True, tagged=False))


def _spoilt(layout: Layout, text: str) -> str:
    return text.translate(str.maketrans(dict(layout.spoil))) if layout.spoil else text


def _cell(layout: Layout, column: Column, text: str) -> str:
    body = "<br>".join(escape(part) for part in _spoilt(layout, text).split("\n"))
    if layout.doubled and text:
        body = f"<span class=d>{body}<i aria-hidden=true>{body}</i></span>"
    return f'<td style="text-align:{column.align}">{body}</td>'


def _row(layout: Layout, entry: Entry, index: int) -> str:
    return "<tr>" + "".join(_cell(layout, c, c.cell(entry, index)) for c in layout.columns) + "</tr>"


def _table(layout: Layout, rows: Sequence[str], head: bool = True) -> str:
    columns = "".join(f'<col style="width:{c.width}pt">' for c in layout.columns)
    heads = "".join(
        "<th>" + "<br>".join(escape(part) for part in _spoilt(layout, c.head).split("\n")) + "</th>"
        for c in layout.columns
    )
    shown = f"<thead><tr>{heads}</tr></thead>" if head else ""
    return f"<table><colgroup>{columns}</colgroup>{shown}<tbody>{''.join(rows)}</tbody></table>"


def _style(layout: Layout) -> str:
    width, height = layout.page
    table = sum(c.width for c in layout.columns)
    told = {
        "w": width,
        "h": height,
        "font": layout.font,
        "m": max(14, (width - table) / 2),
        "t": table,
        "s": layout.size,
        "v": "middle" if layout.middle else "top",
        "rules": layout.rules,
    }
    return f"<!doctype html><meta charset=utf-8><style>{_CSS % told}</style>"


def _paged(desk: Desk, layout: Layout, paper: Paper, rows: Sequence[str]) -> list[range]:
    """Which rows go on which page, by their measured heights."""
    sheet = (
        _style(layout)
        + f"<section style='height:auto;overflow:visible'><div class=head>{layout.head(paper, 1, 9)}</div>{_table(layout, rows)}</section>"
    )
    sheet += f"<section><div class=head>{layout.head(paper, 2, 9)}</div></section><div class=head id=end>{layout.last(paper)}</div>"
    first, later = desk.heights(sheet, "section > .head")
    heights, header, end = (
        desk.heights(sheet, "tbody tr"),
        desk.heights(sheet, "thead tr")[0],
        desk.heights(sheet, "#end")[0],
    )
    pages, begun, room = [], 0, layout.page[1] - 18 - 44 - header - first
    for k, height in enumerate(heights):
        if height > room or k - begun >= layout.per_page:
            pages.append(range(begun, k))
            begun, room = k, layout.page[1] - 18 - 44 - header - later
        room -= height
    pages.append(range(begun, len(rows)))
    if end > room:  # what closes the paper needs a page of its own beside some rows
        last = pages.pop()
        half = last.start + max(1, len(last) * 2 // 3)
        pages += [range(last.start, half), range(half, last.stop)]
    return pages


def compose(desk: Desk, layout: Layout, paper: Paper) -> tuple[bytes, list[int]]:
    """The paper as PDF, and the page (from 1) of each of its entries in printed order."""
    rows = [_row(layout, entry, k) for k, entry in enumerate(paper.entries)]
    pages = _paged(desk, layout, paper, rows)
    sections = []
    for n, span in enumerate(pages, 1):
        on_page = [paper.entries[k] for k in span]
        foot = layout.foot(paper, n, len(pages), on_page)
        tail = f"<div class=head>{layout.last(paper)}</div>" if n == len(pages) else ""
        table = _table(layout, [rows[k] for k in span], head=n == 1 or not layout.head_once)
        summed = replace(paper, entries=on_page) if layout.page_totals else paper
        head = _spoilt(layout, layout.head(summed, n, len(pages)))
        sections.append(
            f"<section>{layout.every_page(paper, n)}<div class=head>{head}</div>{table}{tail}<div class=foot>{foot}</div></section>"
        )
    data = dressed(desk.pdf(_style(layout) + "".join(sections)), layout.producer, layout.title, paper.issued)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        if len(pdf.pages) != len(pages):
            raise RuntimeError(f"{layout.key}: {len(pages)} pages planned, {len(pdf.pages)} printed")
    return data, [n for n, span in enumerate(pages, 1) for _ in span]


def dressed(data: bytes, producer: str, title: str, at: datetime, **options: Any) -> bytes:
    """A PDF with the producer, title and time that the issuer's program would write."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        stamp = f"D:{at:%Y%m%d%H%M%S}+08'00'"
        info: dict[str, Any] = {"/Producer": producer, "/CreationDate": stamp}
        if title:
            info["/Title"] = title
        pdf.trailer.Info = pdf.make_indirect(pikepdf.Dictionary({k: pikepdf.String(v) for k, v in info.items()}))
        pdf.save(out, deterministic_id="encryption" not in options, **options)
    return out.getvalue()


def _facts(layout: Layout, entry: Entry, index: int) -> dict[str, Any]:
    row: dict[str, Any] = {"date": entry.day, "amount": f"{entry.amount:.2f}"}
    for column in layout.columns:
        text = column.cell(entry, index).replace("\n", " ").strip()
        if "time" in column.fact.split() and text:
            row["time"] = entry.time
        if column.fact == "balance":
            row["balance"] = f"{entry.balance:.2f}"
        if column.fact == "who+account" and entry.counterparty:
            row |= {"counterparty": entry.counterparty, "counterparty_account": entry.account}
        key = {"who": "counterparty", "account": "counterparty_account", "summary": "summary"}.get(column.fact)
        if key and text and text not in ("（空）", "无", "--", "-") and text.strip("-"):
            row[key] = text
    return row


def _currency(layout: Layout, paper: Paper) -> str:
    """As the head prints it, else as a column does; "" where the paper does not say."""
    columns = [c for c in layout.columns if c.head.startswith(("币", "货币"))]
    return layout.currency or (columns[0].cell(paper.entries[0], 0) if columns else "")


def told(file: str, layout: Layout, paper: Paper, pages: Sequence[int], data: bytes) -> Told:
    """The truth of a printed statement."""
    known = {
        "bank": layout.bank, "bank_name": layout.bank_name, "holder": paper.holder, "account": paper.account, "period_start": paper.start,
        "period_end": paper.end, "issued_on": paper.issued.date(), "verification_code": paper.serial if layout.serial else paper.code, "currency": _currency(layout, paper),
    }  # fmt: skip
    rows = [_facts(layout, e, k) | {"page": page} for (k, e), page in zip(enumerate(paper.entries), pages, strict=True)]
    issued = paper.issued.date() if "issued_on" in layout.facts else date.max
    with pikepdf.open(io.BytesIO(data)) as pdf:
        count = len(pdf.pages)
    return Told(
        file, "bank_statement", {f: known[f] for f in (*layout.facts, "currency") if known[f]}, "issuer_pdf", [layout.page] * count, "pt", rows=rows,
        months=coverage(paper.entries, paper.start, paper.end, issued), method="text", pages=range(1, count + 1),
    )  # fmt: skip


@dataclass(frozen=True)
class Span:
    """From when to when a statement runs, and when it was issued."""

    start: date
    end: date
    issued: datetime


def usual_span(rng: Random) -> Span:
    """A span that covers the last six full months and is fresh."""
    issued = AS_OF - timedelta(days=rng.randint(1, 14))
    end = (
        issued - timedelta(days=rng.randint(0, 1))
        if rng.random() < 0.6
        else max(date(2026, 10, 31), AS_OF - timedelta(days=rng.randint(18, 24)))
    )
    end = min(end, issued)
    year, month = divmod(2026 * 12 + 11 - rng.randint(7, 14) - 1, 12)
    start = date(year, month + 1, 1 if rng.random() < 0.6 else rng.randint(2, 28))
    return Span(
        min(start, date(2026, 5, 1)),
        end,
        datetime(issued.year, issued.month, issued.day, rng.randint(8, 21), rng.randint(0, 59), rng.randint(0, 59)),
    )


def write_up(
    layout: Layout, who: Person, span: Span, rng: Random, per_month: int = 12, dues: Sequence[Due] = ()
) -> Paper:
    """A statement's content, in the order that the bank prints."""
    entries = movements(rng, span.start, span.end, per_month, dues)
    if layout.newest_first:
        entries = entries[::-1]
    code = "".join(rng.choice("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for _ in range(8))
    return Paper(
        who.name,
        card_number(rng, "62", 19 if layout.bank != "cmb" else 16),
        span.start,
        span.end,
        span.issued,
        code,
        who.id_number,
        entries,
    )


def reordered(layout: Layout, rng: Random) -> Layout:
    """The same paper with its columns in another order, the first one apart."""
    rest = list(layout.columns[1:])
    rng.shuffle(rest)
    return replace(layout, columns=[layout.columns[0], *rest])


def draw_application(folder: Path, layout: Layout, desk: Desk, rng: Random, shuffled: bool) -> None:
    """One application that holds a statement and nothing else."""
    layout = reordered(layout, rng) if shuffled else layout
    who = person(rng)
    span, pay = usual_span(rng), cents(rng, 5000, 15000)
    salaries = [
        Due(date(*map(int, m.split("-")), 8), pay + cents(rng, 0, 200), "远山机电有限公司", "代发工资")
        for m in months_between(span.start, span.end)
    ]
    paper = write_up(layout, who, span, rng, rng.randint(6, 20), salaries)
    begin(folder, "salaried")
    data, pages = compose(desk, layout, paper)
    file = rng.choice(("流水.pdf", f"{layout.bank_name}交易明细.pdf", f"statement_{rng.randint(1000, 9999)}.pdf"))
    (folder / file).write_bytes(data)
    drawn = {"set": "statements", "layout": layout.key + ("/other order" if shuffled else "")}
    tell(
        folder,
        "salaried",
        [told(file, layout, paper, pages, data)],
        [Found("IDC001"), Found("IDC002")],
        drawn,
        ["BNK104"],
    )


def draw_statements(out: Path, each: int, desk: Desk, seed: int) -> int:
    """`each` statements of every layout, every fourth with its columns in another order; returns how many were drawn."""
    for layout in LAYOUTS:
        for n in range(each):
            rng = Random(f"{seed}/statement/{layout.key}/{n}")
            draw_application(out / f"statement-{layout.key}-{n:03d}", layout, desk, rng, shuffled=n % 4 == 3)
    return each * len(LAYOUTS)
