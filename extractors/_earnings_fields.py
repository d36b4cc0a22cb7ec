"""What an earnings paper prints around its rows: whose it is, of which period, drawn up when, and the sum of all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from extractors._earnings_entries import Total
from extractors._earnings_list import card_of
from extractors._earnings_text import cell_money, clean, numbers
from extractors._names import bare_name, id_number
from pipeline.layout import Line, Printed, labelled, lines_cut, printed
from pipeline.model import Box, Field, Leaf, Region, Value
from pipeline.text import days, person, squeeze

# ---------------------------------------------------------------- beside labels

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


def fields_of(printed_lines: Sequence[Line], head: Sequence[Line]) -> dict[str, Field]:
    """The fields of the contract that lines around a table or list print, but for the platform.

    `head` are those of the lines that speak of the whole paper: there a sum is its total.
    """
    found = labelled(printed_lines, _LABELS, _STOPS)
    fields: dict[str, Field | None] = {
        "holder": _holder(found.get("holder")),
        "id_number": id_number(found["id_number"]) if "id_number" in found else None,
        "issued_on": _one_day(found.get("issued_on"), -1) or _signed_on(printed_lines),
        "total": _total(labelled(head, _LABELS, _STOPS).get("total")),
    }
    told = _told(printed_lines, _TOLD) | _told(head, _TOLD_OF_ALL) | _glued_holder(printed_lines)
    told = _with_number(printed_lines) | told
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


def total_field(total: Total) -> Field:
    """The total that a table or list itself prints."""
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


def beside_the_app(marks: Sequence[str], leaf: Leaf) -> Field | None:
    """The name of the app's user: the only name that stands with the app's own name, a greeting, a role or a masked number."""
    if not isinstance(leaf, Region) or leaf.method != "ocr":
        return None
    card = card_of(lines_cut(leaf))
    shown = [
        *(one for line in lines_cut(leaf)[:14] for one in _names_on(line, marks)),
        *(one for line in card for one in _names_with_a_role(line)),
        *(one for line, below in pairwise([*card, *card[-1:]]) for one in _names_by_a_number(line, below)),
    ]
    distinct = {one.text for one in shown}
    return shown[0].field(shown[0].text) if len(distinct) == 1 else None


def _names_on(line: Line, marks: Sequence[str]) -> Iterator[Printed]:
    app = "|".join(re.escape(squeeze(mark)) for mark in marks) or "$^"
    own = re.compile(rf"(?:{app})[a-zA-Z]*{_ROLE}*|^{_ROLE}+|{_ROLE}+$")
    texts = [squeeze(word.text) for word in line.words]
    if not any(re.search(app, text) or _GREETING.search(text) for text in texts):
        return
    for word, text in zip(line.words, texts, strict=True):
        name = _user(own.sub("", text))
        if name:
            yield printed(line.leaf, [word], name)


_WORK = r"(?:骑手|骑士|司机|车主|配送员|快递员|闪送员|服务者)"
_NO_USER = re.compile(
    r"高级|中级|初级|资深|普通|全职|兼职|专职|专业|优秀|明星|安全|荣誉|信用|成长|正式|全能|万能|单王|经理|师傅|先生|女士|[分值员级]$"
)
_MASKED_NUMBER = re.compile(r"(?:账号|手机号?|电话|身份证号?|ID)?:?(?:1\d{2}\*{4}\d{4}|\d{1,6}\*{6,}\d{0,4}[\dX]?)")


def _user(text: str) -> str | None:
    """A name that an app prints without a label, masked in the middle too ("王*国"); None for grades, roles and forms of address."""
    bare = _GREETING.sub("", text)
    name = person(bare)
    masked = re.sub(r"^(.\*{1,2})[㐀-鿿]$", r"\1", name)
    return name if bare_name(masked) and not _NO_USER.search(name) else None


def _names_with_a_role(line: Line) -> Iterator[Printed]:
    """ "王*国 骑手": a name and what its bearer does, as two words or as one; as one a short name may be a grade ("金牌骑手")."""
    texts = [squeeze(word.text) for word in line.words]
    roles = [text for text in texts if re.fullmatch(rf"[㐀-鿿]{{0,4}}{_WORK}", text)]
    for word, text in zip(line.words, texts, strict=True):
        glued = re.fullmatch(rf"(.{{2,}}?)[·|(]?{_WORK}\)?", text)
        name = _user(text) if roles and len(texts) == 2 else None
        sure = glued and ("*" in glued[1] or len(glued[1]) > 2)
        name = name or (_user(glued[1]) if glued and sure else None)
        if name:
            yield printed(line.leaf, [word], name)


def _names_by_a_number(line: Line, below: Line) -> Iterator[Printed]:
    """A name with a masked telephone or ID number beside it, or below it where the name stands alone."""
    texts = [squeeze(word.text).upper() for word in line.words]
    beside = len(texts) == 2 and any(_MASKED_NUMBER.fullmatch(text) for text in texts)
    under = len(texts) == 1 and _MASKED_NUMBER.fullmatch(squeeze(below.text).upper()) is not None
    for word in line.words if beside or under else ():
        name = _user(squeeze(word.text))
        if name:
            yield printed(line.leaf, [word], name)


_WITH_NUMBER = re.compile(
    r"(?:^|[^㐀-鿿·*])(?:[㐀-鿿]{0,4}姓名:?|户名:?)?([㐀-鿿·*]{2,15})\(+(?:(?:居民)?身份证件?(?:号码?)?|证件号码?)?:?"
    r"(\d{17}[\dX]|\d{1,6}\*{6,}\d{0,4}[\dX]?)\)"
)


def _with_number(printed_lines: Sequence[Line]) -> dict[str, Field]:
    """A name with its ID number in brackets: "王建国（1101**********1234）"; nothing where two people are named so."""
    found: list[tuple[Field, Field | None]] = []
    for line in printed_lines:
        text, owners = _running([line])
        for match in _WITH_NUMBER.finditer(text.upper()):
            name = _user(match[1])
            number = _printed_at([line], owners, match.start(2), match.end(2), match[2])
            if name:
                shown = _printed_at([line], owners, match.start(1), match.end(1), name)
                found.append((shown.field(name), id_number(number)))
    if len({holder.value for holder, _ in found}) != 1:
        return {}
    holder, number_field = found[0]
    return {"holder": holder} | ({"id_number": number_field} if number_field else {})


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


def day_in(fields: Mapping[str, Field], name: str) -> date | None:
    """The day that a field holds; None where it holds none."""
    value = fields[name].value if name in fields else None
    return value if isinstance(value, date) else None
