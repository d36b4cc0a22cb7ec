"""Earnings that an app lists one under another, with no table: "3月12日 周四  完成32单  +312.50", or the same as a card of three lines.

Nothing is known of the app. A line may hold a day or month, amounts, a count of orders, or several of these; a day or month opens
an entry, and what follows belongs to it until the next one. Months hold days, days hold orders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from extractors._earnings_entries import Entry, Listing, Total
from extractors._earnings_text import (
    CLOCK,
    ORDERS_LABEL,
    OTHER_NUMBER,
    PART_LABEL,
    TOTAL_LABEL,
    TOTAL_ROW,
    VOID,
    WHOLE_LABEL,
    WITHDRAWAL,
    Found,
    Sum,
    When,
    choose,
    clean,
    find_when,
    numbers,
    rank,
    settle,
    without,
)
from pipeline.layout import Line, Printed, lines, printed
from pipeline.model import Leaf, Method, Word

_MONTH, _DAY, _ITEM = 1, 2, 3


@dataclass(frozen=True)
class _Scrap:
    """What one line says."""

    line: Line
    text: str
    found: Found | None
    when: When | None
    sums: tuple[Sum, ...]
    orders: int | None
    clock: bool

    @property
    def symbol(self) -> str:
        """B for a line with a day and an amount, D for a day alone, A for an amount alone, else ""."""
        if self.when and (self.when.day or self.when.month or self.when == When()):
            return "B" if self.sums else "D"
        return "A" if any(s.sure for s in self.sums) else ""


def read_list(leaves: Sequence[Leaf]) -> Listing:
    """What the leaves list, in printed order."""
    scraps = [scrap for leaf in leaves for scrap in _scraps(lines(leaf))]
    builder = _Builder()
    for scrap in _amount_first(scraps):
        builder.take(scrap)
    return builder.listing()


def head_of(printed_lines: Sequence[Line]) -> list[Line]:
    """The lines above the first entry: what they say is said of the whole paper."""
    above = takewhile(lambda scrap: scrap.symbol not in ("B", "D"), _scraps(printed_lines))
    return [scrap.line for scrap in above]


def card_of(printed_lines: Sequence[Line]) -> list[Line]:
    """The lines above the first entry and the first amount: who the app speaks to; below them others are named too."""
    return [scrap.line for scrap in takewhile(lambda scrap: not scrap.symbol, _scraps(printed_lines))]


# ---------------------------------------------------------------- lines

_ABOUT_THE_PAPER = re.compile(
    r"截[至止]|更新|周期|区间|出具|开具|打印|生成|导出|申请|查询|统计|有效|制表|起止|时间段|时间范围"
)
_RELATIVE = re.compile(r"(?:今天|今日|昨天|昨日|前天)(?![^\d\s:+¥-])")  # of a day that nobody can tell from the picture
_STATUS_BAR = re.compile(r"^\s?(?:上午|下午|AM|PM)?\s?\d{1,2}:\d\d\b(?!.*[元¥单])")


def _scraps(printed_lines: Sequence[Line]) -> Iterator[_Scrap]:
    above: Line | None = None
    for at, line in enumerate(printed_lines):
        text = clean(line.text)
        if at == 0 and _STATUS_BAR.match(text):
            continue
        found = None if _under_a_sums_label(text, above) else find_when(text)
        about = found is not None and _ABOUT_THE_PAPER.search(text[: found.start])
        when = found.row if found and not about else When() if found is None and _RELATIVE.match(text) else None
        sums, orders = numbers(text, found)
        named = tuple(_named(line, s, above) for s in sums)
        counted = [s for s in named if ORDERS_LABEL.search(s.label) and not s.sure and s.value is not None]
        orders = orders if orders is not None or not counted else int(counted[0].value or 0)
        earned = tuple(s for s in named if s not in counted and (s.sure or not OTHER_NUMBER.search(s.label)))
        yield _Scrap(line, text, found, when, earned, orders, bool(CLOCK.search(without(text, found))))
        above = None if found or sums else line


def _under_a_sums_label(text: str, above: Line | None) -> bool:
    """Whether a line is an amount that only looks like a month: "2026.03" alone, under "总收入(元)"."""
    if above is None or not re.fullmatch(r"\d{4}\.\d\d", text):
        return False
    return re.search(r"[(（]元|总收入|总额|合计|累计|总计", clean(above.text)) is not None


def _named(line: Line, found: Sum, above: Line | None) -> Sum:
    """The amount with the label that stands over it, where none stands beside it."""
    if found.label or above is None:
        return found
    word = _word_at(line, found.start)
    label = min(above.words, key=lambda w: abs(w.box.left - word.box.left) + abs(w.box.centre[0] - word.box.centre[0]))
    text = re.sub(r"[(（]?元[)）]?", "", clean(label.text))
    sure = found.sure or bool(WHOLE_LABEL.search(text))
    return replace(found, label=text, sure=sure) if above.leaf is line.leaf else found


def _word_at(line: Line, place: int) -> Word:
    """The word of a line in which a character of its cleaned text stands (about: cleaning only ever shortens)."""
    at = 0
    for word in line.words:
        at += len(clean(word.text)) + 1
        if place < at:
            return word
    return line.words[-1]


def _amount_first(scraps: Sequence[_Scrap]) -> list[_Scrap]:
    """The lines, with the amount that stands over its day moved to it: in such lists the last thing printed is a day."""
    order = "".join(scrap.symbol for scrap in scraps)
    if not re.search(r"AD$", order) or "AA" in order.lstrip("A") or order.count("D") < 2:
        return list(scraps)
    kept: list[_Scrap] = []
    for scrap in scraps:
        before = next((k for k in reversed(kept) if k.symbol), None)
        if scrap.symbol == "D" and scrap.when and scrap.when.day and before and before.symbol == "A":
            kept.remove(before)
            words = tuple(sorted((*before.line.words, *scrap.line.words), key=lambda w: (w.box.top, w.box.left)))
            line = Line(scrap.line.leaf, words, before.line.box.union(scrap.line.box))
            text = f"{before.text} {scrap.text}"
            orders = before.orders if scrap.orders is None else scrap.orders
            scrap = replace(scrap, line=line, text=text, sums=before.sums, orders=orders)
        kept.append(scrap)
    return kept


# ---------------------------------------------------------------- entries


@dataclass
class _Draft:
    """An entry while its lines are being read; local to `_Builder`."""

    level: int
    when: When
    headed: bool
    leaf: Leaf
    words: list[Word]
    text: str
    clock: bool
    sums: list[tuple[Sum, ...]]  # of the first line and of those below it
    orders: int | None = None
    parts: list[_Draft] = field(default_factory=list)

    @property
    def amount(self) -> Sum | None:
        """What was earned, as far as its lines say."""
        return settle(self.sums, beside=bool(self.sums[0]))[0]

    @property
    def derived(self) -> bool:
        """Whether the amount is the sum of several."""
        return settle(self.sums, beside=bool(self.sums[0]))[1]

    def entry(self) -> Entry | None:
        """The entry; None for what is no earning (withdrawn, cancelled, or a day without any amount)."""
        parts = tuple(e for part in self.parts if (e := part.entry()))
        if self._is_no_earning() or (self.amount is None and not parts):
            return None
        value = self.amount.value if self.amount else None
        method: Method | None = "derived" if self.derived else None
        return Entry(self.when, value, self._printed(), self.orders, self._kind(), parts, self.headed, method)

    def _is_no_earning(self) -> bool:
        label = self.text if self.level == _ITEM else self.amount.label if self.amount else ""
        return bool(VOID.search(self.text) or WITHDRAWAL.search(label))

    def _printed(self) -> Printed:
        return printed(self.leaf, self.words, self.text)

    def _kind(self) -> str | None:
        if self.level != _ITEM or self.amount is None:
            return None
        found = re.findall(
            r"[一-鿿]{2,8}", re.sub(r"周.|星期.|[年月日号]|今天|昨天|完成|已|订单号?|单号|尾号", " ", self.text)
        )
        return found[0] if found else None


def _draft(level: int, when: When, headed: bool, scrap: _Scrap) -> _Draft:
    words = list(scrap.line.words)
    return _Draft(level, when, headed, scrap.line.leaf, words, scrap.text, scrap.clock, [scrap.sums], scrap.orders)


class _Builder:
    """Reads lines from top to bottom; `take` each, then ask for the `listing`."""

    def __init__(self) -> None:
        self.context = When()
        self.year: int | None = None
        self.roots: list[_Draft] = []
        self.open: list[_Draft] = []
        self.total: Total | None = None

    def take(self, scrap: _Scrap) -> None:
        """Read one more line."""
        if self._is_total(scrap):
            self._close(scrap)
        elif scrap.when:
            self._dated(scrap, scrap.when)
        elif scrap.sums or scrap.orders is not None:
            self._undated(scrap)
        elif self.open and (self.open[-1].amount is None or _is_status(scrap.text)):
            self._append(scrap)

    def listing(self) -> Listing:
        """All entries read."""
        entries = tuple(entry for draft in self.roots if (entry := draft.entry()))
        total = self.total
        if total is None and len(entries) == 1 and entries[0].parts and entries[0].amount is not None:
            total = Total(entries[0].amount, entries[0].printed, entries[0].orders)
        return Listing(entries, total)

    def _is_total(self, scrap: _Scrap) -> bool:
        first = re.split(r"[\s:：(（¥\d+]", scrap.text, maxsplit=1)[0]
        return bool(self.roots and scrap.sums and not scrap.when and TOTAL_ROW.match(first))

    def _close(self, scrap: _Scrap) -> None:
        """A line of sums under what it sums up: of the day or month last opened where it says 小计, else of all."""
        chosen = choose(scrap.sums)
        if chosen is None:
            return
        head = self.open[0] if self.open else None
        if head and "小计" in scrap.text:
            head.sums = head.sums if head.amount and head.parts else [(chosen,)]
        elif head and head.derived and head.amount and head.amount.value == chosen.value:
            head.sums = [(chosen,)]
        elif self.total is None:
            value = printed(scrap.line.leaf, scrap.line.words)
            self.total = Total(chosen.value, value, scrap.orders, closing=True)

    def _dated(self, scrap: _Scrap, when: When) -> None:
        if when == When():
            self.context = When(self.year)
            self.open = []
            return self._insert(_draft(_DAY, when, False, scrap))
        full = when.within(self.context)
        full = When(full.year or self.year, full.month, full.day)
        headed = when.year is None and full.year is not None
        self.year = full.year
        if full.month is None:
            self.context = When(full.year)
            self.open = []
            return None
        level = _MONTH if full.day is None else _ITEM if scrap.clock else _DAY
        self._insert(_draft(level, full, headed, scrap))
        self.context = When(full.year, full.month, full.day)
        return None

    def _insert(self, draft: _Draft) -> None:
        while self.open and not _holds(self.open[-1], draft):
            self.open.pop()
        (self.open[-1].parts if self.open else self.roots).append(draft)
        self.open.append(draft)

    def _undated(self, scrap: _Scrap) -> None:
        draft = self.open[-1] if self.open else None
        chosen = choose(scrap.sums)
        if draft is None:
            self._head(scrap, chosen)
        elif chosen is not None and self._is_item(draft, scrap, chosen):
            self._insert(_draft(_ITEM, self.context, draft.headed, scrap))
        else:
            self._append(scrap)
            draft.sums.append(scrap.sums)
            draft.orders = draft.orders if draft.orders is not None else scrap.orders

    def _is_item(self, draft: _Draft, scrap: _Scrap, chosen: Sum) -> bool:
        """Whether a line without a day is an order of the day above it, and not more of what is said of that day."""
        if self.context.day is None or draft.level == _MONTH:
            return False
        if scrap.clock:
            return draft.clock or draft.level == _DAY
        return draft.level == _ITEM and not draft.clock and draft.amount is not None and rank(chosen.label) != 5

    def _append(self, scrap: _Scrap) -> None:
        draft = self.open[-1]
        if draft.leaf is scrap.line.leaf:
            draft.words += scrap.line.words
        draft.text = f"{draft.text} {scrap.text}"

    def _head(self, scrap: _Scrap, chosen: Sum | None) -> None:
        """An amount above the list: the whole paper's, where its label says so."""
        if chosen is None or self.total is not None or not WHOLE_LABEL.search(chosen.label):
            return
        if PART_LABEL.search(chosen.label) and not TOTAL_LABEL.search(chosen.label):
            return
        self.total = Total(chosen.value, printed(scrap.line.leaf, _words_of(scrap.line, chosen)), scrap.orders)


def _is_status(text: str) -> bool:
    return len(text) < 12 and bool(VOID.search(text) or WITHDRAWAL.search(text))


def _words_of(line: Line, found: Sum) -> list[Word]:
    return [_word_at(line, found.start)]


def _holds(above: _Draft, below: _Draft) -> bool:
    """Whether an entry is part of the one above: a day of that month, an order of that day."""
    if above.level >= below.level:
        return False
    same = above.when.month == below.when.month and above.when.year == below.when.year
    return same and (above.when.day is None or above.when.day == below.when.day)
