"""Tables of contributions: a month in every row, and under one head or two what was paid for it.

Every province draws them otherwise: schemes as groups of columns or as a column, year and month in one cell or two, two tables side by
side. So the months are found first, wherever they stand; the columns are what lines up beside them, and their meaning is what stands above.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, pairwise

import numpy as np

from pipeline.layout import Line, Printed, bounds, lines_cut, printed
from pipeline.model import Grid, Leaf, Region, Word
from pipeline.text import day, month, squeeze

_YEAR = re.compile(r"(20\d\d)年?度?")
_MONTH_ONLY = re.compile(r"(0?[1-9]|1[0-2])月?份?")
_SPAN = re.compile(
    r"(?P<a>20\d\d(?:年|[-./])?\d{1,2}月?)\s*(?:-|~|至|到|—)\s*(?P<b>20\d\d(?:年|[-./])?\d{1,2}月?)|(?P<c>20\d{4})(?P<d>20\d{4})"
)
_MOST_MONTHS = 600  # of one span: no proof covers more
_PAID_FOR = re.compile(r"所属|年月|月份|缴费月|费款|缴存月|汇缴月")
SCHEME = re.compile(r"养老|医疗|医保|失业|工伤|生育")
MEASURE = re.compile(r"基数|个人|单位(?!编号|名称|代码|编码)|类型|到账|缴纳|缴费(?!年|月)|金额|状态|标志|月数|工资")
_REPAIRED = 0.85  # how sure a month is that its neighbours tell
_HEAD_LINES = 5
_TITLE = re.compile(r"证明|明细表|[:：]|。")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A month where it is printed: its words on line `line`, and the months that it stands for (a span is several)."""

    line: int
    words: tuple[Word, ...]
    months: tuple[str, ...]
    mark: str = ""  # what is printed beside the month in its cell: a star

    @property
    def left(self) -> float:
        return self.words[0].box.left

    @property
    def right(self) -> float:
        return self.words[-1].box.right


