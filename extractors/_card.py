"""A card's printed words and what stands beside them: rows, told by their label where it was read and by their place where not."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors._ink import Ink, ink_of
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
DOTS = frozenset("·•‧∙⋅・･●.")
_DOT = 0.2  # how sure the recogniser must be of a dot
_SHIFTED = 0.12  # of the region's width: how far from its left edge the card may begin


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

    @cached_property
    def ink(self) -> Ink | None:
        """Where print stands on it; None where the region has no picture."""
        return ink_of(self.region)

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
    """A run of characters as one text; None where there are none. Lines that lie over each other make no text: only their place."""
    if not chars:
        return None
    words = list({id(c.word): c.word for c in chars}.values())
    box = Box(
        min(map(_left_end, chars)),
        min(w.box.top for w in words),
        max(map(_right_end, chars)),
        max(w.box.bottom for w in words),
    )
    if _interleaved(words):
        return Piece("", box, 0.0)
    return Piece("".join(c.text for c in chars), box, min(map(sure_of, chars)))


def _interleaved(words: Sequence[Word]) -> bool:
    ordered = sorted(words, key=lambda w: w.box.left)
    return any(a.box.right - b.box.left > 0.8 * min(a.box.height, b.box.height) for a, b in pairwise(ordered))


def sure_of(char: Char) -> float:
    """How sure the recogniser is of a character; a dot has so many forms that it is never sure which one it sees."""
    return 1.0 if char.text in DOTS and char.sure > _DOT else char.sure


def _left_end(char: Char) -> float:
    """Where a character begins; the first of a line where the line does, since a digit's width is none of a character beside it."""
    edges = char.word.edges
    return min(char.left, char.word.box.left) if edges and char.left <= edges[0] else char.left


def _right_end(char: Char) -> float:
    edges = char.word.edges
    return max(char.right, char.word.box.right) if edges and char.right >= edges[-1] else char.right


def weakest(word: Word) -> float:
    """How sure the recogniser is of the least sure character of a line."""
    return min(map(sure_of, chars_of(word)), default=0.0)


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
    return Card(region, labels, tuple(group), *_span(region, left, wide), median(s.height for s in group))


def _span(region: Region, left: float, wide: float) -> tuple[float, float]:
    """The card's left edge and width: the region's own where that is a card laid flat, which few words cannot place as well."""
    fills = region.card and abs(left) < _SHIFTED * region.width and _FITS[0] * region.width < wide
    return (0.0, region.width) if fills and wide < _FITS[1] * region.width else (left, wide)


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
    left, wide = _span(region, corner[0], wide)
    labels = {m.text: _label(m, None, (left, corner[1]), (wide, high)) for m in marks}
    return Card(region, labels, (), left, wide, births[0].box.height)


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


def look_closer(region: Region, box: Box) -> tuple[Word, ...]:
    """What a line says in crops that cost more to doubt than to make: sharpened, and a little longer than the recogniser's own measure."""
    if region.pixels is None or box.width < 2 or box.height < 2:
        return ()
    cut, left, top = _cut(region.pixels(), box, 0.04, 0.3)
    if not cut.size:
        return ()
    longer = np.asarray(_resized(cut, 1.12), dtype=np.uint8)
    sharp, wide = recogniser().read_lines([sharpened(cut), longer])
    return tuple(_back(word, left, top) for word in (sharp, _shrunk(wide, 1.12)))


def _resized(pixels: Pixels, longer: float) -> NDArray[Any]:
    import cv2

    return cv2.resize(pixels, None, fx=longer, fy=1.0, interpolation=cv2.INTER_CUBIC)


def _shrunk(word: Word, longer: float) -> Word:
    box = replace(word.box, left=word.box.left / longer, right=word.box.right / longer)
    return replace(word, box=box, edges=None if word.edges is None else tuple(e / longer for e in word.edges))


def sharpened(pixels: Pixels) -> Pixels:
    """With its edges stressed, as far as blur has not lost them."""
    import cv2

    return np.asarray(cv2.addWeighted(pixels, 2.0, cv2.GaussianBlur(pixels, (0, 0), 2.5), -1.0, 0), dtype=np.uint8)


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
