"""The words printed on cards of the ID-1 size (85.6 x 54 mm), and where: a card is told and placed by its own print.

Positions are fractions of the card's width and height, of the printed words alone; they are approximate, which is enough to cut a
card out. What the values beside the words say is no business of this module.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.model import Word
from pipeline.ocr import Quad
from pipeline.text import squeeze


@dataclass(frozen=True)
class Landmark:
    """A printed word: left, right and middle height as fractions of the card."""

    text: str
    left: float
    right: float
    middle: float


FRONT = (
    Landmark("姓名", 0.06, 0.12, 0.145),
    Landmark("性别", 0.06, 0.12, 0.255),
    Landmark("民族", 0.30, 0.36, 0.255),
    Landmark("出生", 0.06, 0.12, 0.37),
    Landmark("住址", 0.06, 0.12, 0.50),
    Landmark("公民身份号码", 0.06, 0.24, 0.885),
)
BACK = (
    Landmark("中华人民共和国", 0.32, 0.84, 0.17),
    Landmark("居民身份证", 0.32, 0.86, 0.35),
    Landmark("签发机关", 0.25, 0.37, 0.745),
    Landmark("有效期限", 0.25, 0.37, 0.875),
)
_PRINTS = (FRONT, BACK)
_OTHER_CARDS = re.compile("驾驶证|行驶证|居住证|通行证|社会保障卡|银联|UnionPay|临时居民身份证|永久居留")
_NEAR = 0.12  # of the card's width: how far a word may lie from where it is expected
_ASPECT = 85.6 / 54
_CUTTABLE = 5  # characters of a printed word, of which a part is still none that other papers have
_SPREAD = 0.2  # of the card's height, which words must be apart to tell it
_PART = 3  # characters of such a part


@dataclass(frozen=True)
class Char:
    """A character of a line, its left and right end there, the line, and how sure the recogniser is of it."""

    text: str
    left: float
    right: float
    word: Word
    sure: float

    @property
    def middle(self) -> float:
        """The middle of its width."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Seen:
    """A landmark as it was read: its left and right end, (x, y), and the height of its line."""

    mark: Landmark
    left: tuple[float, float]
    right: tuple[float, float]
    height: float

    @property
    def width(self) -> float:
        """Its length in pixels."""
        return math.dist(self.left, self.right)


def chars_of(word: Word) -> list[Char]:
    """The characters of a line, spaces left out, with their places: by its edges, or evenly where it has none."""
    count = len(word.text)
    edges = word.edges
    if edges is None or len(edges) != count + 1:
        edges = tuple(word.box.left + word.box.width * i / max(count, 1) for i in range(count + 1))
    sure = word.sure if word.sure and len(word.sure) == count else (word.confidence,) * count
    return [Char(t, edges[i], edges[i + 1], word, sure[i]) for i, t in enumerate(word.text) if not t.isspace()]


def looks_like_card(words: Sequence[Word]) -> bool:
    """Whether words are of one card: two of a card's landmarks, or the title of a card of another kind."""
    if printed_words(words) >= 2:
        return True
    return len(words) < 40 and any(_OTHER_CARDS.search(squeeze(word.text)) for word in words)


def printed_words(words: Sequence[Word]) -> int:
    """How many of the words printed on one side of an identity card are among words, of the side that shows more."""
    return max(len({s.mark.text for s in seen_in(words, marks)}) for marks in _PRINTS)


def sheets_by_print(words: Sequence[Word], wide: float, high: float) -> list[Quad]:
    """The corners of cards whose print is among the words of an upright picture of that size, clockwise from the left top.

    A corner may lie outside the picture, where the card is cropped.
    """
    found: list[Quad] = []
    for marks in _PRINTS:
        seen = list(seen_in(words, marks))
        while len(group := best_group(seen)) >= 2:
            corners = placed(group)
            if _plausible(corners, wide, high):
                found.append(corners)
            seen = [s for s in seen if s not in group]
    return found


def seen_in(words: Sequence[Word], marks: Sequence[Landmark]) -> Iterator[Seen]:
    """Every place where a landmark may have been read, be it in one piece or in several beside each other."""
    for row in _rows(words):
        text = "".join(char.text for char in row)
        for mark in marks:
            spans = [(mark, start, end) for start, end in _find(text, mark.text)] or _cut_off(text, mark)
            for found, start, end in spans:
                if _together(row[start:end]):
                    yield _seen(found, row[start], row[end - 1])


