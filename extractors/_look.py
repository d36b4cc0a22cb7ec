"""Which side of an ID card a sheet shows, by where there is print on it and where there is none: it need not be legible.

The layout is that of `pipeline.landmarks`: rows of print at known heights, and between and around them places where a card of
this kind has nothing, which other cards do not leave empty. A sheet is compared with it at some shifts and sizes, since its edges
are seldom found to the pixel, and the other way up.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Pixels, Region

_Plane: TypeAlias = NDArray[np.float32]
_Zone: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom, as fractions of the card

_WIDE, _HIGH = 128, 80  # a row of print is then some four pixels high
_SHIFT = 5  # pixels to each side
_SIZES = (0.95, 1.0, 1.05)
_ROW = 0.026  # half the height of a row of print
_LEAST_SEEN = 0.55  # of a layout's places that must lie on the picture
_FILLED = 0.5  # what print in a bare place takes from a sheet's likeness
_LEAST_CONTRAST = 0.012  # of print to paper, in natural logarithms; under it a sheet is as good as blank


@dataclass(frozen=True, slots=True)
class Side:
    """A side of an ID card, how sure that is (0.5 to 1), and whether it seems to stand on its head."""

    side: Literal["front", "back"]
    certainty: float
    upside_down: bool


@dataclass(frozen=True)
class _Layout:
    """Where a side has print, and where it may have some; everywhere else it has none, least of all in the places that other cards
    use (`bare`). A sheet is taken for that side where its likeness is at least `least`."""

    side: Literal["front", "back"]
    printed: Sequence[_Zone]
    open: Sequence[_Zone]
    bare: Sequence[_Zone]
    least: float


def _row(left: float, right: float, middle: float) -> _Zone:
    return left, middle - _ROW, right, middle + _ROW


_FRONT = _Layout(
    "front",
    printed=(
        *(_row(0.06, 0.12, y) for y in (0.145, 0.255, 0.37, 0.50)),
        _row(0.178, 0.25, 0.145),
        _row(0.178, 0.21, 0.255),
        _row(0.30, 0.36, 0.255),
        _row(0.41, 0.44, 0.255),
        _row(0.178, 0.46, 0.37),
        _row(0.178, 0.45, 0.50),
        _row(0.06, 0.24, 0.885),
        _row(0.35, 0.90, 0.885),
    ),
    open=(
        (0.63, 0.0, 1.0, 0.78),  # the portrait
        (0.17, 0.44, 0.63, 0.80),  # two more lines of the address
        (0.25, 0.10, 0.63, 0.19),  # a long name
        (0.45, 0.22, 0.63, 0.29),
        (0.50, 0.33, 0.63, 0.41),
        (0.06, 0.16, 0.17, 0.24),  # a second script under the labels
        (0.06, 0.28, 0.30, 0.335),
        (0.25, 0.85, 0.35, 0.92),
    ),
    bare=(
        (0.10, 0.00, 0.60, 0.085),  # a title
        (0.05, 0.57, 0.16, 0.80),  # labels below that of the address
        (0.25, 0.79, 0.60, 0.84),
    ),
    least=1.12,
)
_BACK = _Layout(
    "back",
    printed=(
        (0.33, 0.12, 0.84, 0.22),
        (0.32, 0.29, 0.86, 0.41),
        _row(0.23, 0.36, 0.745),
        _row(0.40, 0.58, 0.745),
        _row(0.23, 0.36, 0.875),
        _row(0.40, 0.62, 0.875),
    ),
    open=(
        (0.05, 0.05, 0.25, 0.40),  # the emblem
        (0.24, 0.08, 0.90, 0.46),
        (0.14, 0.70, 0.23, 0.92),
        (0.36, 0.70, 0.40, 0.92),
        (0.58, 0.70, 0.86, 0.92),
    ),
    bare=(
        (0.30, 0.48, 0.90, 0.66),
        (0.03, 0.46, 0.13, 0.95),
        (0.30, 0.93, 0.90, 1.00),
        (0.30, 0.00, 0.90, 0.085),
    ),
    least=1.12,
)


def side_by_look(region: Region) -> Side | None:
    """The side that a straightened card shows by its looks alone; None where it is like neither, or the region has no picture."""
    if region.pixels is None:
        return None
    ink, seen = _ink(region.pixels()), _on_page(region)
    if ink is None:
        return None
    found = [
        (_likeness(plane, there, layout) - layout.least, layout.side, turned)
        for plane, there, turned in ((ink, seen, False), (ink[::-1, ::-1], seen[::-1, ::-1], True))
        for layout in (_FRONT, _BACK)
    ]
    above, side, turned = max(found)
    return Side(side, min(0.5 + above, 1.0), turned) if above > 0 else None


# ---------------------------------------------------------------- what is seen


def _ink(pixels: Pixels) -> _Plane | None:
    """How much darker than what is above and below it each place is, 0 to about 1 (the darkest print); None where nothing is.

    Light and shadow are taken out first, and strokes are softened to places: a blurred row of print is a dark row all the same.
    """
    light = np.asarray(cv2.resize(pixels, (2 * _WIDE, 2 * _HIGH), interpolation=cv2.INTER_AREA), dtype=np.uint8)
    dark = cv2.morphologyEx(_evened(light), cv2.MORPH_BLACKHAT, np.ones((15, 1), np.uint8))
    most = float(np.percentile(dark, 97))
    if most < _LEAST_CONTRAST:
        return None
    strokes = np.sqrt(np.clip(dark / most, 0, 1))
    small = cv2.resize(strokes, (_WIDE, _HIGH), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 0.6), dtype=np.float32)


def _evened(pixels: Pixels) -> _Plane:
    """The logarithm of lightness, without the light's own course over the sheet: a quadratic surface through its lighter places."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32) + 2
    rough = np.log(cv2.resize(grey, (32, 20), interpolation=cv2.INTER_AREA)).ravel()
    terms, weights = _surface(20, 32), np.ones(rough.size, np.float64)
    fit: NDArray[np.floating[Any]] = np.zeros(terms.shape[1])
    for _ in range(6):
        fit = np.linalg.lstsq(terms * weights[:, None], rough * weights, rcond=None)[0]
        weights = np.where(rough - terms @ fit < -0.04, 0.12, 1.0).astype(np.float64)
    course = (_surface(*grey.shape) @ fit).reshape(grey.shape)
    return np.asarray(np.log(grey) - course, dtype=np.float32)