@dataclass(frozen=True, slots=True)
class Column:
    """A column beside the months: what stands above it, from the top head down, and its extent."""

    heads: tuple[str, ...]
    left: float
    right: float

    @property
    def head(self) -> str:
        """All that stands above it as one text."""
        return "".join(self.heads)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A row: its months, and its cells by the number of their column; empty cells are absent.

    `repaired` says that its month was misread, and is the only one between those of its neighbours.
    """

    anchor: Anchor
    leaf: Leaf
    cells: Mapping[int, Printed]
    repaired: bool = False

    def text(self, column: int) -> str:
        """The text of a cell without spaces, "" where it is empty."""
        found = self.cells.get(column)
        return squeeze(found.text) if found else ""

    def shown(self) -> Printed:
        """The whole row as it is printed."""
        shown = printed(self.leaf, self.anchor.words)
        return replace(shown, method="repaired", confidence=_REPAIRED) if self.repaired else shown


@dataclass(frozen=True)
class MonthTable:
    """One table of months on a leaf: its columns and its rows from top to bottom.

    `missed` are lines that hold amounts and no month, and recognised months out of order: rows seen = rows + missed.
    """

    columns: tuple[Column, ...]
    rows: tuple[MonthRow, ...]
    missed: tuple[Printed, ...] = ()


Months = Callable[[Sequence[Word]], "tuple[tuple[str, ...], str] | None"]
"""What months some words say together, and the mark that stands with them; None where they say none."""


def month_tables(leaf: Leaf, read: Months, before: Sequence[MonthTable] = ()) -> tuple[MonthTable, ...]:
    """The tables of months on a leaf, from left to right; `read` tells a month (see `months_in`, `days_in`).

    `before` are those of the page before, whose heads hold on a page that has none of its own.
    """
    lines = lines_cut(leaf)
    anchors = [anchor for number, line in enumerate(lines) for anchor in _anchors(number, line, read)]
    stacks = _alike(lines, _stacks(anchors))
    edges = [min(anchor.left for anchor in stack) for stack in stacks] + [float("inf")]
    found = []
    for at, stack in enumerate(stacks):
        known = before[at].columns if at < len(before) else ()
        first = float("-inf") if at == 0 else edges[at] - 1
        found.append(_table(leaf, lines, stack, (first, edges[at + 1] - 1), known))
    return tuple(table for table in found if table.columns)


# ---------------------------------------------------------------- months


def _anchors(number: int, line: Line, read: Months) -> Iterator[Anchor]:
    """The months of a line, each cell of months once; a year and a month beside it are one."""
    words, at = line.words, 0
    while at < len(words):
        for count in (1, 2):
            found = read(words[at : at + count]) if at + count <= len(words) else None
            if found:
                yield Anchor(number, tuple(words[at : at + count]), *found)
                at += count - 1
                break
        at += 1


def days_in(words: Sequence[Word]) -> tuple[tuple[str, ...], str] | None:
    """The month of a day, for papers that list payments by the day."""
    found = day(words[0].text) if len(words) == 1 else None
    return ((f"{found:%Y-%m}",), "") if found else None


def months_in(year: int | None) -> Months:
    """Months as contributions are listed; `year` is that of months which print none."""
    return partial(_read_months, year)


def _read_months(year: int | None, words: Sequence[Word]) -> tuple[tuple[str, ...], str] | None:
    text = squeeze("".join(word.text for word in words))
    bare = text.strip("*※#")
    mark = "*" if "*" in text or "※" in text else ""
    if len(words) == 1:
        one = month(bare)
        if one:
            return (one,), mark
        if year and re.fullmatch(r"(?:0?[1-9]|1[0-2])月份?", bare):
            return (f"{year}-{int(bare.rstrip('份').rstrip('月')):02d}",), mark
    if len(words) == 2 and (y := _YEAR.fullmatch(squeeze(words[0].text))):
        m = _MONTH_ONLY.fullmatch(squeeze(words[1].text).strip("*※#"))
        gap = words[1].box.left - words[0].box.right
        if m and gap < 8 * words[0].box.height:
            return (f"{y[1]}-{int(m[1]):02d}",), mark
    spanned = _SPAN.fullmatch(bare)
    several = _months(spanned["a"] or spanned["c"], spanned["b"] or spanned["d"]) if spanned else ()
    return (several, mark) if several else None


def _months(first: str, last: str) -> tuple[str, ...]:
    """Every month from one to another; none where they are no months, or in the wrong order."""
    begin, end = month(first), month(last)
    if not begin or not end or begin > end:
        return ()
    numbers = [int(text[:4]) * 12 + int(text[5:]) - 1 for text in (begin, end)]
    if numbers[1] - numbers[0] >= _MOST_MONTHS:
        return ()
    return tuple(f"{n // 12}-{n % 12 + 1:02d}" for n in range(numbers[0], numbers[1] + 1))


def _stacks(anchors: Sequence[Anchor]) -> list[list[Anchor]]:
    """Anchors that stand under each other, from left to right; a month that stands alone in a sentence is in no stack."""
    stacks: list[list[Anchor]] = []
    for anchor in anchors:
        own = next((s for s in stacks if _overlap(s[-1], anchor) and s[-1].line != anchor.line), None)
        if own is None:
            stacks.append([anchor])
        else:
            own.append(anchor)
    most = max((len(stack) for stack in stacks), default=0)
    kept = [stack for stack in stacks if len(stack) >= max(2, most // 3) or most == 1]
    return sorted(kept, key=lambda stack: stack[0].left)


def _alike(lines: Sequence[Line], stacks: Sequence[list[Anchor]]) -> list[list[Anchor]]:
    """Of several stacks those that bear the same head, as tables side by side do; a month of payment beside the month paid for is no anchor."""
    heads = [_over(lines, stack) for stack in stacks]
    named = next((head for head in heads if _PAID_FOR.search(head)), heads[0] if heads else "")
    return [stack for stack, head in zip(stacks, heads, strict=True) if head == named]


def _over(lines: Sequence[Line], stack: Sequence[Anchor]) -> str:
    """What stands right above a stack, within its width."""
    left, right = min(anchor.left for anchor in stack), max(anchor.right for anchor in stack)
    texts = []
    for line in _head_lines(lines, stack, (float("-inf"), float("inf"))):
        texts += [squeeze(w.text) for w in line.words if left <= w.box.centre[0] <= right]
    return "".join(texts)


def _overlap(one: Anchor, other: Anchor) -> bool:
    shared = min(one.right, other.right) - max(one.left, other.left)
    return shared > 0.5 * min(one.right - one.left, other.right - other.left)


# ---------------------------------------------------------------- columns


def _table(
    leaf: Leaf, lines: Sequence[Line], stack: Sequence[Anchor], room: tuple[float, float], known: tuple[Column, ...]
) -> MonthTable:
    """The table around a stack of months; `room` is from where to where its words may stand."""
    beside = _beside(lines, stack, room)
    extents = _extents(leaf, lines, stack, [word for words in beside for word in words], room)
    columns: Sequence[Column] = _columns(leaf, lines, stack, extents, room)
    if known and not any(column.heads for column in columns):
        columns, extents = known, [(column.left, column.right) for column in known]
    rows = [MonthRow(anchor, leaf, _cells(leaf, words, extents)) for anchor, words in zip(stack, beside, strict=True)]
    kept, astray = _in_order(rows)
    missed = [*_without_month(lines, stack, room), *(row.shown() for row in astray)]
    return MonthTable(tuple(columns), tuple(kept), tuple(missed))


def _in_order(rows: Sequence[MonthRow]) -> tuple[list[MonthRow], list[MonthRow]]:
    """Recognised rows whose months go one way, and those astray. One that leaves a single month between its neighbours is that month."""
    numbers = [[int(m[:4]) * 12 + int(m[5:]) - 1 for m in row.anchor.months] for row in rows]
    kept, astray = [], []
    for at, row in enumerate(rows):
        if (
            row.anchor.words[0].sure is None or not 0 < at < len(rows) - 1
        ):  # printed text is not misread; an end has one neighbour
            kept.append(row)
            continue
        before, after = numbers[at - 1][-1], numbers[at + 1][0]
        if min(before, after) <= numbers[at][0] <= max(before, after) or not _is_way(numbers, at):
            kept.append(row)
        elif abs(after - before) == 2 or after == before:
            middle = (before + after) // 2
            anchor = replace(row.anchor, months=(f"{middle // 12}-{middle % 12 + 1:02d}",))
            kept.append(replace(row, anchor=anchor, repaired=True))
        else:
            astray.append(row)
    return kept, astray


def _is_way(numbers: Sequence[Sequence[int]], at: int) -> bool:
    """Whether the months on both sides of a row go the same way, so that it is this row that does not fit."""
    others = [number[0] for number in (*numbers[max(at - 2, 0) : at], *numbers[at + 1 : at + 3])]
    return others in (sorted(others), sorted(others, reverse=True))


_AMOUNT = re.compile(r"\d[\d,]*\.\d\d")
_SUM = re.compile(r"合计|小计|总计|累计|共计")


def _without_month(lines: Sequence[Line], stack: Sequence[Anchor], room: tuple[float, float]) -> Iterator[Printed]:
    """Lines among a table's rows that hold amounts, and no month that could be read."""
    heights = sorted(anchor.words[0].box.centre[1] for anchor in stack)
    apart = min((b - a for a, b in pairwise(heights) if b != a), default=2 * stack[0].words[0].box.height)
    for line in lines:
        level = line.box.centre[1]
        within = heights[0] - 1.5 * apart < level < heights[-1] + 1.5 * apart
        words = [word for word in line.words if room[0] <= word.box.centre[0] < room[1]]
        near = min(abs(level - height) for height in heights) < 0.45 * apart
        if within and not near and any(_AMOUNT.fullmatch(word.text) for word in words) and not _SUM.search(line.text):
            yield printed(line.leaf, words)


