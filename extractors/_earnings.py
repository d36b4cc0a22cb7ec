"""Earnings on a platform, read without knowing its layout: whose, of what period, and a row for each order, day or month.

A platform is a declaration (`Platform`): what it is called on its papers, and how its people get the paper. Everything else is the
same for all: a table by the words of its header, else a list as apps show it, and the printed total as the proof of either.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial

from extractors import not_a_statement
from extractors._earnings_entries import Listing, Total, dated, prove, rows, total_of
from extractors._earnings_fields import beside_the_app, day_in, fields_of, total_field
from extractors._earnings_list import head_of, read_list
from extractors._earnings_table import ANCHORS, VOCABULARY, read_table, table_of
from extractors._earnings_text import CLOCK, clean, find_when
from extractors.employment_letter import is_letter
from pipeline.layout import Line, Printed, lines, lines_cut, printed, squeezed, words_of
from pipeline.model import Earning, Field, Grid, Guide, Leaf, Opened, Reading, Region
from pipeline.readers import Claim, Reader
from pipeline.table import Table, header_of
from pipeline.text import squeeze

OTHER = "other"


@dataclass(frozen=True, slots=True)
class Platform:
    """A platform: its code in the contract, its name as its people say it, what its papers call it, and how to get one.

    `marks` are names of its apps and of the companies that run it and pay for it, without spaces. `how` is Chinese, "{start}" and
    "{end}" stand for the first and last day wanted.
    """

    code: str
    name: str
    marks: tuple[str, ...]
    how: str


def earnings_reader(platform: Platform) -> Reader:
    """The reader of one platform's papers."""
    return Reader(
        name=f"earnings_{platform.code}",
        type="gig_earnings",
        claims=partial(_claims, platform.code),
        read=partial(_read, platform),
        continues=continues,
        guide=Guide(platform.code, platform.name, platform.how, platform.marks),
    )


GENERIC = Platform(OTHER, "平台", (), "请在平台的司机端或骑手端应用中，进入“我的－钱包（收入）－收入明细”，导出或截图 {start} 至 {end} 的收入；应用里没有导出时，可联系平台客服开具盖章的收入证明。")  # fmt: skip


def generic_reader() -> Reader:
    """The reader of papers of platforms that nobody has declared."""
    return Reader(
        name="earnings_other",
        type="gig_earnings",
        claims=lambda leaf: Claim(0.7) if looks_like_earnings(leaf) and _is_gig(leaf) else None,
        read=partial(_read, GENERIC),
        continues=continues,
        generic=True,
        guide=Guide(OTHER, GENERIC.name, GENERIC.how),
    )


# ---------------------------------------------------------------- whose paper it is

_INCOME = re.compile(r"收入|收益|流水|报酬|薪酬|酬劳|佣金|结算|跑单|配送费|派送费|车费|运费|账单|对账单")
_GIG = re.compile(
    r"骑手|骑士|司机|车主|配送员|快递员|闪送员|跑腿|服务者|劳动者|众包|跑单|完单|接单|单量|派单|送单|订单数|订单量|运单|有效单|完成\d+单|\d+单|网约车|代驾|货运|平台收入|灵活用工"
)
_NOT_EARNINGS = re.compile(
    r"银行.{0,12}(?:明细|流水|对账单|清单|回单|记录|查询)|(?:账户|帐户|联机|本次|交易后)余额|微信支付|支付宝(?:支付科技|交易)|社会保险|社保|公积金|纳税|居民身份证|公民身份号码\d|商户单号|对[方手](?:户名|账[号户]|姓名|信息|名称)|交易对[手方]|钞汇|余额.{0,30}摘要|摘要.{0,30}余额"
    r"|车次|候车"
)
_STATES = re.compile(
    r"合计|总计|共计|总收入|累计|本月|当月|收入明细|收入证明|流水证明|收入对账单|收入统计|收入汇总|结算单|我的收入|收入合计"
)


_CERTIFIES = re.compile(r"证明")
_AMOUNT_ALONE = re.compile(r"[㐀-鿿]{0,6}:?[+-]?¥?[+-]?\d[\d,]*(?:\.\d{1,2}|元|\.\d{1,2}元)|[+-]?¥[+-]?\d[\d,]*")


