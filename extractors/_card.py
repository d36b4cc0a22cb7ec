"""A card's printed words and what stands beside them: rows, told by their label where it was read and by their place where not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.landmarks import FRONT, Char, Landmark, Seen, best_group, chars_of, placed, seen_in
from pipeline.model import Box, Pixels, Region, Word
from pipeline.ocr import Quad, recogniser
from pipeline.sheets import CARD_ASPECT
from pipeline.text import squeeze

_NUMBER = re.compile(r"^\D{0,6}\d{6}(\d{8})\d{3}[\dXx]$")
_BIRTH = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日?$")
_ROWS = {mark.text: mark.middle for mark in FRONT}
_VALUES_START = 0.178  # of the card's width
_FITS = (0.6, 1.25)  # of the region's width, and of its height, that a card which was laid flat takes
_SHIFTED = 0.12  # of the region's width: how far from its left edge the card may begin
_LEAST_CONTRAST = 20.0  # of 255: between print and paper, under which nothing can be told
_INKED = 0.45  # of the contrast of the line: what is as dark as this is print, not the card's waves


@dataclass(frozen=True)
class Label:
    """A printed word of the card: `seen` where it was read, else placed where the others say that it is."""

    left: float
    right: float
    middle: float
    seen: bool


@dataclass(frozen=True)
class Piece:
    """A run of characters read beside a label: their text without spaces, the box around them, the confidence of the least sure character."""

    text: str
    box: Box
    confidence: float


@dataclass(frozen=True)
class Card:
    """A region with its labels. `pitch` is the height of a row's print, `left` and `wide` are the card's left edge and width,
    all in the region's pixels."""

    region: Region
    labels: Mapping[str, Label]
    seen: tuple[Seen, ...]
    left: float
    wide: float
    pitch: float

    def corners(self) -> Quad:
        """Its corners, clockwise from the left top, by the row of the number."""
        high, right = self.wide / CARD_ASPECT, self.left + self.wide
        top = self.labels["公民身份号码"].middle - _ROWS["公民身份号码"] * high
        return np.array([[self.left, top], [right, top], [right, top + high], [self.left, top + high]])

    def row(self, label: str, until: str | None = None, right: float = 1.0) -> list[Char]:
        """The characters beside a label, from its right end to another label or to a fraction of the card's width."""
        own = self.labels[label]
        end = self.labels[until].left if until else self.left + right * self.wide
        return self.between(own.right, end, own.middle)

    def between(self, left: float, right: float, middle: float, words: Sequence[Word] | None = None) -> list[Char]:
        """The characters of a row at that height (or of the words given) between two places, those of labels left out."""
        own = [word for word in self.region.words if self._on_row(word, middle)] if words is None else words
        chars = [c for word in own for c in chars_of(word)]
        kept = [c for c in chars if left < c.middle < right and not self._of_label(c)]
        return sorted(kept, key=lambda c: c.left)

    def _on_row(self, word: Word, middle: float) -> bool:
        return word.box.top < middle < word.box.bottom and abs(word.box.centre[1] - middle) < 0.8 * self.pitch

    def _of_label(self, char: Char) -> bool:
        level = char.word.box.centre[1]
        return any(
            s.left[0] <= char.middle <= s.right[0] and abs(s.left[1] - level) < 0.5 * s.height for s in self.seen
        )


def piece(chars: Sequence[Char]) -> Piece | None:
    """A run of characters as one text; None where there are none."""
    if not chars:
        return None
    words = list({id(c.word): c.word for c in chars}.values())
    box = Box(
        min(c.left for c in chars),
        min(w.box.top for w in words),
        max(c.right for c in chars),
        max(w.box.bottom for w in words),
    )
    return Piece("".join(c.text for c in chars), box, min(c.sure for c in chars))


def weakest(word: Word) -> float:
    """How sure the recogniser is of the least sure character of a line."""
    return min(word.sure) if word.sure else word.confidence


def card(region: Region, marks: Sequence[Landmark]) -> Card | None:
    """The card that a region shows, if at least two of its printed words lie as they should."""
    group = best_group(list(seen_in(region.words, marks)))
    if len(group) < 2:
        return None
    corners = placed(group)
    left, top = (float(v) for v in corners[0])
    wide, high = float(corners[1][0]) - left, float(corners[3][1]) - top
    found = {s.mark.text: s for s in group}
    labels = {m.text: _label(m, found.get(m.text), (left, top), (wide, high)) for m in marks}
    return Card(region, labels, tuple(group), left, wide, median(s.height for s in group))