def _beside(lines: Sequence[Line], stack: Sequence[Anchor], room: tuple[float, float]) -> list[list[Word]]:
    """The words beside each month: of its own height, whatever line they were taken for, since a page may lie a little askew."""
    own = {id(word) for anchor in stack for word in anchor.words}
    heights = [anchor.words[0].box.centre[1] for anchor in stack]
    apart = min((abs(b - a) for a, b in pairwise(sorted(heights)) if b != a), default=2 * stack[0].words[0].box.height)
    found: list[list[Word]] = [[] for _ in stack]
    for line in lines:
        for word in line.words:
            if id(word) not in own and room[0] <= word.box.centre[0] < room[1]:
                off, at = min((abs(word.box.centre[1] - height), at) for at, height in enumerate(heights))
                if off < 0.45 * apart:
                    found[at].append(word)
    return [sorted(words, key=lambda word: word.box.left) for words in found]


def _extents(
    leaf: Leaf, lines: Sequence[Line], stack: Sequence[Anchor], words: Sequence[Word], room: tuple[float, float]
) -> list[tuple[float, float]]:
    """From where to where the columns go: between printed rules, else where the cells of all rows line up."""
    if isinstance(leaf, Region):
        middles = [lines[anchor.line].box.centre[1] for anchor in stack]
        xs = sorted(
            {
                float(round(r.left))
                for r in leaf.rules
                if r.height > r.width and any(r.top - 2 < y < r.bottom + 2 for y in middles)
            }
        )
        cells = [(a, b) for a, b in pairwise(xs) if b - a > 3 and room[0] - 3 <= (a + b) / 2 < room[1] + 3]
        own: list[tuple[float, float]] = [
            (a, b) for a, b in cells if not any(a <= (s.left + s.right) / 2 <= b for s in stack[:1])
        ]
        if len(own) >= 2:
            return own
    merged: list[list[float]] = []
    for left, right in sorted((word.box.left, word.box.right) for word in words):
        if merged and left <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], right)
        else:
            merged.append([left, right])
    return [(left, right) for left, right in merged]


