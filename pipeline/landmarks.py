"""The words printed on cards of the ID-1 size (85.6 x 54 mm), and where: a card is told and placed by its own print.

Positions are fractions of the card's width and height, of the printed words alone; they are approximate, which is enough to cut a
card out. What the values beside the words say is no business of this module.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True)
class _Seen:
    """A landmark as it was read: its two ends, in pixels."""

    mark: Landmark
    left: tuple[float, float]
    right: tuple[float, float]

    @property
    def width(self) -> float:
        return math.dist(self.left, self.right)


def looks_like_card(words: Sequence[Word]) -> bool:
    """Whether words are of one card: two of a card's landmarks, or the title of a card of another kind."""
    if any(len({s.mark.text for s in _seen(words, marks)}) >= 2 for marks in _PRINTS):
        return True
    return len(words) < 40 and any(_OTHER_CARDS.search(squeeze(word.text)) for word in words)


def sheets_by_print(words: Sequence[Word], wide: float, high: float) -> list[Quad]:
    """The corners of cards whose print is among the words of an upright picture of that size, clockwise from the left top.

    A corner may lie outside the picture, where the card is cropped.
    """
    found: list[Quad] = []
    for marks in _PRINTS:
        seen = list(_seen(words, marks))
        while len(group := _best_group(seen)) >= 2:
            corners = _place(group)
            if _plausible(corners, wide, high):
                found.append(corners)
            seen = [s for s in seen if s not in group]
    return found


def _seen(words: Sequence[Word], marks: Sequence[Landmark]) -> Iterator[_Seen]:
    for word in words:
        for mark in marks:
            start, end = _find(word.text, mark.text)
            if start < end:
                yield _Seen(mark, _point(word, start), _point(word, end))


def _find(text: str, mark: str) -> tuple[int, int]:
    """Where a printed word stands in a line, spaces inside it allowed; of a long one a character may be misread."""
    found = re.search(r"\s*".join(mark), text)
    if found is None and len(mark) >= 4:
        misread = "|".join(re.escape(mark[:i]) + "." + re.escape(mark[i + 1 :]) for i in range(len(mark)))
        found = re.search(misread, text)
    return found.span() if found else (0, 0)


def _point(word: Word, index: int) -> tuple[float, float]:
    y = word.box.centre[1]
    if word.edges is not None and len(word.edges) == len(word.text) + 1:
        return word.edges[index], y
    return word.box.left + word.box.width * index / len(word.text), y


def _best_group(seen: Sequence[_Seen]) -> list[_Seen]:
    """The landmarks that agree best on where one card lies."""
    return max((_agreeing(anchor, seen) for anchor in seen), key=len, default=[])


def _agreeing(anchor: _Seen, seen: Sequence[_Seen]) -> list[_Seen]:
    card = anchor.width / (anchor.mark.right - anchor.mark.left)
    group = {anchor.mark.text: anchor}
    for other in seen:
        if other.mark.text != anchor.mark.text and _distance(anchor, other, card) < _NEAR * card:
            rival = group.get(other.mark.text)
            if rival is None or _distance(anchor, other, card) < _distance(anchor, rival, card):
                group[other.mark.text] = other
    return list(group.values())


def _distance(anchor: _Seen, other: _Seen, card: float) -> float:
    x = anchor.left[0] + (other.mark.left - anchor.mark.left) * card
    y = anchor.left[1] + (other.mark.middle - anchor.mark.middle) * card / _ASPECT
    return math.dist((x, y), other.left)


def _place(group: Sequence[_Seen]) -> Quad:
    """The card's corners, by the similarity that carries the printed positions best to those seen."""
    own = np.array([p for s in group for p in ((s.mark.left, s.mark.middle), (s.mark.right, s.mark.middle))])
    own[:, 1] /= _ASPECT
    to = np.array([p for s in group for p in (s.left, s.right)])
    ones, nil = np.ones(len(own)), np.zeros(len(own))
    rows = np.vstack(
        [np.column_stack([own[:, 0], -own[:, 1], ones, nil]), np.column_stack([own[:, 1], own[:, 0], nil, ones])]
    )
    a, b, x, y = np.linalg.lstsq(rows, np.concatenate([to[:, 0], to[:, 1]]), rcond=None)[0]
    card = np.array([[0, 0], [1, 0], [1, 1 / _ASPECT], [0, 1 / _ASPECT]])
    return np.column_stack([a * card[:, 0] - b * card[:, 1] + x, b * card[:, 0] + a * card[:, 1] + y])


def _plausible(corners: Quad, wide: float, high: float) -> bool:
    """Upright, of some size, and for the most part on the picture."""
    across = corners[1] - corners[0]
    middle = corners.mean(axis=0)
    on_picture = -0.1 * wide <= middle[0] <= 1.1 * wide and -0.1 * high <= middle[1] <= 1.1 * high
    return bool(across[0] > 120 and abs(across[1]) < 0.35 * across[0] and on_picture)