def looks_like_earnings(leaf: Leaf) -> bool:
    """Whether a leaf speaks of income by days or months, and is none of the papers that do so for another reason."""
    text = squeezed(leaf)
    if not _INCOME.search(text) or _NOT_EARNINGS.search(text) or not_a_statement.export_of(leaf) or is_letter(leaf):
        return False
    return _has_table(leaf) or _has_list(leaf, text)


def _has_table(leaf: Leaf) -> bool:
    header = header_of(leaf, VOCABULARY)
    if not any(anchor in header for anchor in ANCHORS):
        return False
    amounts = any(concept.startswith("¥") or concept == "orders" for concept in header)
    return amounts and ("balance" not in header or _GIG.search(_head_text(leaf)) is not None)


def _has_list(leaf: Leaf, text: str) -> bool:
    """Two dated lines and amounts that stand alone, under a title; a later page of a bank's statement has no such title."""
    printed_lines = lines(leaf)
    titled = _INCOME.search(_head_text(leaf)) or len(re.findall(r"\d单", text)) > 1
    listed = sum(bool(find_when(spaced) or CLOCK.search(spaced)) for spaced in (clean(li.text) for li in printed_lines))
    amounts = sum(bool(_AMOUNT_ALONE.fullmatch(squeeze(word.text))) for word in words_of(leaf))
    if not titled:
        return False
    if _STATES.search(text) and listed:
        return amounts > 0 or (_CERTIFIES.search(text) is not None and re.search(r"\d\.\d\d|\d元", text) is not None)
    return listed > 1 and amounts > 1


def _head_text(leaf: Leaf) -> str:
    return "\n".join(squeeze(line.text) for line in head_of(lines(leaf)))


def _is_gig(leaf: Leaf) -> bool:
    return bool(_GIG.search(squeezed(leaf)))


def _claims(code: str, leaf: Leaf) -> Claim | None:
    if platform_of(leaf) != code or not looks_like_earnings(leaf):
        return None
    named = _first_mark(_head_text(leaf)) == code or _has_table(leaf)
    return Claim(0.95) if named else None


def platform_of(leaf: Leaf) -> str | None:
    """The platform whose name stands first on a leaf, as a title or a logo does; None where no known one is named."""
    return _first_mark(squeezed(leaf))


def _first_mark(text: str) -> str | None:
    found = [(at, -len(mark), code) for mark, code in _marks() if (at := text.find(mark)) >= 0]
    return min(found)[2] if found else None


@cache
def _marks() -> tuple[tuple[str, str], ...]:
    """Every mark of every declared platform, with its code."""
    package = importlib.import_module("extractors.platforms")
    names = [info.name for info in pkgutil.iter_modules(package.__path__) if not info.name.startswith("_")]
    declared = [importlib.import_module(f"{package.__name__}.{name}").PLATFORM for name in names]
    return tuple((squeeze(mark), platform.code) for platform in declared for mark in platform.marks)


def continues(leaf: Leaf) -> bool:
    """Whether a later page or sheet goes on: it lists dated amounts, or closes the paper; a blank sheet does neither."""
    text = squeezed(leaf)
    return bool(text) and not _NOT_EARNINGS.search(text)


# ---------------------------------------------------------------- the reading


def _read(platform: Platform, leaves: Sequence[Leaf], opened: Opened) -> Reading:
    sheets = [[leaf] for leaf in leaves] if all(isinstance(leaf, Grid) for leaf in leaves) else [list(leaves)]
    papers = [_Paper(sheet, table_of(sheet)) for sheet in sheets]
    around = [line for paper in papers for line in paper.around]
    head = [line for paper in papers for line in paper.head]
    fields = {**_platform_field(platform, leaves), **fields_of(around, head)}
    if "holder" not in fields and (holder := beside_the_app(platform.marks, leaves[0])):
        fields["holder"] = holder
    listing = _listing(papers, fields)
    start, end = day_in(fields, "period_start"), day_in(fields, "period_end")
    proven = prove(Listing(dated(listing.entries, start, end), listing.total, listing.notes))
    if "total" not in fields and listing.total:
        fields["total"] = total_field(listing.total)
    found = tuple(rows(proven.entries))
    guide = Guide(platform.code, platform.name, platform.how, platform.marks)
    return Reading("gig_earnings", fields, found, guide, notes=(*proven.notes, *_notes(found, leaves)))


