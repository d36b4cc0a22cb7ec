"""Earnings on a platform, read without knowing its layout: whose, of what period, and a row for each order, day or month.

A platform is a declaration (`Platform`): what it is called on its papers, and how its people get the paper. Everything else is the
same for all: a table by the words of its header, else a list as apps show it, and the printed total as the proof of either.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache, partial

from extractors import not_a_statement
from extractors._earnings_entries import Listing, Total, dated, prove, rows, total_of
from extractors._earnings_list import head_of, read_list
from extractors._earnings_table import ANCHORS, VOCABULARY, read_table, table_of
from extractors._earnings_text import CLOCK, cell_money, clean, find_when, numbers
from extractors._names import bare_name, id_number
from pipeline.layout import Line, Printed, labelled, lines, lines_cut, printed, squeezed, words_of
from pipeline.model import Box, Earning, Field, Grid, Guide, Leaf, Opened, Reading, Region, Value
from pipeline.readers import Claim, Reader
from pipeline.table import Table, header_of
from pipeline.text import days, person, squeeze

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
        guide=Guide(platform.code, platform.name, platform.how),
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
    if not _INCOME.search(text) or _NOT_EARNINGS.search(text) or not_a_statement.group_of(leaf):
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
    fields = {**_platform_field(platform, leaves), **_labelled_fields(papers)}
    if "holder" not in fields and (holder := _beside_the_app(platform, leaves[0])):
        fields["holder"] = holder
    listing = _listing(papers, fields)
    start, end = _day(fields, "period_start"), _day(fields, "period_end")
    proven = prove(Listing(dated(listing.entries, start, end), listing.total, listing.notes))
    if "total" not in fields and listing.total:
        fields["total"] = _total_field(listing.total)
    found = tuple(rows(proven.entries))
    guide = Guide(platform.code, platform.name, platform.how)
    return Reading("gig_earnings", fields, found, guide, notes=(*proven.notes, *_notes(found)))


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


def _notes(found: Sequence[Earning]) -> list[str]:
    if not found:
        return ["没有找到按日或按月列出的收入，请提供能看到每月收入的页面或文件"]
    undated = [row for row in found if row.date is None and row.month is None]
    if not undated:
        return []
    page = f"第{undated[0].page}页" if undated[0].page else ""
    return [f"{page}的收入没有显示年份，无法确定是哪一年，请提供能看到年份的页面或文件"]


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


# ---------------------------------------------------------------- fields

_LABELS: Mapping[str, Sequence[str]] = {
    "holder": (
        "姓名", "司机姓名", "骑手姓名", "车主姓名", "骑士姓名", "配送员姓名", "快递员姓名", "闪送员姓名", "服务者姓名", "劳动者姓名", "用户姓名", "真实姓名", "实名", "实名姓名", "户名", "收款人",
        "收款人姓名", "申请人", "司机", "骑手", "车主", "骑士", "配送员", "快递员", "闪送员", "从业者", "从业人员", "本人", "持有人", "账户名", "师傅姓名",
    ),
    "id_number": ("身份证号", "身份证号码", "证件号码", "证件号", "公民身份号码", "身份证", "身份证件号码", "证件编号"),
    "period": (
        "统计周期", "统计区间", "统计时间", "统计期间", "统计时段", "统计日期", "起止日期", "起止时间", "时间范围", "时间段", "查询区间", "查询时间段", "查询周期", "查询期间", "账单周期", "账单期间", "账单区间",
        "收入期间", "收入周期", "收入区间", "流水期间", "流水区间", "流水周期", "数据区间", "数据周期", "数据期间", "证明期间", "证明区间", "结算周期", "结算期间", "周期", "期间", "账期", "日期范围", "时间区间", "对账周期", "对账期间", "覆盖期间", "所属期间",
    ),
    "start": ("起始日期", "开始日期", "起始时间", "开始时间", "统计开始日期"),
    "end": ("截止日期", "结束日期", "终止日期", "截止时间", "结束时间", "终止时间", "统计结束日期"),
    "issued_on": (
        "出具日期", "开具日期", "出具时间", "开具时间", "打印日期", "打印时间", "生成日期", "生成时间", "导出日期", "导出时间", "下载日期", "下载时间", "申请日期", "申请时间", "制表日期", "制表时间",
        "签发日期", "证明日期", "开立日期", "出证日期", "报表日期", "落款日期", "查询时间", "查询日期",
    ),
    "total": (
        "收入总计", "收入合计", "总收入", "合计收入", "合计金额", "总计", "合计", "总金额", "收入总额", "累计收入", "总流水", "流水合计", "流水总计", "流水总额", "实收合计", "实收总额", "到账合计", "累计金额", "总收益", "收益合计",
        "收入总金额", "共计收入", "本期收入", "本期合计", "期间收入", "期间总收入", "税前总收入", "累计实收", "累计到账", "结算总额", "结算合计", "总报酬",
    ),
}  # fmt: skip
_STOPS = ("币种", "单位", "性别", "手机号", "手机号码", "联系电话", "电话", "编号", "工号", "城市", "平台", "车牌号", "车牌", "所属城市", "账号", "站点", "注册时间", "完单量", "完成单量", "总单量", "总单数", "订单数", "币别")  # fmt: skip


def _platform_field(platform: Platform, leaves: Sequence[Leaf]) -> dict[str, Field]:
    """The platform with the place of the mark that told it; without one it is what the reader is for."""
    for line in (line for leaf in leaves for line in lines(leaf)):
        for word in line.words:
            if any(squeeze(mark) in squeeze(word.text) for mark in platform.marks):
                return {"platform": printed(line.leaf, [word]).field(platform.code)}
    return {"platform": Field(platform.code, 0.7, "derived")}


def _labelled_fields(papers: Sequence[_Paper]) -> dict[str, Field]:
    printed_lines = [line for paper in papers for line in paper.around]
    head = [line for paper in papers for line in paper.head]
    found = labelled(printed_lines, _LABELS, _STOPS)
    fields: dict[str, Field | None] = {
        "holder": _holder(found.get("holder")),
        "id_number": id_number(found["id_number"]) if "id_number" in found else None,
        "issued_on": _one_day(found.get("issued_on"), -1) or _signed_on(printed_lines),
        "total": _total(labelled(head, _LABELS, _STOPS).get("total")),
    }
    told = _told(printed_lines, _TOLD) | _told(head, _TOLD_OF_ALL) | _glued_holder(printed_lines)
    fields |= {name: told[name] for name in told if fields.get(name) is None}
    fields |= _period(found, told, printed_lines)
    return {name: value for name, value in fields.items() if value is not None}


def _holder(shown: Printed | None) -> Field | None:
    if shown is None or not shown.text:
        return None
    name = person(re.split(r"[（(,，;；]|先生|女士", shown.text)[0])
    fits = re.fullmatch(r"[㐀-鿿\U00020000-\U0003ffff·*＊xX某]{2,20}|[A-Za-z*][A-Za-z .*]{2,40}", name)
    return shown.field(name) if fits else None


def _one_day(shown: Printed | None, which: int) -> Field | None:
    if shown is None or not shown.text:
        return None
    found = days(shown.text)
    return shown.field(found[which]) if found else shown.field(None, "日期看不清")


def _signed_on(printed_lines: Sequence[Line]) -> Field | None:
    """The day under the signature: one of the last lines, with nothing else on it."""
    for line in printed_lines[-4:]:
        spoken = squeeze(line.text)
        if re.fullmatch(r"20\d\d年\d{1,2}月\d{1,2}日", spoken) and (found := days(spoken)):
            return printed(line.leaf, line.words).field(found[0])
    return None


def _total(shown: Printed | None) -> Field | None:
    """The amount beside a total's label; a label without one (the head of a column) says nothing."""
    if shown is None:
        return None
    whole = cell_money(shown.text)
    sums = () if whole is not None else numbers(clean(shown.text))[0]
    value = whole if whole is not None else sums[0].value if len(sums) == 1 else None
    return shown.field(value) if value is not None else None