def _cells(leaf: Leaf, words: Sequence[Word], extents: Sequence[tuple[float, float]]) -> dict[int, Printed]:
    found: dict[int, list[Word]] = {}
    for word in words:
        at = _nearest(word.box.centre[0], extents)
        if at is not None:
            found.setdefault(at, []).append(word)
    return {at: printed(leaf, cell) for at, cell in found.items()}


def _nearest(x: float, extents: Sequence[tuple[float, float]]) -> int | None:
    """The column that a place is in, or the one it is nearest to."""
    if not extents:
        return None
    return min(range(len(extents)), key=lambda at: max(extents[at][0] - x, x - extents[at][1], 0.0))


def _columns(
    leaf: Leaf,
    lines: Sequence[Line],
    stack: Sequence[Anchor],
    extents: Sequence[tuple[float, float]],
    room: tuple[float, float],
) -> list[Column]:
    """What stands above the columns, from the lowest line of the head up: a head of its own, or a scheme that several share."""
    heads: list[list[str]] = [[] for _ in extents]
    month_left, month_right = min(a.left for a in stack), max(a.right for a in stack)
    for line in reversed(_head_lines(lines, stack, room)):
        words = _merged([word for word in line.words if room[0] <= word.box.centre[0] < room[1]])
        groups = [word for word in words if SCHEME.search(word.text) and not MEASURE.search(word.text)]
        measured = [at for at, head in enumerate(heads) if any(MEASURE.search(text) for text in head)]
        shared = groups if measured else []
        for word in words:
            if word not in shared and not (word.box.left < month_right and word.box.right > month_left):
                at = _nearest(word.box.centre[0], extents)
                if at is not None:
                    heads[at].insert(0, squeeze(word.text))
        for word, run in zip(
            shared,
            _runs(
                shared,
                [_Measured(extents[at], heads[at]) for at in measured],
                _START if isinstance(leaf, Grid) else _MIDDLE,
            ),
            strict=False,
        ):
            for at in run:
                heads[measured[at]].insert(0, squeeze(word.text))
    return [Column(tuple(head), left, right) for head, (left, right) in zip(heads, extents, strict=True)]


