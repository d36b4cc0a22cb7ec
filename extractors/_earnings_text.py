"""What earnings papers say: days and months in every spelling, amounts among other numbers, and the words around them.

Nobody publishes these papers' layouts, and every platform changes its own at will. So everything here is about how days, money and
counts of orders are written, nothing about one platform.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from pipeline.text import money, normalise


@dataclass(frozen=True, slots=True)
class When:
    """A day, a month or a year as printed; what is not printed is None. A week is its last day."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def within(self, context: When) -> When:
        """The same with what it lacks taken from the heading that it stands under."""
        year = self.year or (context.year if self.month in (None, context.month) or context.month is None else None)
        return When(year, self.month or context.month, self.day)

    @property
    def as_date(self) -> date | None:
        """The day; None where it is not wholly known or there is no such day."""
        if not (self.year and self.month and self.day):
            return None
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None

    @property
    def as_month(self) -> str | None:
        """The month; None where it is not wholly known."""
        return f"{self.year:04d}-{self.month:02d}" if self.year and self.month else None


_YEAR = r"(?P<y>20\d\d)"
_MONTH = r"(?P<m>1[0-2]|0?[1-9])"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])"
_SPELLINGS = (
    rf"(?<!\d){_YEAR}\s?[-/.]\s?{_MONTH}\s?[-/.]\s?{_DAY}(?=\D|$|\d\d:\d\d)",
    rf"(?<!\d){_YEAR}\s?年\s?{_MONTH}\s?月\s?{_DAY}\s?[日号]",
    rf"(?<!\d){_YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)",
    rf"(?<!\d){_YEAR}\s?年\s?{_MONTH}\s?月份?(?!\s?\d\d?\s?[日号])",
    rf"(?<!\d)(?P<y>[123]\d)\s?年\s?{_MONTH}\s?月份?(?!\s?\d\d?\s?[日号])",
    rf"(?<![\d.,/-]){_YEAR}\s?[-/]\s?{_MONTH}(?![\d.,/-])",
    r"^(?P<y>20[123]\d)\s?\.\s?(?P<m>0[1-9]|1[0-2])(?![\d.,/-]|\s?[元块])",  # first in its line, else it is an amount
    r"^(?P<y>20[123]\d)\.(?P<m>[1-9])(?= .*\d)",
    rf"(?<![\d年.,/-]){_MONTH}\s?月\s?{_DAY}\s?[日号]",
    rf"(?<![\d.,:/-])(?P<m>1[0-2]|0[1-9])[-/]{_DAY}(?![\d.,/-])",
    rf"(?<![\d.,/-]){_MONTH}\s?月份?(?!\s?\d\d?\s?[日号])",
    rf"(?<![\d.,:月/-]){_DAY}\s?[日号](?![\d内均薪])",
    rf"(?<!\d){_YEAR}\s?年(?!\s?\d)",
)
_WHEN = [re.compile(spelling) for spelling in _SPELLINGS]
_CELL_ONLY = [
    re.compile(rf"{_YEAR}(?P<m>0[1-9]|1[0-2])"),
    re.compile(rf"{_YEAR}\.{_MONTH}"),
    re.compile(rf"(?P<m>1[0-2]|0?[1-9])[-/]{_DAY}"),
    re.compile(r"(?P<m>1[0-2]|0[1-9])\.(?P<d>3[01]|[12]\d|0[1-9])"),
]
CLOCK = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?!\d)")
_TO = re.compile(r"\s?(?:至|到|~|～|—+|–|--|-)\s?")


@dataclass(frozen=True, slots=True)
class Found:
    """A day, month or year in a line, and from which character to which; of a span its last day, and its first as `begin`."""

    when: When
    start: int
    end: int
    begin: When | None = None

    @property
    def row(self) -> When | None:
        """What a row of this span speaks of: a whole month, or its last day; None for a span longer than half a month."""
        first, last = (self.begin.as_date, self.when.as_date) if self.begin else (None, None)
        if self.begin is None or (
            first is None and self.begin.day and self.when.day and self.when.day >= self.begin.day
        ):
            return self.when
        if first is None or last is None:
            return None
        if (
            first.day == 1
            and (last + timedelta(days=1)).day == 1
            and (first.year, first.month) == (last.year, last.month)
        ):
            return When(last.year, last.month)
        return self.when if 0 <= (last - first).days < 16 else None


def find_when(text: str) -> Found | None:
    """The first day, month or year in a line; of a span ("3月2日 至 3月8日") its end, over the whole span's characters."""
    first = _first(text)
    if first is None or first.when.day is None:
        return first
    joint = _TO.match(text, first.end)
    last = _first(text[joint.end() :]) if joint else None
    if joint is None or last is None or last.start or last.when.day is None:
        return first
    return Found(last.when.within(first.when), first.start, joint.end() + last.end, first.when)