@dataclass(frozen=True)
class _Paper:
    """Pages, or one sheet, that are read as one: a summary and its details in one workbook are two."""

    leaves: Sequence[Leaf]
    table: Table | None

    @property
    def around(self) -> Sequence[Line]:
        """The lines that are not in the table: title, labels, notes."""
        return self.table.outside if self.table else [line for leaf in self.leaves for line in lines_cut(leaf)]

    @property
    def head(self) -> Sequence[Line]:
        """Those of them that speak of the whole paper: a sum within a list is that of an entry."""
        return self.around if self.table else head_of(self.around)


def _notes(found: Sequence[Earning], leaves: Sequence[Leaf]) -> list[str]:
    """What the rules must know before they believe the rows: that there are none, or that their year is not printed."""
    if not found:
        return [f"{_pages(leaves)}没有找到按日或按月列出的收入，请提供能看到每月收入的页面或文件"]
    undated = [row for row in found if row.date is None and row.month is None]
    if not undated:
        return []
    page = f"第{undated[0].page}页" if undated[0].page else ""
    return [f"{page}的收入没有显示年份，无法确定是哪一年，请提供能看到年份的页面或文件"]


def _pages(leaves: Sequence[Leaf]) -> str:
    """Where was looked: "第1页至第3页：", or the sheets by name."""
    if all(isinstance(leaf, Grid) for leaf in leaves):
        names = dict.fromkeys(leaf.sheet for leaf in leaves if isinstance(leaf, Grid))
        return f"工作表{'、'.join(f'“{name}”' for name in names)}："
    numbers = [leaf.page.number for leaf in leaves if isinstance(leaf, Region)]
    first, last = min(numbers), max(numbers)
    return f"第{first}页：" if first == last else f"第{first}页至第{last}页："


def _listing(papers: Sequence[_Paper], fields: Mapping[str, Field]) -> Listing:
    """What the papers list, with the total that is printed beside a label."""
    total = fields.get("total")
    value = total.value if total and isinstance(total.value, Decimal) else None
    return _with_total(_combined([_read_paper(paper, value) for paper in papers]), total)


def _read_paper(paper: _Paper, total: Decimal | None) -> Listing:
    """The table of the pages, or their list where there is none or that has more rows."""
    table = read_table(paper.table, total) if paper.table else Listing()
    if len(table.entries) > 1 or (table.entries and isinstance(paper.leaves[0], Grid)):
        return table
    listed = read_list(paper.leaves)
    return table if len(table.entries) >= len(listed.entries) else listed


def _with_total(listing: Listing, total: Field | None) -> Listing:
    """The listing with the total printed beside a label, where nothing closes the list itself."""
    if listing.total or total is None or total.place is None or not isinstance(total.value, Decimal):
        return listing
    shown = Printed(total.raw, total.place, total.confidence, total.method)
    return Listing(listing.entries, Total(total.value, shown), listing.notes)


def _combined(listings: Sequence[Listing]) -> Listing:
    """Several sheets as one: days before a month that sums them up; a sheet that repeats another counts once."""
    filled = [listing for listing in listings if listing.entries]
    if len(filled) < 2:
        return (filled or list(listings))[0]
    fine = [one for one in filled if any(e.when.day for e in one.entries)]
    detailed = {e.when.as_month for one in fine for e in one.entries}
    coarse = [e for one in filled if one not in fine for e in one.entries if e.when.as_month not in detailed]
    unique: list[Listing] = []
    for one in fine:
        if [(e.when, e.amount) for e in one.entries] not in [[(e.when, e.amount) for e in u.entries] for u in unique]:
            unique.append(one)
    entries = (*coarse, *(e for one in unique for e in one.entries))
    totals = [one.total for one in filled if one.total and one.total.value == total_of(entries)]
    return Listing(entries, totals[0] if totals else None, tuple(note for one in filled for note in one.notes))


def _platform_field(platform: Platform, leaves: Sequence[Leaf]) -> dict[str, Field]:
    """The platform with the place of the mark that told it; without one it is what the reader is for."""
    for line in (line for leaf in leaves for line in lines(leaf)):
        for word in line.words:
            if any(squeeze(mark) in squeeze(word.text) for mark in platform.marks):
                return {"platform": printed(line.leaf, [word]).field(platform.code)}
    return {"platform": Field(platform.code, 0.7, "derived")}
