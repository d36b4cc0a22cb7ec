"""One mechanism for every table: found by the words of its header, cut into rows by an anchor column.

The same function reads digital pages, recognised pictures and sheets. The caller gives a vocabulary (what each column is called) and
says which column holds something in every row, and what that looks like (a day, a month, a serial number).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from operator import itemgetter
from statistics import median

import numpy as np

from pipeline.layout import CELL, Line, Printed, bounds, cut, lines, lines_of, place_of, printed
from pipeline.model import Box, Grid, Leaf, Place, Region, Word
from pipeline.table_geometry import AMOUNT, Block, Measure, allot, borders, centred, footed, level, placed
from pipeline.table_header import Header, Lexicon, Vocabulary, headers, lexicon_of
from pipeline.text import squeeze

__all__ = ["TOTAL", "Anchors", "Row", "Table", "Vocabulary", "find_table", "header_bands", "header_of"]

Anchors = Mapping[str, Callable[[str], bool]]
"""Concept -> whether a text is what stands in that column of every row.

Of those that the header has, the one that holds in most lines is used, and the first of equals: "记账时间" may hold days, or times beside
the days of "记账日期".
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: concept -> cell, empty cells absent. `place` bounds the whole row.

    Of a recognised page, `leaf` is that page and `boxes` are the cells on it, to look at them again.
    """

    cells: Mapping[str, Printed]
    page: int | None
    place: Place
    leaf: Region | None = None
    boxes: Mapping[str, Box] = field(default_factory=dict)

    def text(self, concept: str) -> str:
        """The text of a cell, "" where it is empty or the table has no such column."""
        found = self.cells.get(concept)
        return found.text if found else ""


@dataclass(frozen=True, slots=True)
class Table:
    """What was read of a table over all its pages.

    `columns` are the concepts that the header has (a column that the vocabulary does not know is there under its printed text, with
    "?" before it), with the header's text. `missed` are lines that look like rows and could not be read as such: rows seen = rows + missed.
    `outside` are the lines of the leaves that are neither header nor row: title, labels, totals and notes. `pages` are those that have a
    header of their own.
    """

    columns: Mapping[str, str]
    rows: tuple[Row, ...]
    missed: tuple[Printed, ...]
    outside: tuple[Line, ...]
    pages: tuple[int, ...] = ()


def find_table(
    leaves: Sequence[Leaf],
    vocabulary: Vocabulary,
    anchors: Anchors,
    least: int = 3,
    figures: frozenset[str] = frozenset(),
) -> Table | None:
    """The table whose header has an anchor and at least `least` concepts of the vocabulary; None where there is none.

    `leaves` are the pages (or sheets) of one document in order. A page without a header continues the page before. `figures` are the
    concepts under which amounts stand: they tell columns apart that are aligned otherwise than their headers, and a row that leaves its
    anchor out because it is that of the row above. The text of such an anchor is "".
    """
    lexicon = lexicon_of(vocabulary)
    pieces = _mended(_pieces([_prepared(leaf) for leaf in leaves], lexicon, anchors, least))
    if not any(piece.header for piece in pieces):
        return None
    parts: dict[int, _Part] = {}
    for group in _alike(pieces):
        parts |= zip(group, _read([pieces[at] for at in group], anchors, figures), strict=True)
    ordered = [parts[at] for at in range(len(pieces))]
    columns = {head.concept: head.text for piece in pieces if piece.header for head in piece.header.heads}
    return Table(
        columns,
        tuple(row for part in ordered for row in part.rows),
        tuple(line for part in ordered for line in part.missed),
        tuple(line for part in ordered for line in part.outside),
        tuple(dict.fromkeys(number for piece in pieces for number in _headed(piece))),
    )


def _headed(piece: _Piece) -> Iterator[int]:
    """The number of the page where a piece's header stands on its own leaf."""
    if piece.own and isinstance(piece.leaf, Region):
        yield piece.leaf.page.number


def _read(group: Sequence[_Piece], anchors: Anchors, figures: frozenset[str]) -> list[_Part]:
    header = group[0].header
    if header is None:
        return [_Part(outside=(*piece.before, *piece.lines)) for piece in group]
    if isinstance(group[0].leaf, Grid):
        return [_read_grid(piece, header, anchors, figures) for piece in group]
    return _read_pages(group, header, anchors, figures)


