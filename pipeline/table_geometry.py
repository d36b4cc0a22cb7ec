"""Where the columns of a table part, and which words belong to which row, on pages and recognised pictures.

Columns come from the printed lines where there are some, else from the gaps between what stands in the rows, shared out among the headers.
Rows are held by the anchors: a wrapped cell stands centred on its anchor, or begins level with it, and the table as a whole tells
which of the two it is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.layout import cut
from pipeline.model import Word
from pipeline.table_header import Head

# ---------------------------------------------------------------- columns


AMOUNT = re.compile(r"[^\d\s.,*]{0,4}[\d,]+\.\d\d[^\d\s.,*]{0,3}")
"""An amount with its cents, and at most a sign, a currency or a flag beside it."""


def borders(
    heads: Sequence[Head], words: Sequence[Word], rules: Sequence[float], figures: frozenset[str] = frozenset()
) -> list[float]:
    """The x at which each column but the last ends: len(heads) - 1 of them.

    `words` are those of the rows, `rules` the x of vertical lines that run along the rows, `figures` the concepts of columns of amounts.
    """
    clusters = [_told(span, words, figures) for span in _clusters(words)]
    owned = _shared_out(heads, clusters, figures)
    return [
        _ruled(heads[i], heads[i + 1], rules) or _between(heads[i], heads[i + 1], owned[i], owned[i + 1], words)
        for i in range(len(heads) - 1)
    ]


def _ruled(left: Head, right: Head, rules: Sequence[float]) -> float | None:
    inside = [x for x in rules if left.right - 2 <= x <= right.left + 2]
    middle = (left.right + right.left) / 2
    return min(inside, key=lambda x: abs(x - middle)) if inside else None


def _clusters(words: Sequence[Word]) -> list[tuple[float, float]]:
    """The stretches of x, in half units, that more than one in eighty words of the busiest stretch stands on."""
    if not words:
        return []
    left = np.array([word.box.left for word in words])
    right = np.array([word.box.right for word in words])
    first, size = float(left.min()), int((right.max() - left.min()) * 2) + 2
    steps = np.zeros(size + 1)
    np.add.at(steps, ((left - first) * 2).astype(int), 1)
    np.add.at(steps, ((right - first) * 2).astype(int) + 1, -1)
    cover = np.cumsum(steps)[:size]
    filled = cover > cover.max() / 80 if cover.max() >= 20 else cover > 0
    edges = np.flatnonzero(np.diff(np.concatenate([[False], filled, [False]]).astype(int)))
    return [(first + a / 2, first + b / 2) for a, b in edges.reshape(-1, 2).tolist()]


Span = tuple[float, float]
LEFT_EMPTY = 14.0  # what it costs, in units, to leave a header without anything under it


UNFIT = (
    400.0  # what it costs, in units, to put amounts under a header of something else, or two columns of them under one
)
_ALL_AMOUNTS = 0.8


_BESIDE_AMOUNTS = re.compile(r"[借贷收支]方?|支出|收入|DR|CR|RMB|CNY|[¥￥+(-]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Cluster:
    """A stretch of x that words stand on; `amounts` is the share of amounts among them, None where nobody asked."""

    span: Span
    amounts: float | None = None

    @property
    def of_amounts(self) -> bool:
        """Whether amounts stand there."""
        return self.amounts is not None and self.amounts > _ALL_AMOUNTS

    def under(self, head: Head, figures: frozenset[str]) -> float:
        """What it costs to take it for the column of a header: its distance, and that of a header of another kind of thing."""
        apart = _distance(head, self.span)
        if self.amounts is None:
            return apart
        unlike = self.amounts < 1 - _ALL_AMOUNTS if head.concept in figures else head.tier and self.of_amounts
        return apart + UNFIT * bool(unlike)

    def beside(self, before: _Cluster) -> float:
        """What it costs to take it for the column of the one before it too."""
        return self.span[0] - before.span[1] + UNFIT * (self.of_amounts and before.of_amounts)


def _told(span: Span, words: Sequence[Word], figures: frozenset[str]) -> _Cluster:
    """A stretch with what stands on it."""
    if not figures:
        return _Cluster(span)
    there = (w.text for w in words if span[0] - 1 <= w.box.left and w.box.right <= span[1] + 1)
    held = [bool(AMOUNT.fullmatch(text)) for text in there if not _BESIDE_AMOUNTS.fullmatch(text)]
    return _Cluster(span, sum(held) / len(held) if held else None)


def _shared_out(heads: Sequence[Head], clusters: Sequence[_Cluster], figures: frozenset[str]) -> list[list[Span]]:
    """The clusters under each header, order kept: as near as can be, and as few headers as can be left empty."""
    best: list[tuple[float, list[int]]] = [(LEFT_EMPTY * i, []) for i in range(len(heads))]
    for at, cluster in enumerate(clusters):
        beside = cluster.beside(clusters[at - 1]) if at else 0.0
        best = [_cheapest(best, i, cluster.under(head, figures), beside) for i, head in enumerate(heads)]
    ends = [(cost + LEFT_EMPTY * (len(heads) - 1 - i), path) for i, (cost, path) in enumerate(best)]
    path = min(ends)[1] if clusters else []
    owned: list[list[Span]] = [[] for _ in heads]
    for cluster, i in zip(clusters, path, strict=True):
        owned[i].append(cluster.span)
    return owned


def _distance(head: Head, cluster: Span) -> float:
    apart = max(head.left - cluster[1], cluster[0] - head.right)
    if apart > 0:
        return apart
    shared = min(-apart, head.right - head.left, cluster[1] - cluster[0])
    return -min(shared, 10.0)


def _cheapest(best: Sequence[tuple[float, list[int]]], i: int, cost: float, beside: float) -> tuple[float, list[int]]:
    """The cheapest way to give a cluster to header `i`: after one given to it (`beside` is what that costs) or to a header before it."""
    options = []
    for before in range(i + 1):
        spent, path = best[before]
        if not path:
            options.append((LEFT_EMPTY * i + cost, path))
            continue
        skipped = LEFT_EMPTY * max(i - before - 1, 0)
        options.append((spent + skipped + (beside if before == i else 0.0) + cost, path))
    spent, path = min(options, key=lambda option: option[0])
    return spent, [*path, i]


def _between(left: Head, right: Head, mine: Sequence[Span], theirs: Sequence[Span], words: Sequence[Word]) -> float:
    """The border of two columns without a line between them."""
    if mine and theirs:
        return (mine[-1][1] + theirs[0][0]) / 2
    if mine and mine[-1][1] > right.left:
        return _thinnest(words, left.right, max(right.left, left.right + 1))
    if theirs and theirs[0][0] < left.right:
        return _thinnest(words, min(left.right, right.left - 1), right.left)
    low = max([left.right, *(span[1] for span in mine)])
    high = min([right.left, *(span[0] for span in theirs)])
    return (low + high) / 2


def _thinnest(words: Sequence[Word], low: float, high: float) -> float:
    """The x between two bounds that the fewest words stand on; the middle one of several."""
    candidates = np.linspace(low, high, 33)[1:-1]
    left = np.array([word.box.left for word in words])
    right = np.array([word.box.right for word in words])
    covered = ((left[:, None] < candidates) & (right[:, None] > candidates)).sum(axis=0)
    fewest = np.flatnonzero(covered == covered.min())
    return float(candidates[fewest[len(fewest) // 2]])


def placed(word: Word, edges: Sequence[float]) -> list[tuple[int, Word]]:
    """A word with the number of its column; one that runs over a border is cut where its kind of text changes."""
    first, last = bisect_right(edges, word.box.left + 0.5), bisect_right(edges, word.box.right - 0.5)
    if first == last:
        return [(first, word)]
    border = edges[first]
    at = _seam(word, border)
    if at is None:
        return [(_whole(word, first, edges), word)]
    beyond = [float("-inf")] * (first + 1) + list(edges[first + 1 :])
    return [(first, cut(word, 0, at)), *placed(cut(word, at, len(word.text)), beyond)]


def _whole(word: Word, first: int, edges: Sequence[float]) -> int:
    """The column of a word that cannot be cut: that of its middle, but where it begins with its column and runs out of it."""
    left = edges[first - 1] if first else float("-inf")
    begins = (
        first and word.box.left - left < 0.6 * word.box.height and word.box.right - edges[first] < word.box.width * 0.5
    )
    return first if begins else bisect_right(edges, word.box.centre[0])


_TWO_AMOUNTS = re.compile(r"([+-]?[\d,]+\.\d\d)(?=[+-]?\d[\d,]*\.\d\d$)")


_KINDS = re.compile(r"[-—_]{2,}|^\*{2,}|\*{2,}$|(?:[\d.,+:/-]|\*(?!\*+$))+|[A-Za-z ]+|[^\x00-\x7f]+|.")


def _seam(word: Word, border: float) -> int | None:
    """Where to cut a word at a border: nearest to it, where digits, Latin, Chinese or a row of dashes meet; None where nowhere near.

    A number or a day is never cut.
    """
    count = len(word.text)
    edges = word.edges or [word.box.left + word.box.width * i / count for i in range(count + 1)]
    amounts = _TWO_AMOUNTS.match(word.text)
    seams = [amounts.end()] if amounts else [kind.end() for kind in _KINDS.finditer(word.text)][:-1]
    near = [i for i in seams if abs(edges[i] - border) < 1.5 * word.box.height]
    return min(near, key=lambda i: abs(edges[i] - border), default=None)


# ---------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class Block:
    """A line of one column that is not level with any anchor."""

    top: float
    bottom: float
    words: tuple[Word, ...]

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2


Measure = Callable[[float, float, float], float]
"""How ill a cell from `first` to `last` (middles of its lines) fits an anchor at `anchor`."""


def centred(first: float, last: float, anchor: float) -> float:
    """A cell whose lines stand evenly above and below the anchor fits."""
    return abs((first + last) / 2 - anchor)


def level(first: float, last: float, anchor: float) -> float:
    """A cell whose first line is level with the anchor fits."""
    return abs(first - anchor)


def footed(first: float, last: float, anchor: float) -> float:
    """A cell whose last line is level with the anchor's last fits."""
    return abs(last - anchor)