def _total_field(total: Total) -> Field:
    return total.printed.field(total.value, None if total.value is not None else "合计金额看不清")


def _glued_holder(printed_lines: Sequence[Line]) -> dict[str, Field]:
    """A name that a recogniser read as one with its label, the colon lost: "姓名李想"."""
    label = "|".join(sorted(_LABELS["holder"][:15], key=len, reverse=True))
    for line in printed_lines:
        for word in line.words:
            glued = re.fullmatch(rf"(?:{label})(.{{2,15}})", squeeze(word.text))
            name = bare_name(glued[1]) if glued else None
            if name:
                return {"holder": printed(line.leaf, [word], name).field(name)}
    return {}


_ROLE = r"(?:骑手|骑士|司机|车主|师傅|配送员|快递员|闪送员|众包|团队|专送|乐跑|同城|司机版|司机端|车主端|骑手版|骑手端|商家)"
_GREETING = re.compile(r"^(?:你好|您好|嗨|Hi|Hello|早上好|上午好|中午好|下午好|晚上好)[,!]?|[,!]?(?:你好|您好)[!]?$")


def _beside_the_app(platform: Platform, leaf: Leaf) -> Field | None:
    """The name of the app's user: the only name that stands on a line with the app's own name or a greeting, and only there."""
    if not isinstance(leaf, Region) or leaf.method != "ocr":
        return None
    found = [shown for line in lines_cut(leaf)[:14] for shown in _names_on(line, platform.marks)]
    distinct = {shown.text for shown in found}
    return found[0].field(found[0].text) if len(distinct) == 1 else None