def _first(text: str) -> Found | None:
    best: re.Match[str] | None = None
    for pattern in _WHEN:
        found = pattern.search(text)
        if found and (best is None or (found.start(), -found.end()) < (best.start(), -best.end())):
            best = found
    return Found(_parts(best), best.start(), best.end()) if best else None


def _parts(found: re.Match[str]) -> When:
    groups = found.groupdict()
    year, month, day = (int(groups[name]) if groups.get(name) else None for name in "ymd")
    return When(year + 2000 if year and year < 100 else year, month, day)


def cell_when(text: str) -> When | None:
    """What a cell of a date or month column says: a day with or without a time, a month, the end of a week; else None."""
    bare = CLOCK.sub("", text).strip()
    bare = re.sub(r"[(（]?\s*(?:周|星期)[一二三四五六日天]\s*[)）]?", "", bare).strip()
    for pattern in _CELL_ONLY:
        found = pattern.fullmatch(bare)
        if found:
            return _parts(found)
    at = find_when(bare)
    return at.row if at and at.start == 0 and not bare[at.end :].strip(" 日期起止") else None


# ---------------------------------------------------------------- numbers

_NUMBER = re.compile(
    r"(?P<cur>[¥￥]\s?)?(?P<sign>[+-]\s?)?(?P<cur2>[¥￥]\s?)?(?<![\d.,:])(?P<n>\d[\d,.，]*)\s?(?P<unit>元|块|单|笔|趟|票|个?订单|小时|时|h|分钟|分|公里|千米|km|米|%|天|日|次|星|月|号|年|人|岁|级|折|秒)?",
    re.IGNORECASE,
)
ORDERS_LABEL = re.compile(r"(?:完单|接单|单量|单数|订单|趟数|笔数|跑单|派单|送单)(?:总?[量数])?\s*:?\s*$")
OTHER_NUMBER = re.compile(r"时长|里程|小时|公里|在线|出勤|天数|评分|率|排名|距离|\b(?:h|km)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of a line: its value (None where it is printed and cannot be read), the words before it, and where it stands."""

    value: Decimal | None
    label: str
    start: int
    end: int
    sure: bool  # written as money (two places, ¥ or 元), not as a bare number


def without(text: str, found: Found | None) -> str:
    """A line's text with the characters of a day blanked, so that all others stay where they are."""
    return text[: found.start] + "\0" * (found.end - found.start) + text[found.end :] if found else text


def numbers(text: str, skip: Found | None = None) -> tuple[tuple[Sum, ...], int | None]:
    """The amounts of a line, and its count of orders; the characters of `skip` and of times of day hold neither."""
    line = CLOCK.sub(lambda clock: "\0" * len(clock[0]), without(text, skip))
    sums: list[Sum] = []
    orders: int | None = None
    last = 0
    for found in _NUMBER.finditer(line):
        label = line[last : found.start()].strip("\0 :：·|,，()（）元+-")
        last = found.end()
        unit = (found["unit"] or "").lower()
        if unit in ("单", "笔", "趟", "票", "订单", "个订单") or (
            not unit and ORDERS_LABEL.search(line[: found.start()])
        ):
            orders = orders if orders is not None else _count(found["n"])
        elif unit in ("", "元", "块"):
            sums += _sum(found, label)
    return tuple(sums), orders


def _count(digits: str) -> int | None:
    plain = digits.replace(",", "").replace("，", "")
    return int(plain) if plain.isdigit() and len(plain) < 7 else None


def _sum(found: re.Match[str], label: str) -> list[Sum]:
    digits = found["n"].rstrip(",.，").replace("，", ",")
    currency = bool(found["cur"] or found["cur2"] or found["unit"])
    value = money((found["sign"] or "").strip() + digits)
    sure = currency or re.fullmatch(r"[\d,]+\.\d\d", digits) is not None
    if value is None and not (sure or digits.count(".") + digits.count(",") > 1):
        return []
    long = len(re.sub(r"\D", "", digits)) > 9  # an order number or a telephone
    return [] if long and not currency else [Sum(value, label, found.start(), found.end(), sure or value is None)]


def cell_money(text: str) -> Decimal | None:
    """What a cell of an amount column says; None for anything that is not wholly an amount."""
    return money(text.replace("，", ",").replace("+ ", "+").replace("- ", "-"))


def cell_count(text: str) -> int | None:
    """What a cell of a column of orders says."""
    found = re.fullmatch(r"(\d[\d,]*)(?:\.0+)?\s*(?:单|笔|趟|次|个)?", text.strip())
    return _count(found[1]) if found else None


# ---------------------------------------------------------------- words

TOTAL_ROW = re.compile(
    r"^(?:本页|本期|本月|全部|总|累计)?(?:合计|总计|小计|共计|汇总|总和)(?:[:：(（].*|金额|收入|数)?$"
)
TOTAL_LABEL = re.compile(r"合计|总计|共计|总收入|总流水|总额|总金额|累计|收入总|本期收入|全部收入")
WHOLE_LABEL = re.compile(r"收入|收益|合计|总计|共计|总额|总金额|流水|实收|到账|入账|实得|薪|报酬|结算")
PART_LABEL = re.compile(
    r"奖|补贴|补助|小费|打赏|感谢费|扣|罚|税|服务费|信息费|手续费|基础|里程|时长|夜|雨|高温|高峰|冲单|活动|其他|调整|均|每|最高|最低|税前|昨|单价|抽成|可提|余额|已提|待"
)
WITHDRAWAL = re.compile(r"提现|提取|转出|转至|转入银行|到银行卡|充值|还款")
VOID = re.compile(r"(?:取消|关闭|失败|无效|作废|未完成|已退款)(?!\s?[\d:率单量数])")


def clean(text: str) -> str:
    """A line's text for looking things up in: one space between words, ASCII digits, and the currency signs of one kind."""
    return " ".join(normalise(text).replace("：", ":").replace("￥", "¥").replace("－", "-").replace("＋", "+").split())


# ---------------------------------------------------------------- which amount is the row's

_RANKS = (
    re.compile(
        r"实收|实际收入|实际到账|到账|入账|实发|净收入|净额|实得|税后|(?:司机|骑手|车主|骑士|个人|我的|配送员)收入"
    ),
    re.compile(r"合计|总计|共计|总收入|总收益|总额|总金额|收入合计|小计|总流水|应发|结算"),
    re.compile(r"收入|收益|报酬|薪酬|薪资|工资|佣金|所得"),
    re.compile(r"金额|流水|车费|运费|配送费|派送费|费用|价格"),
)
NET = 2
"""A rank below this is that of a column which holds the whole of a row, not a part of it."""


def rank(label: str) -> int:
    """How surely an amount of this name is what a row brought in all: 0 the most, 4 without a name, 5 only a part of it."""
    for place, pattern in enumerate(_RANKS):
        if pattern.search(label):
            return 5 if place >= NET and PART_LABEL.search(label) else place
    return 5 if PART_LABEL.search(label) else 4


def choose(sums: Sequence[Sum]) -> Sum | None:
    """The amount of a line that is what the row brought; of several without names, the one that is the sum of the others.

    Where they do not tell, the answer is an amount without a value. None where the line has no amount.
    """
    money_like = [s for s in sums if s.sure] or list(sums)
    if not money_like:
        return None
    best = min(rank(s.label) for s in money_like)
    chosen = [s for s in money_like if rank(s.label) == best]
    if len(chosen) == 1:
        return chosen[0]
    for one in (chosen[-1], chosen[0]):
        others = [s.value for s in chosen if s is not one]
        if one.value is not None and sum((v for v in others if v is not None), Decimal(0)) == one.value:
            return one
    return Sum(None, chosen[0].label, chosen[0].start, chosen[-1].end, True)


_FEE = re.compile(r"费$|费\(|费[金额]")
KEPT_BACK = re.compile(r"扣|罚|服务费|信息费|手续费|抽成|税")


def is_part(label: str) -> bool:
    """Whether an amount of this name may be only a part of what was earned."""
    return rank(label) == 5 or (rank(label) == 3 and _FEE.search(label) is not None)


def settle(lines: Sequence[Sequence[Sum]], beside: bool) -> tuple[Sum | None, bool]:
    """What an entry earned, of the amounts on its lines, and whether that is the sum of several.

    `beside` says that the first of the lines is that of the day itself: an amount there is the entry's, unless it is named as a
    part. Else a name of the whole decides, then the only amount without a name; what is left are parts, or orders without a time,
    which make the whole together.
    """
    filled = [line for line in lines if line]
    if not filled:
        return None, False
    main = choose(filled[0])
    if main is None or (beside and not is_part(main.label)):
        return main, False
    found = [s for line in filled for s in line if s.sure] or [s for line in filled for s in line]
    whole = sorted((s for s in found if rank(s.label) <= NET), key=lambda s: rank(s.label))
    bare = [s for s in found if not is_part(s.label) and s not in whole]
    if whole or len(bare) == 1 or len(found) == 1:
        return (whole or bare or found)[0], False
    if bare and len(bare) < len(found):
        return Sum(None, main.label, main.start, main.end, True), False
    if len(filled) == 1 and bare:
        return main, False
    values = [_signed(s) for s in found]
    value = None if None in values else sum((v for v in values if v is not None), Decimal(0))
    return Sum(value, main.label, main.start, main.end, True), True


def _signed(found: Sum) -> Decimal | None:
    return -abs(found.value) if found.value is not None and KEPT_BACK.search(found.label) else found.value