def _surface(high: int, wide: int) -> NDArray[np.float64]:
    y, x = np.mgrid[-0.5 : 0.5 : high * 1j, -0.5 : 0.5 : wide * 1j]
    x, y = x.ravel(), y.ravel()
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=1)


def _on_page(region: Region) -> _Plane:
    """1 where a place of the sheet lies on the picture, 0 where the sheet goes on beyond it."""
    if region.to_page is None:
        return np.ones((_HIGH, _WIDE), np.float32)
    y, x = np.mgrid[0:_HIGH, 0:_WIDE] + 0.5
    own = np.stack([x.ravel() * region.width / _WIDE, y.ravel() * region.height / _HIGH, np.ones(x.size)])
    mapped = region.to_page @ own
    at = mapped[:2] / mapped[2]
    inside = (at[0] >= 0) & (at[1] >= 0) & (at[0] <= region.page.width) & (at[1] <= region.page.height)
    return np.asarray(inside.reshape(_HIGH, _WIDE), dtype=np.float32)


# ---------------------------------------------------------------- what it is like


def _likeness(ink: _Plane, seen: _Plane, layout: _Layout) -> float:
    """How much more ink there is where a side has print than where it has none, in spreads of the sheet's ink, at its best fit."""
    there = ink[seen > 0]
    if there.size < _LEAST_SEEN * ink.size:
        return -np.inf
    normal = (ink - there.mean()) / max(float(there.std()), 1e-6) * seen
    padded, known = (np.pad(np.ascontiguousarray(p), _SHIFT) for p in (normal, seen))
    return max(_best_fit(padded, known, *masks) for masks in _masks(layout.side))


def _best_fit(ink: _Plane, seen: _Plane, printed: _Plane, blank: _Plane, *bare: _Plane) -> float:
    there = [cv2.matchTemplate(seen, mask, cv2.TM_CCORR) for mask in (printed, blank, *bare)]
    means = [
        cv2.matchTemplate(ink, mask, cv2.TM_CCORR) / np.maximum(known, 1.0)
        for mask, known in zip((printed, blank, *bare), there, strict=True)
    ]
    filled = np.max([mean - means[1] for mean in means[2:]], axis=0)
    fit = means[0] - means[1] - _FILLED * np.maximum(filled, 0)
    enough = (there[0] > _LEAST_SEEN * printed.sum()) & (there[1] > _LEAST_SEEN * blank.sum())
    return float(fit[enough].max()) if enough.any() else -np.inf


@functools.cache
def _masks(side: Literal["front", "back"]) -> tuple[tuple[_Plane, ...], ...]:
    """A side's places with print, without, and each that is bare, at each size."""
    layout = _FRONT if side == "front" else _BACK
    return tuple(
        (
            _painted(layout.printed, size),
            1 - _painted((*layout.printed, *layout.open), size),
            *(_painted([zone], size) for zone in layout.bare),
        )
        for size in _SIZES
    )


def _painted(zones: Sequence[_Zone], size: float) -> _Plane:
    plane = np.zeros((_HIGH, _WIDE), np.float32)
    for zone in zones:
        left, top, right, bottom = ((edge - 0.5) * size + 0.5 for edge in zone)
        plane[
            round(max(top, 0) * _HIGH) : round(bottom * _HIGH), round(max(left, 0) * _WIDE) : round(right * _WIDE)
        ] = 1
    return plane