def _names_on(line: Line, marks: Sequence[str]) -> Iterator[Printed]:
    app = "|".join(re.escape(squeeze(mark)) for mark in marks) or "$^"
    own = re.compile(rf"(?:{app})[a-zA-Z]*{_ROLE}*|^{_ROLE}+|{_ROLE}+$")
    texts = [squeeze(word.text) for word in line.words]
    if not any(re.search(app, text) or _GREETING.search(text) for text in texts):
        return
    for word, text in zip(line.words, texts, strict=True):
        name = bare_name(person(_GREETING.sub("", own.sub("", text))))
        if name:
            yield printed(line.leaf, [word], name)


# ---------------------------------------------------------------- what is told in sentences

_ANY_DAY = r"20\d\d(?:年\d{1,2}月\d{1,2}日|[-/.]\d{1,2}[-/.]\d{1,2})"
_ANY_MONTH = r"20\d\d(?:年\d{1,2}月份?(?!\d)|[-/.]\d{1,2}(?![\d./]))"
_TOLD = {
    "holder": re.compile(
        r"(?:兹证明|兹有|证明[:：])[:：,，]?([㐀-鿿·*]{2,15}?)(?=[（(,，;；]|先生|女士|同志|身份证|系|在|于|自)"
    ),
    "id_number": re.compile(r"(?:身份证|证件)(?:件?号码?|编号)?[:：]?(?:为)?((?:[\d*]{17}[\dX*])|\d{15})(?!\d)"),
    "issued_on": re.compile(rf"(?:出具|开具|打印|生成|导出|制表|下载|申请|签发)(?:日期|时间):?({_ANY_DAY})"),
}
_TOLD_OF_ALL = {
    "total": re.compile(r"(?:共计|合计|总计|累计|总收入|总额)[㐀-鿿:：]{0,14}?(?:人民币)?[:：]?¥?(\d[\d,]*\.\d\d)元?"),
}


_SPOKEN: Mapping[str, Callable[[str], Value | None]] = {
    "total": cell_money,
    "holder": person,
    "issued_on": lambda text: next(iter(days(text)), None),
}


def _told(printed_lines: Sequence[Line], patterns: Mapping[str, re.Pattern[str]]) -> dict[str, Field]:
    """Values in running text: "兹证明张三（身份证号：…）自…至…在我平台收入共计…元". A sentence may wrap."""
    found: dict[str, Field] = {}
    text, owners = _running(printed_lines)
    for name, pattern in patterns.items():
        match = pattern.search(text)
        if match:
            shown = _printed_at(printed_lines, owners, match.start(1), match.end(1), match[1])
            value: Value | None = _SPOKEN.get(name, str)(match[1])
            numbered = id_number(shown) if name == "id_number" else None
            found[name] = numbered or shown.field(value, None if value is not None else "这里看不清")
    return found