_Place = Callable[[float, float], float]
_MIDDLE: _Place = lambda left, right: (left + right) / 2  # noqa: E731
_START: _Place = lambda left, right: left  # noqa: E731 - a sheet keeps a merged head in its first cell


@dataclass(frozen=True, slots=True)
class _Measured:
    """A column that holds a part of what was paid: from where to where it goes, and what stands right above it."""

    extent: tuple[float, float]
    heads: Sequence[str]

    def is_like(self, other: _Measured) -> bool:
        """Whether both hold the same part, which one scheme has but once."""
        return self.heads[-1:] == other.heads[-1:]


def _runs(heads: Sequence[Word], columns: Sequence[_Measured], place: _Place) -> list[range]:
    """The columns (by number) that each head stands over.

    All columns in runs, none with the same part twice, so that heads and runs lie nearest to each other in all; none where that cannot be.
    """
    count = len(columns)
    nothing: tuple[range, ...] = ()
    best = [(0.0, nothing), *[(float("inf"), nothing)] * count]
    for head in heads:
        at_head = place(head.box.left, head.box.right)
        following = [(float("inf"), nothing)] * (count + 1)
        for end in range(1, count + 1):
            for start in range(end):
                if any(one.is_like(other) for one, other in combinations(columns[start:end], 2)):
                    continue
                cost = best[start][0] + abs(place(columns[start].extent[0], columns[end - 1].extent[1]) - at_head)
                if cost < following[end][0]:
                    following[end] = (cost, (*best[start][1], range(start, end)))
        best = following
    return list(best[count][1])


def _head_lines(lines: Sequence[Line], stack: Sequence[Anchor], room: tuple[float, float]) -> list[Line]:
    """The lines close above the first month that are no sentences, no labels and no title."""
    first = min(anchor.line for anchor in stack)
    found: list[Line] = []
    below = lines[first]
    for line in reversed(lines[max(first - _HEAD_LINES, 0) : first]):
        apart = below.box.centre[1] - line.box.centre[1]
        if apart > 4.5 * min(line.box.height, below.box.height) or (
            _TITLE.search(squeeze(line.text)) and len(line.words) < 4
        ):
            break
        if not any(month(word.text) for word in line.words):
            found.append(line)
        below = line
    return found[::-1]


def _merged(words: Sequence[Word]) -> list[Word]:
    """Words of a head that are letters of one, spaced out."""
    found: list[Word] = []
    for word in words:
        last = found[-1] if found else None
        if last and word.box.left - last.box.right < 0.6 * word.box.height and len(last.text) + len(word.text) <= 4:
            found[-1] = replace(last, text=last.text + word.text, box=bounds([last, word]), edges=None, sure=None)
        else:
            found.append(word)
    return found


_INK = 60  # of 255: how much darker than its paper print is at the least
_MARGIN = 0.2  # of a row's height, above and below, that is not looked at
_SPECKS = 0.004  # of a row's area: less than this is dirt
_RULE = 0.8  # of a row's height: what is dark over so much of it is a printed line


def has_ink(row: MonthRow, columns: Sequence[Column]) -> bool:
    """Whether something is printed in a recognised row beside its month, read or not; false where there is no picture to look at."""
    leaf = row.leaf
    if not isinstance(leaf, Region) or leaf.pixels is None or not columns:
        return False
    pixels, box = leaf.pixels(), row.anchor.words[0].box
    part = pixels.shape[1] / leaf.width
    left, right = (round(x * part) for x in (columns[0].left, columns[-1].right))
    top, bottom = box.top + _MARGIN * box.height, box.bottom - _MARGIN * box.height  # the rows beside may reach in
    strip = pixels[round(top * part) : round(bottom * part), max(left, 0) : right].min(axis=2)
    if strip.size == 0:
        return False
    dark = strip < float(np.median(strip)) - _INK
    return bool(dark[:, dark.mean(axis=0) < _RULE].mean() > _SPECKS)