def allot(
    blocks: Sequence[Block], anchors: Sequence[float], own: Sequence[float | None], measure: Measure
) -> tuple[float, list[int]]:
    """Which anchor each block of a column belongs to (order kept), and how ill that fits.

    `anchors` are heights, `own` the middle of the column's line on the line of each anchor, None where it has none there. A
    block belongs to the anchor next above or next below it.
    """
    gaps: list[list[Block]] = [[] for _ in range(len(anchors) + 1)]
    for block in blocks:
        gaps[bisect_right(anchors, block.middle)].append(block)
    states: list[tuple[float, tuple[int, ...]]] = [
        (0.0, (0,))
    ]  # by how many blocks of the gap above went to the anchor above
    for k, anchor in enumerate(anchors):
        rest = range(len(gaps[k + 1]) + 1) if k + 1 < len(anchors) else [len(gaps[k + 1])]
        states = [
            min(
                (cost + _misfit(gaps[k][path[-1] :], gaps[k + 1][:given], anchor, own[k], measure), (*path, given))
                for cost, path in states
            )
            for given in rest
        ]
    cost, path = min(states)
    return cost, [k - 1 if i < path[k] else k for k, gap in enumerate(gaps) for i in range(len(gap))]


def _misfit(
    above: Sequence[Block], below: Sequence[Block], anchor: float, own: float | None, measure: Measure
) -> float:
    if not above and not below:  # as in most rows
        return 0.0 if own is None else measure(own, own, anchor)
    blocks = (*above, *below)
    middles = sorted([block.middle for block in blocks] + ([] if own is None else [own]))
    if len(middles) == 1:
        return measure(middles[0], middles[0], anchor)
    pitch = 1.7 * max([block.bottom - block.top for block in blocks])
    gaps = [low - high - pitch for high, low in pairwise(middles)] if pitch else []
    torn = sum([gap for gap in gaps if gap > 0])
    return measure(middles[0], middles[-1], anchor) + 3 * torn  # the lines of one cell stand close together