def card_by_values(region: Region, marks: Sequence[Landmark]) -> Card | None:
    """A card none of whose printed words could be read: told and placed by its number and the birth date above it, which agree."""
    numbers = [w for w in region.words if _NUMBER.search(squeeze(w.text))]
    births = [w for w in region.words if _BIRTH.search(squeeze(w.text))]
    if len(numbers) != 1 or len(births) != 1 or not _same_birth(numbers[0], births[0]):
        return None
    number, birth = numbers[0].box.centre[1], births[0].box.centre[1]
    high = (number - birth) / (_ROWS["公民身份号码"] - _ROWS["出生"])
    wide = high * CARD_ASPECT
    corner = births[0].box.left - _VALUES_START * wide, number - _ROWS["公民身份号码"] * high
    fills = _FITS[0] * region.width < wide < _FITS[1] * region.width and _FITS[0] * region.height < high
    if not fills or corner[0] > _SHIFTED * region.width:  # its left edge may be cut off
        return None
    labels = {m.text: _label(m, None, corner, (wide, high)) for m in marks}
    return Card(region, labels, (), corner[0], wide, births[0].box.height)


def _same_birth(number: Word, birth: Word) -> bool:
    printed, told = _NUMBER.search(squeeze(number.text)), _BIRTH.search(squeeze(birth.text))
    assert printed
    assert told
    return printed[1] == f"{told[1]}{int(told[2]):02}{int(told[3]):02}"


def _label(mark: Landmark, seen: Seen | None, corner: tuple[float, float], size: tuple[float, float]) -> Label:
    if seen:
        return Label(seen.left[0], seen.right[0], seen.left[1], True)
    (left, top), (wide, high) = corner, size
    return Label(left + mark.left * wide, left + mark.right * wide, top + mark.middle * high, False)


# ---------------------------------------------------------------- looking again


def look_again(region: Region, box: Box) -> tuple[Word, ...]:
    """What a line of a region says in other crops: a wider one, and one with its contrast evened out; none where it has no picture.

    Boxes and edges are the region's.
    """
    if region.pixels is None or box.width < 2 or box.height < 2:
        return ()
    pixels = region.pixels()
    cuts = [_cut(pixels, box, 0.12, 0.25), _cut(pixels, box, 0.02, 0.1)]
    crops = [cut for cut, _, _ in cuts if cut.size]
    read = recogniser().read_lines([crops[0], even(crops[-1])]) if crops else ()
    return tuple(_back(word, left, top) for word, (_, left, top) in zip(read, cuts, strict=False))


def print_ends(region: Region, box: Box, limit: float) -> float:
    """Where the print of a line ends that goes on behind its box: at a blank as long as the line is high, or at `limit`.

    It is the box's own end where the region has no picture, or where nothing is printed behind it.
    """
    if region.pixels is None or limit <= box.right or box.height < 8:
        return box.right
    import cv2

    band = cv2.cvtColor(region.pixels(), cv2.COLOR_BGR2GRAY)[max(int(box.top), 0) : int(box.bottom)].astype(np.float32)
    own = band[:, max(int(box.left), 0) : int(box.right)]
    if not own.size:
        return box.right
    ink, paper = (float(level) for level in np.percentile(own, (4, 70)))
    behind = band[band.shape[0] // 6 : -band.shape[0] // 6, int(box.right) : int(limit)]
    if paper - ink < _LEAST_CONTRAST or not behind.size:
        return box.right
    return box.right + _run(behind.min(axis=0) < paper - _INKED * (paper - ink), round(box.height))


def _run(inked: NDArray[np.bool_], blank: int) -> int:
    """The number of columns up to the last one with ink before a blank of that many."""
    end = 0
    for column in np.flatnonzero(inked):
        if column - end >= blank:
            break
        end = int(column) + 1
    return end


def _cut(pixels: Pixels, box: Box, high: float, wide: float) -> tuple[Pixels, float, float]:
    top, bottom = box.top - high * box.height, box.bottom + high * box.height
    left, right = box.left - wide * box.height, box.right + wide * box.height
    top, left = max(int(top), 0), max(int(left), 0)
    return pixels[top : max(int(bottom) + 1, 0), left : max(int(right) + 1, 0)], float(left), float(top)


def _back(word: Word, left: float, top: float) -> Word:
    box = Box(word.box.left + left, word.box.top + top, word.box.right + left, word.box.bottom + top)
    edges = None if word.edges is None else tuple(e + left for e in word.edges)
    return replace(word, box=box, edges=edges)


def even(pixels: Pixels) -> Pixels:
    """Grey, with light and shadow evened out."""
    import cv2

    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    flat = cv2.createCLAHE(2.0, (2, 4)).apply(grey)
    return np.repeat(flat[:, :, None], 3, axis=2).astype(np.uint8)