def _running(printed_lines: Sequence[Line]) -> tuple[str, list[tuple[int, int]]]:
    """All text without spaces, and for each character its line and word."""
    text, owners = "", []
    for at, line in enumerate(printed_lines):
        for index, word in enumerate(line.words):
            bare = squeeze(word.text)
            text += bare
            owners += [(at, index)] * len(bare)
    return text, owners


def _printed_at(
    printed_lines: Sequence[Line], owners: Sequence[tuple[int, int]], start: int, end: int, text: str
) -> Printed:
    """A piece of the running text with its place: that of its words on the line where it begins."""
    at = owners[start][0]
    words = [
        printed_lines[at].words[index] for index in dict.fromkeys(i for line, i in owners[start:end] if line == at)
    ]
    return printed(printed_lines[at].leaf, words, text)


def _period(
    found: Mapping[str, Printed], told: Mapping[str, Field], printed_lines: Sequence[Line]
) -> dict[str, Field | None]:
    """Both ends: beside their labels, else the first span of days that stands alone or in a sentence."""
    shown = found.get("period")
    if shown and (both := _ends(shown)):
        return dict(both)
    start, end = _one_day(found.get("start"), 0), _one_day(found.get("end"), -1)
    if start and end:
        return {"period_start": start, "period_end": end}
    text, owners = _running(printed_lines)
    span = re.search(rf"({_ANY_DAY}|{_ANY_MONTH})(?:起)?(?:至|到|~|—+|-+)({_ANY_DAY}|{_ANY_MONTH})", text)
    if span:
        both = _ends(_printed_at(printed_lines, owners, span.start(), span.end(), span[0]))
        if both and _long(both):
            return dict(both)
    return {}


def _long(ends: Mapping[str, Field]) -> bool:
    """Whether a span is that of a paper and not that of a row (a week)."""
    start, end = ends["period_start"].value, ends["period_end"].value
    return isinstance(start, date) and isinstance(end, date) and (end - start).days >= 16


def _ends(shown: Printed) -> dict[str, Field] | None:
    """The two days that a text holds, or the first and last day of the two months (or the one) that it holds."""
    spoken = squeeze(shown.text)
    two = re.findall(rf"{_ANY_DAY}|20\d{{6}}", spoken)
    found = [d for text in two for d in days(text)]
    if len(found) == 2 and found[0] <= found[1]:
        halves = _halves(shown, two)
        return {"period_start": halves[0].field(found[0]), "period_end": halves[1].field(found[1])}
    months = re.findall(r"(20\d\d)(?:年|[-/.])?(1[0-2]|0?[1-9])(?:月份?)?(?!\d)", spoken)
    if two or not 1 <= len(months) <= 2:
        return None
    first, last = (_month(months[0]), _month(months[-1]))
    if first > last:
        return None
    after = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return {"period_start": shown.field(first), "period_end": shown.field(date.fromordinal(after.toordinal() - 1))}


def _halves(shown: Printed, two: Sequence[str]) -> tuple[Printed, Printed]:
    """Each of the two days of a span with its own part of the line, in proportion to the characters."""
    box, text = shown.place.box, squeeze(shown.text)
    if box is None or not text:
        return shown, shown
    widths = [2 if ord(char) > 0x2E80 else 1 for char in text]
    each = [(text.find(one), one) if n == 0 else (text.rfind(one), one) for n, one in enumerate(two)]
    parts = []
    for start, one in each:
        left, right = (box.left + box.width * sum(widths[:at]) / sum(widths) for at in (start, start + len(one)))
        place = replace(shown.place, box=Box(left, box.top, right, box.bottom))
        parts.append(replace(shown, text=one, place=place))
    return parts[0], parts[1]


def _month(parts: tuple[str, str]) -> date:
    return date(int(parts[0]), int(parts[1]), 1)


def _day(fields: Mapping[str, Field], name: str) -> date | None:
    value = fields[name].value if name in fields else None
    return value if isinstance(value, date) else None