def header_of(leaf: Leaf, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The concepts of the best header on a leaf, in printed order; () where no line has two of them. For `claims`."""
    found = headers(_prepared(leaf), lexicon_of(vocabulary), 2)
    return max(found, key=lambda header: header.score).concepts if found else ()


def header_bands(leaf: Leaf, vocabulary: Vocabulary, least: int = 3) -> list[tuple[float, float]]:
    """The top and the bottom of every header on a leaf with `least` concepts or more, from above."""
    return [(header.top, header.bottom) for header in headers(_prepared(leaf), lexicon_of(vocabulary), least)]


# ---------------------------------------------------------------- the pieces of a table


@dataclass(frozen=True)
class _Piece:
    """The part of a table on one leaf under one header: `lines` may hold rows, `before` (what is above the first header) do not.

    `header` is that of the page before where the page has none; None before the first header of all.
    """

    leaf: Leaf
    lines: tuple[Line, ...]
    before: tuple[Line, ...]
    header: Header | None
    own: bool = False  # whether the header stands on this leaf


@dataclass(frozen=True)
class _Part:
    """What was read of a piece."""

    rows: tuple[Row, ...] = ()
    missed: tuple[Printed, ...] = ()
    outside: tuple[Line, ...] = ()


def _prepared(leaf: Leaf) -> tuple[Line, ...]:
    """The lines of a leaf; words that hold spaces (as recognisers give them) are cut at these."""
    if isinstance(leaf, Grid) or leaf.method == "text":
        return lines(leaf)
    return lines_of(leaf, [atom for word in leaf.words for atom in _atoms(word)])


_ATOM = re.compile(
    r"[+-]?\d[\d,]*\.\d\d(?=[+-]?\d[\d,]*\.\d\d(?!\d)|\d{5,})|[+-]?\d[\d,]*\.\d\d(?=[一-鿿])(?!元)|\S+?(?=\s|$|(?<=\.\d\d)[一-鿿](?<!元))"
)


def _atoms(word: Word) -> Iterator[Word]:
    """The pieces of a recognised line: apart at spaces, and behind an amount that text or another amount runs on to."""
    return (cut(word, found.start(), found.end()) for found in _ATOM.finditer(word.text))


def _pieces(pages: Sequence[Sequence[Line]], lexicon: Lexicon, anchors: Anchors, least: int) -> list[_Piece]:
    pieces: list[_Piece] = []
    header: Header | None = None
    heads: frozenset[str] = frozenset()  # what stands above the first header of all, which later pages may repeat
    for page in pages:
        found = [h for h in headers(page, lexicon, least) if any(a in h.concepts for a in anchors)]
        tops = [h.top for h in found] + [float("inf")]
        above = tuple(line for line in page if line.box.centre[1] < tops[0])
        if not header:
            heads |= {_skeleton(line) for line in above}
        if above:
            pieces.append(_above(above, heads if found else frozenset(), header))
        for header, end in zip(found, tops[1:], strict=True):
            own = tuple(line for line in page if header.top <= line.box.centre[1] <= header.bottom)
            under = tuple(line for line in page if header.bottom < line.box.centre[1] < end)
            pieces.append(_Piece(own[0].leaf, under, (), header, own=True))
    return pieces


_SHARED = 4  # columns, from which a header is known for that of another page


def _mended(pieces: Sequence[_Piece]) -> list[_Piece]:
    """The pieces; of recognised pages, a header that lost words beside the best of all pages is that one, fitted to where it stands."""
    best = max((piece.header for piece in pieces if piece.header), key=lambda header: header.score, default=None)
    return [
        replace(piece, header=_fitted(best, piece.header))
        if best and piece.header and _is_recognised(piece.leaf)
        else piece
        for piece in pieces
    ]


def _is_recognised(leaf: Leaf) -> bool:
    return isinstance(leaf, Region) and leaf.method == "ocr"


def _fitted(best: Header, own: Header) -> Header:
    """The best header at the places of a poorer one, by the columns that both have; the poorer where too few are the same."""
    mine = {head.concept: head for head in own.heads if head.tier}
    shared = [(head, mine[head.concept]) for head in best.heads if head.tier and head.concept in mine]
    if own is best or len(shared) < _SHARED or set(mine) - set(best.concepts) or len(mine) == len(best.concepts):
        return own
    scale, shift = np.polyfit([one.left for one, _ in shared], [other.left for _, other in shared], 1)
    if not _SAME_SCALE[0] < scale < _SAME_SCALE[1]:
        return own
    heads = tuple(
        replace(head, left=float(scale * head.left + shift), right=float(scale * head.right + shift))
        for head in best.heads
    )
    return replace(own, heads=heads)


_SAME_SCALE = (0.6, 1.6)


def _above(lines: Sequence[Line], heads: frozenset[str], header: Header | None) -> _Piece:
    """What stands above the first header of a page: rows of the page before go on, but the block that every page repeats is none."""
    repeated = [header is None or _skeleton(line) in heads for line in lines]
    rest = tuple(line for line, known in zip(lines, repeated, strict=True) if not known)
    own = tuple(line for line, known in zip(lines, repeated, strict=True) if known)
    return _Piece(lines[0].leaf, rest, own, header)


def _skeleton(line: Line) -> str:
    """A line without what differs from page to page: its letters, without digits, signs and spaces; its whole text where it has none."""
    return "".join(filter(str.isalpha, line.text)) or line.text


def _alike(pieces: Sequence[_Piece]) -> list[list[int]]:
    """The pieces (by number) whose columns stand at the same places, so that one may help to tell another's."""
    groups: list[list[int]] = []
    for at, piece in enumerate(pieces):
        for group in groups:
            if _same_columns(pieces[group[0]], piece):
                group.append(at)
                break
        else:
            groups.append([at])
    return groups


def _same_columns(one: _Piece, other: _Piece) -> bool:
    a, b = one.header, other.header
    if a is None or b is None or isinstance(one.leaf, Grid) or isinstance(other.leaf, Grid):
        return False
    level = a is b or (
        a.concepts == b.concepts
        and len(a.heads) == len(b.heads)
        and all(abs(x.left - y.left) < 3 and abs(x.right - y.right) < 3 for x, y in zip(a.heads, b.heads, strict=True))
    )
    return level and abs(one.leaf.width - other.leaf.width) < 3


_Anchor = tuple[int, Callable[[str], bool]]  # the number of a column, and what stands in it in every row


def _anchor(header: Header, anchors: Anchors, count: Callable[[_Anchor], int]) -> _Anchor:
    """The anchor column; `count` tells in how many lines one holds."""
    known = [(at, anchors[concept]) for concept in anchors for at, h in enumerate(header.heads) if h.concept == concept]
    return max(known, key=count)


# ---------------------------------------------------------------- sheets


def _read_grid(piece: _Piece, header: Header, anchors: Anchors, figures: frozenset[str]) -> _Part:
    """Rows of a sheet: every line with an anchor, or one that leaves it out; any other that is filled like a row is missed."""
    column, is_anchor = _anchor(header, anchors, lambda one: sum(
        one[1](word.text) for line in piece.lines for word in line.words if word.box.left == header.heads[one[0]].left
    ))  # fmt: skip
    at = {int(head.left) // CELL: head.concept for head in header.heads}
    anchor = at[int(header.heads[column].left) // CELL]
    lines = [_of_sheet(line, at, anchor, is_anchor) for line in piece.lines]
    usual = {line.filled & figures for line in lines if line.anchored}
    rows: list[Row] = []
    missed: list[Printed] = []
    outside: list[Line] = list(piece.before)
    for one in lines:
        omitted = rows and anchor not in one.filled and len(one.filled & figures) > 1 and one.filled & figures in usual
        if one.anchored or (omitted and not one.is_total):
            texts = {concept: printed(one.line.leaf, [word]) for concept, word in one.cells.items()}
            rows.append(Row(texts, None, next(iter(texts.values())).place))
        elif len(one.cells) > 2 and len(one.cells) * 2 > len(at) and not TOTAL.match(squeeze(one.line.text)):
            missed.append(printed(one.line.leaf, one.line.words))
        else:
            outside.append(one.line)
    return _Part(tuple(rows), tuple(missed), tuple(outside))


@dataclass(frozen=True, slots=True)
class _OfSheet:
    """A line of a sheet with its cells by concept; `anchored` is whether an anchor stands in it."""

    line: Line
    cells: Mapping[str, Word]
    anchored: bool

    @property
    def filled(self) -> frozenset[str]:
        """The concepts that have a cell."""
        return frozenset(self.cells)

    @property
    def is_total(self) -> bool:
        """Whether any of its cells says that it adds up."""
        return any(_ADDS_UP.search(word.text) for word in self.line.words)


_ADDS_UP = re.compile(r"[合总小]\s*计|总额|余额$|承前|结转")


def _of_sheet(line: Line, at: Mapping[int, str], anchor: str, is_anchor: Callable[[str], bool]) -> _OfSheet:
    cells = {at[c]: word for word in line.words if (c := int(word.box.left) // CELL) in at}
    return _OfSheet(line, cells, anchor in cells and is_anchor(cells[anchor].text) and len(cells) > 1)


# ---------------------------------------------------------------- pages

TOTAL = re.compile(r"(?:本页|本月|总)?(?:合计|小计|总计)|承前页|过次页|转下页|(?:-?第?\d+页?[/,]?)?共\d+页|-?第\d+页")
_FOOT = re.compile(
    rf"{TOTAL.pattern}|本页|温馨提示|说明|声明|备注:|注[:\d]|打印|生成时间|制表|以上|以下|交易总额|[借贷]方|(?:总|合计)?(?:收入|支出)|[—_*=]{{6,}}|-+END|\d+/\d+$|下单时间"
)


@dataclass(frozen=True)
class _Body:
    """The rows' lines of one piece. `anchors` are the numbers of the lines that have an anchor, with the anchor's words."""

    piece: _Piece
    lines: tuple[Line, ...]
    anchors: tuple[int, ...]
    outside: tuple[Line, ...]


def _anchored(piece: _Piece, header: Header, anchor: _Anchor) -> list[int]:
    """The numbers of the lines that have an anchor in its column."""
    column, is_anchor = anchor
    left, right = _columns_reach(header, column)
    return [at for at, line in enumerate(piece.lines) if _has_anchor(line, left, right, is_anchor)]


_MOST = 0.97  # of the lines with an anchor


def _columns_reach(header: Header, column: int) -> tuple[float, float]:
    """From the header on a column's left to that on its right."""
    left = header.heads[column - 1].right if column else float("-inf")
    right = header.heads[column + 1].left if column + 1 < len(header.heads) else float("inf")
    return left, right


def _with_omitted(
    pieces: Sequence[_Piece], found: Sequence[Sequence[int]], reach: tuple[float, float]
) -> list[list[int]]:
    """The anchored lines and those that hold as many amounts but no anchor: a day is often printed once for all rows of it.

    Only where the anchored lines hold their amounts themselves, and two or more of them: a day over a time stands beside amounts that are on
    neither line, and a day that is centred on its rows stands beside those of one of them, if any. What stands in the anchor's place
    (`reach`) is no omission, but a recogniser may have misread it.
    """
    counts = [[_amounts(line) for line in piece.lines] for piece in pieces]
    held = [count[at] for count, anchored in zip(counts, found, strict=True) for at in anchored]
    usual = sorted(held)[int(len(held) * (1 - _MOST))] if held else 0
    if usual < 2:
        return [list(anchored) for anchored in found]
    first = next(number for number, anchored in enumerate(found) if anchored)
    return [
        [
            at for at, line in enumerate(piece.lines)
            if at in anchored or ((number > first or at > min(anchored, default=at)) and count[at] >= usual and _omits(line, reach))
        ]
        for number, (piece, count, anchored) in enumerate(zip(pieces, counts, map(set, found), strict=True))
    ]  # fmt: skip


def _omits(line: Line, reach: tuple[float, float]) -> bool:
    """Whether a line is no total, note or label, and nothing like an anchor stands in the anchor's place."""
    text = squeeze(line.text)
    if _FOOT.match(text) or _LABEL.search(text):
        return False
    left, right = reach
    there = "".join(
        w.text for w in line.words if w.box.right > left and w.box.left < right and not AMOUNT.fullmatch(w.text)
    )
    return sum(map(str.isdigit, there)) < _DAY_DIGITS or (isinstance(line.leaf, Region) and line.leaf.method == "ocr")


_DAY_DIGITS = 6  # as a day has at least


def _amounts(line: Line) -> int:
    return len([word for word in line.words if AMOUNT.fullmatch(word.text)])


def _body(piece: _Piece, found: Sequence[int]) -> _Body:
    """The lines from the first anchor to the last, and the lines close above and below them, to wrapped cells' ends."""
    if not found:
        return _Body(piece, (), (), (*piece.before, *piece.lines))
    first = _reach(piece.lines, found[0], -1)
    last = _reach(piece.lines, found[-1], 1)
    kept = [
        at for at in range(first, last + 1)
        if at in set(found) or not TOTAL.match(squeeze(piece.lines[at].text))
    ]  # fmt: skip
    place = {at: i for i, at in enumerate(kept)}
    return _Body(
        piece,
        tuple(piece.lines[at] for at in kept),
        tuple(place[at] for at in found),
        (*piece.before, *(line for at, line in enumerate(piece.lines) if at not in place)),
    )


def _has_anchor(line: Line, left: float, right: float, is_anchor: Callable[[str], bool]) -> bool:
    """Whether an anchor stands between two columns; what follows a label with a colon is a value of that, and no anchor."""
    before = ""
    for word in line.words:
        if word.box.right > left and word.box.left < right and is_anchor(word.text):
            return not before.endswith((":", "："))
        before = word.text
    return False


def _reach(all_lines: Sequence[Line], at: int, step: int) -> int:
    """How far the lines go on without a wide gap, a total, a note or a label."""
    while 0 <= at + step < len(all_lines):
        here, there = all_lines[at], all_lines[at + step]
        apart = abs(there.box.centre[1] - here.box.centre[1])
        if apart > 1.7 * min(here.box.height, there.box.height) or _is_foot(there):
            break
        at += step
    return at


def _is_foot(line: Line) -> bool:
    """Whether a line is a total, a note or a label. A line of wrapped cells may hold what looks like one behind its first cell."""
    first, text = squeeze(line.words[0].text), squeeze(line.text)
    if first in ("收入", "支出") and not _has_sum_beside(line):  # which way a wallet's money went
        return False
    return bool(_FOOT.match(text)) or bool(_LABEL.search(text) and (":" in first or not _amounts(line)))


_BESIDE = 2.0  # line heights from a label to its value at the most


def _has_sum_beside(line: Line) -> bool:
    """Whether an amount or a count stands close behind the first word."""
    if len(line.words) < 2:
        return False
    label, value = line.words[:2]
    return value.text[:1].isdigit() and value.box.left - label.box.right < _BESIDE * line.box.height


_LABEL = re.compile(r"[一-鿿]{2}:|第\d+页|共\d+页")


def _read_pages(pieces: Sequence[_Piece], header: Header, anchors: Anchors, figures: frozenset[str]) -> list[_Part]:
    """Pieces of one layout. Their columns, and how wrapped cells stand, are told from all of them together."""
    column, is_anchor = anchor = _anchor(
        header, anchors, lambda one: sum(len(_anchored(piece, header, one)) for piece in pieces)
    )
    found = [_anchored(piece, header, anchor) for piece in pieces]
    if figures:
        found = _with_omitted(pieces, found, _columns_reach(header, column))
    bodies = [_body(piece, at) for piece, at in zip(pieces, found, strict=True)]
    edges = borders(header.heads, _sample(bodies), _verticals(bodies), figures)
    sheets = [_laid_out(body, edges, column, is_anchor) for body in bodies]
    least, best = _allotted_all(sheets, level)
    for measure in (centred, footed):
        if least:  # it is 0.0 in every table with printed lines: nothing fits better
            cost, given = _allotted_all(sheets, measure, least)
            least, best = (cost, given) if cost < least else (least, best)
    return [_part(sheet, header, rows) for sheet, rows in zip(sheets, best, strict=True)]


def _allotted_all(
    sheets: Sequence[_Sheet], measure: Measure, least: float = float("inf")
) -> tuple[float, list[Mapping[int, list[int]]]]:
    """How ill a measure fits all sheets, and the rows of each one's blocks; given up as soon as it fits no better than `least`."""
    total, given = 0.0, []
    for sheet in sheets:
        cost, rows = _allotted(sheet, measure)
        total += cost
        given.append(rows)
        if total >= least:
            break
    return total, given


MOST_WORDS = 6000  # enough to tell the columns from


def _sample(bodies: Sequence[_Body]) -> list[Word]:
    words = [w for body in bodies if body.anchors
             for line in body.lines[body.anchors[0] : body.anchors[-1] + 1] for w in line.words]  # fmt: skip
    return words[:: max(len(words) // MOST_WORDS, 1)]


def _verticals(bodies: Sequence[_Body]) -> list[float]:
    """The x of vertical lines that stand beside rows."""
    found: set[float] = set()
    for body in bodies[:5]:
        leaf = body.piece.leaf
        if isinstance(leaf, Region) and body.anchors:
            y = body.lines[body.anchors[0]].box.centre[1]
            found |= {round(r.left, 1) for r in leaf.rules if r.height > r.width and r.top - 1 <= y <= r.bottom + 1}
    return sorted(found)


# ---------------------------------------------------------------- words into rows


@dataclass(frozen=True)
class _Sheet:
    """A body whose words are told apart by column.

    `level` are the words of each anchor's own line by column, `blocks` the words of all other lines. `anchors` are, for each way that
    cells may stand, the heights of the anchors that they are held to: the first line, the middle or the last line of the anchor's cell (a
    day over a time). `bands` are the tops and bottoms that printed lines give each row; None where not every row has them.
    """

    body: _Body
    level: tuple[Mapping[int, tuple[Word, ...]], ...]
    blocks: Mapping[int, tuple[Block, ...]]
    anchors: Mapping[Measure, tuple[float, ...]]
    bands: tuple[tuple[float, float], ...] | None
    missed: tuple[Line, ...]


def _laid_out(body: _Body, edges: Sequence[float], column: int, is_anchor: Callable[[str], bool]) -> _Sheet:
    level_words: list[Mapping[int, tuple[Word, ...]]] = []
    blocks: dict[int, list[Block]] = defaultdict(list)
    missed: list[Line] = []
    heights: list[float] = []
    lowest: list[float] = []
    own = set(body.anchors)
    for at, line in enumerate(body.lines):
        cells: dict[int, list[Word]] = defaultdict(list)
        for word in line.words:
            for number, piece in placed(word, edges):
                cells[number].append(piece)
        if at in own:
            level_words.append({number: tuple(words) for number, words in cells.items()})
            heights.append(_height(cells, column, is_anchor, line))
            lowest.append(max((w.box.centre[1] for w in cells.get(column, ())), default=heights[-1]))
        elif _is_missed(cells, column, line) or _is_row_like(cells, is_anchor):
            missed.append(line)
        else:
            for number, words in cells.items():
                box = bounds(words)
                blocks[number].append(Block(box.top, box.bottom, tuple(words)))
    settled = {number: tuple(found) for number, found in blocks.items()}
    held = _held(settled.get(column, ()), heights, lowest)
    return _Sheet(body, tuple(level_words), settled, held, _bands(body, heights), tuple(missed))


def _height(cells: Mapping[int, Sequence[Word]], column: int, is_anchor: Callable[[str], bool], line: Line) -> float:
    anchors = [word for word in cells.get(column, ()) if is_anchor(word.text)]
    return (anchors[0].box if anchors else line.box).centre[1]


def _is_missed(cells: Mapping[int, Sequence[Word]], column: int, line: Line) -> bool:
    """Whether a line without an anchor is a row all the same: something else stands in the anchor's place, beside three cells more."""
    text = "".join(word.text for word in cells.get(column, ()))
    wrong = len(text) > 5 and sum(char.isdigit() for char in text) > 5 and ":" not in text
    return wrong and len(cells) > 3


def _is_row_like(cells: Mapping[int, Sequence[Word]], is_anchor: Callable[[str], bool]) -> bool:
    """Whether something like an anchor stands at a wrong place, beside an amount: no cell wraps like that."""
    amounts = any(AMOUNT.fullmatch(word.text) for words in cells.values() for word in words)
    return amounts and any(_is_alone(words, is_anchor) for words in cells.values())


def _is_alone(words: Sequence[Word], is_anchor: Callable[[str], bool]) -> bool:
    """Whether an anchor is all that a cell holds, or a time with it; one within a text is a part of that. "10.10" may be a day or an amount."""
    first, *rest = (word.text for word in words)
    return is_anchor(first) and not AMOUNT.fullmatch(first) and all(":" in text for text in rest)


def _held(
    cell: Sequence[Block], heights: Sequence[float], ends: Sequence[float]
) -> Mapping[Measure, tuple[float, ...]]:
    """The heights of the anchors for each measure. What stands in an anchor's column below it, up to the next, is a part of its cell.

    `ends` are the heights of the last of each anchor's cell that was taken for one line with it.
    """
    lowest = list(ends)
    for block in cell:
        at = bisect_right(heights, block.middle) - 1
        if at >= 0:
            lowest[at] = max(lowest[at], block.middle)
    middles = tuple((height + low) / 2 for height, low in zip(heights, lowest, strict=True))
    return {level: tuple(heights), centred: middles, footed: tuple(lowest)}


def _bands(body: _Body, heights: Sequence[float]) -> tuple[tuple[float, float], ...] | None:
    """Top and bottom of each row by printed lines that run across the table; None where two rows have no line between them."""
    leaf = body.piece.leaf
    if not isinstance(leaf, Region) or not heights:
        return None
    ys = sorted({round(r.top, 1) for r in leaf.rules if r.width > r.height and r.width > 10})
    at = [bisect_right(ys, height) for height in heights]
    if any(below <= above for above, below in pairwise(at)) or at[0] == 0 or at[-1] == len(ys):
        return None
    return tuple((ys[i - 1], ys[i]) for i in at)


def _allotted(sheet: _Sheet, measure: Measure) -> tuple[float, Mapping[int, list[int]]]:
    """For every column with wrapped cells, the row of each of its blocks (-1: of none), and how ill the measure fits in all."""
    if sheet.bands is not None:
        return 0.0, {number: [_band(block, sheet.bands) for block in found] for number, found in sheet.blocks.items()}
    anchors = sheet.anchors[measure]
    total, rows = 0.0, {}
    for number, found in sheet.blocks.items():
        own = [bounds(cells[number]).centre[1] if number in cells else None for cells in sheet.level]
        cost, rows[number] = allot(found, anchors, own, measure)
        total += cost
    return total, rows


def _band(block: Block, bands: Sequence[tuple[float, float]]) -> int:
    """The first of the bands (which do not overlap, from top to bottom) that holds the middle of a block."""
    middle = block.middle
    at = bisect_left(bands, middle, key=itemgetter(1))
    return at if at < len(bands) and bands[at][0] <= middle else -1


def _part(sheet: _Sheet, header: Header, rows_of: Mapping[int, Sequence[int]]) -> _Part:
    words: list[dict[int, list[Word]]] = [{n: list(found) for n, found in cells.items()} for cells in sheet.level]
    stray: list[Word] = []
    for number, found in sheet.blocks.items():
        for block, row in zip(found, rows_of[number], strict=True):
            target = words[row].setdefault(number, []) if row >= 0 else stray
            target.extend(block.words)
    leaf = sheet.body.piece.leaf
    counts = [sum(map(bool, cells.values())) for cells in words]
    fewest = max(2.0, 0.4 * median(counts)) if counts else 0.0
    alone = {at for at, count in enumerate(counts) if count < fewest}
    stray.extend(word for at in alone for found in words[at].values() for word in found)
    rows = tuple(_row(leaf, cells, header) for at, cells in enumerate(words) if at not in alone)
    strays = lines_of(leaf, stray)
    missed = [*sheet.missed, *(line for line in strays if len(line.words) > 3)]
    rest = (line for line in strays if len(line.words) <= 3)
    return _Part(rows, tuple(printed(leaf, line.words) for line in missed), (*sheet.body.outside, *rest))


def _row(leaf: Leaf, cells: Mapping[int, Sequence[Word]], header: Header) -> Row:
    texts = {
        header.heads[number].concept: printed(leaf, _ordered(words)) for number, words in sorted(cells.items()) if words
    }
    place = place_of(leaf, [word for words in cells.values() for word in words])
    if not isinstance(leaf, Region) or leaf.method != "ocr":
        return Row(texts, place.page, place)
    boxes = {header.heads[number].concept: bounds(words) for number, words in cells.items() if words}
    return Row(texts, place.page, place, leaf, boxes)


def _ordered(words: Sequence[Word]) -> Sequence[Word]:
    """Words of a cell in reading order, line by line."""
    if len(words) < 2:
        return words
    height = min(word.box.height for word in words) or 1.0
    ordered = sorted(words, key=lambda word: word.box.centre[1])
    groups: list[list[Word]] = [[ordered[0]]]
    for word in ordered[1:]:
        if word.box.centre[1] - groups[-1][-1].box.centre[1] > 0.45 * height:
            groups.append([])
        groups[-1].append(word)
    return [word for group in groups for word in sorted(group, key=lambda word: word.box.left)]