def _rows(words: Sequence[Word]) -> Iterator[list[Char]]:
    """The characters of words that stand about level, from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda w: w.box.centre[1]):
        last = rows[-1][-1] if rows else None
        if last and word.box.centre[1] - last.box.centre[1] < 0.4 * min(word.box.height, last.box.height):
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        yield [char for word in sorted(row, key=lambda w: w.box.left) for char in chars_of(word)]


def _find(text: str, mark: str) -> Iterator[tuple[int, int]]:
    """Where a printed word stands in a row; of a long one a character may be misread."""
    found = [m.span() for m in re.finditer(mark, text)]
    if not found and len(mark) >= 4:
        misread = "|".join(re.escape(mark[:i]) + "." + re.escape(mark[i + 1 :]) for i in range(len(mark)))
        found = [m.span() for m in re.finditer(misread, text)]
    yield from found


def _cut_off(text: str, mark: Landmark) -> list[tuple[Landmark, int, int]]:
    """The part of a long printed word with which a row begins or ends, where the picture's edge took the rest of it."""
    count = len(mark.text)
    for kept in range(count - 1, _PART - 1, -1) if count >= _CUTTABLE else ():
        letter = (mark.right - mark.left) / count
        if text.endswith(mark.text[:kept]):
            part = Landmark(mark.text[:kept], mark.left, mark.left + kept * letter, mark.middle)
            return [(part, len(text) - kept, len(text))]
        if text.startswith(mark.text[-kept:]):
            return [(Landmark(mark.text[-kept:], mark.right - kept * letter, mark.right, mark.middle), 0, kept)]
    return []


def _together(chars: Sequence[Char]) -> bool:
    """Whether characters stand as close as those of one printed word, which may be spaced out."""
    return all(b.left - a.right < 1.6 * a.word.box.height for a, b in pairwise(chars))


def _seen(mark: Landmark, first: Char, last: Char) -> Seen:
    left, right = (first.left, first.word.box.centre[1]), (last.right, last.word.box.centre[1])
    return Seen(mark, left, right, first.word.box.height)


def best_group(seen: Sequence[Seen]) -> list[Seen]:
    """The landmarks that agree best on where one card lies."""
    return max((_agreeing(anchor, seen) for anchor in seen), key=len, default=[])


def _agreeing(anchor: Seen, seen: Sequence[Seen]) -> list[Seen]:
    card = anchor.width / (anchor.mark.right - anchor.mark.left)
    group = {anchor.mark.text: anchor}
    for other in seen:
        if other.mark.text != anchor.mark.text and _distance(anchor, other, card) < _NEAR * card:
            rival = group.get(other.mark.text)
            if rival is None or _distance(anchor, other, card) < _distance(anchor, rival, card):
                group[other.mark.text] = other
    return list(group.values())


def _distance(anchor: Seen, other: Seen, card: float) -> float:
    x = anchor.left[0] + (other.mark.left - anchor.mark.left) * card
    y = anchor.left[1] + (other.mark.middle - anchor.mark.middle) * card / _ASPECT
    return math.dist((x, y), other.left)


def placed(group: Sequence[Seen]) -> Quad:
    """The card's corners, by the scale and the shift that carry the printed positions best to those seen: the text lies level."""
    own = np.array([p for s in group for p in ((s.mark.left, s.mark.middle), (s.mark.right, s.mark.middle))])
    own[:, 1] /= _ASPECT
    to = np.array([p for s in group for p in (s.left, s.right)])
    middle, centre = own.mean(axis=0), to.mean(axis=0)
    scale = float(((own - middle) * (to - centre)).sum() / ((own - middle) ** 2).sum())
    card = np.array([[0, 0], [1, 0], [1, 1 / _ASPECT], [0, 1 / _ASPECT]])
    return np.asarray((card - middle) * scale + centre, dtype=np.float64)


def corners_by_print(words: Sequence[Word]) -> Quad | None:
    """The corners of the card that words of a region show, clockwise from the left top; None with fewer than three landmarks."""
    group = max((best_group(list(seen_in(words, marks))) for marks in _PRINTS), key=len)
    return placed(group) if len(group) >= 3 else None


def height_by_print(words: Sequence[Word]) -> tuple[float, float] | None:
    """Where the card that words of a region show begins and ends from top to bottom, be the region stretched or not; None as above.

    Its print stands on rows, so that this is told more exactly than its width.
    """
    group = max((best_group(list(seen_in(words, marks))) for marks in _PRINTS), key=len)
    middles = [s.mark.middle for s in group]
    if len(group) < 3 or max(middles) - min(middles) < _SPREAD:
        return None
    high, top = np.polyfit(middles, [s.left[1] for s in group], 1)
    return float(top), float(top + high)


def _plausible(corners: Quad, wide: float, high: float) -> bool:
    """Of some size, and for the most part on the picture."""
    middle = corners.mean(axis=0)
    on_picture = -0.1 * wide <= middle[0] <= 1.1 * wide and -0.1 * high <= middle[1] <= 1.1 * high
    return bool(corners[1][0] - corners[0][0] > 120 and on_picture)
