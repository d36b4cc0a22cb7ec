"""Where values stand on a card laid flat, whatever a line detector made of them: black strokes, darker than the paper around them.

Waves of the ground are coloured and paler, and light and shadow change more slowly than strokes: both are told from print by the contrast
to the nearest surroundings in the brightest colour. All boxes are in the region's pixels.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box, Pixels, Region

Ink: TypeAlias = NDArray[np.float32]
"""How much darker than its surroundings each pixel is, 0 to 1."""

_AROUND = 25  # pixels; wider than a stroke of print on a card laid flat
_PALEST = 0.11  # of the paper's brightness: what is no darker than this is not print
_INKED = 0.45  # of the contrast of the row's print
_THIN = 0.3  # of a row's height: print lower than this is a line or a stain, and a stroke such as 一 stands in a row with others
_BLANK = 1.3  # of a row's height: a gap after which something else begins


def ink_of(region: Region) -> Ink | None:
    """The ink of a region; None where it has no picture."""
    return None if region.pixels is None else ink(region.pixels())


def ink(pixels: Pixels) -> Ink:
    """The ink of a picture."""
    import cv2

    blue, green, red = cv2.split(pixels)
    grey = cv2.max(cv2.max(blue, green), red)
    around = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((_AROUND, _AROUND), np.uint8))
    paper = cv2.blur(around, (_AROUND, _AROUND)).astype(np.float32)
    return np.asarray(np.clip((paper - grey) / np.maximum(paper, 1.0), 0, 1), dtype=np.float32)


def row_at(ink: Ink, left: float, right: float, middle: float, high: float) -> Box | None:
    """The print that begins the row at that height between two places, up to a blank; None where nothing is printed."""
    start, top = max(int(left), 0), max(int(middle - 0.45 * high), 0)
    band = ink[top : max(int(middle + 0.45 * high), 0), start : max(int(right), 0)]
    level = _level(band)
    runs = list(_runs(_columns(band, level), _BLANK * high)) if level else []
    if not runs:
        return None
    first, last = runs[0]
    return Box(float(start + first), middle - 0.55 * high, float(start + last), middle + 0.55 * high)


def rows_between(ink: Ink, left: float, right: float, top: float, bottom: float, high: float) -> list[Box]:
    """The rows of print in a column of a card, from the top; what begins far from the column's left end is none of it."""
    first, start = max(int(top), 0), max(int(left), 0)
    part = ink[first : max(int(bottom), 0), start : max(int(right), 0)]
    middles = [first + (upper + lower) / 2 for upper, lower in _rows(part, high)]
    found = [row_at(ink, left, right, middle, high) for middle in middles]
    return [box for box in found if box is not None and box.left - left < 2 * high]


def all_of(ink: Ink, box: Box, left: float, right: float) -> Box:
    """A box of print with what is printed before and behind it, up to blanks as long as it is high, or to the places given.

    Ink counts that is about as dark as that of the box, in the middle of its height: rows above and below may reach into it.
    """
    high = box.height
    top, bottom = max(int(box.top + high / 6), 0), max(int(box.bottom - high / 6), 0)
    level = _level(ink[top:bottom, max(int(box.left), 0) : max(int(box.right), 0)])
    if not level:
        return box
    before = ink[top:bottom, max(int(min(left, box.left)), 0) : max(int(box.left), 0)]
    behind = ink[top:bottom, max(int(box.right), 0) : max(int(max(right, box.right)), 0)]
    return Box(
        box.left - _reach(_columns(before, level)[::-1], high),
        box.top,
        box.right + _reach(_columns(behind, level), high),
        box.bottom,
    )


def _reach(inked: NDArray[np.bool_], blank: float) -> int:
    """The number of columns up to the last one with ink before a blank of that many."""
    end = 0
    for column in np.flatnonzero(inked):
        if column - end >= blank:
            break
        end = int(column) + 1
    return end


def contrast(ink: Ink, box: Box) -> float:
    """How much darker than the paper the print in a box is; 0 where there is none."""
    return _level(ink[max(int(box.top), 0) : max(int(box.bottom), 0), max(int(box.left), 0) : max(int(box.right), 0)])


def _level(part: Ink) -> float:
    """The contrast of print in a part of a card; 0 where there is none."""
    if part.size == 0:
        return 0.0
    level = float(np.percentile(part, 98))
    return level if level > _PALEST else 0.0


def _rows(part: Ink, high: float) -> Iterator[tuple[int, int]]:
    """Top and bottom of every row of print in a part."""
    level = _level(part)
    if not level:
        return
    inked = (part > _INKED * level).sum(axis=1) >= max(2.0, 0.06 * high)
    for upper, lower in _runs(inked, 0.12 * high):
        if lower - upper >= _THIN * high:
            yield upper, lower


def _runs(inked: NDArray[np.bool_], gap: float) -> Iterator[tuple[int, int]]:
    """Runs of what is so, those bridged that lie no further apart than a gap."""
    places = np.flatnonzero(inked)
    if not len(places):
        return
    breaks = np.flatnonzero(np.diff(places) > gap + 1)
    for first, last in zip(np.append(0, breaks + 1), np.append(breaks, len(places) - 1), strict=True):
        yield int(places[first]), int(places[last]) + 1


def _columns(part: Ink, level: float) -> NDArray[np.bool_]:
    return np.asarray((part > _INKED * level).sum(axis=0) >= 2, dtype=np.bool_)
