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
_LEAST_SEEN = 0.4  # of a layout's places that must lie on the picture
_FILLED = 0.5  # what print in a bare place takes from a sheet's likeness
_LEAST_CONTRAST = 0.012  # of print to paper, in natural logarithms; what is paler is no print
_PATTERN = 1.5  # times the median: what a card's waves and noise may darken
_POWER = 0.5  # pale labels count beside heavy titles
_DOUBT = (
    0.18  # likeness above the limit by which doubt sinks to a third; of 108 drawn sheets taken for a side with 0.75 and
)
# more, 103 were of that side, and the others residence permits, whose emblem, title and rows stand where an ID card has them
_ON_ITS_HEAD = 0.25  # how much more a sheet must be like a side that stands on its head: few do
_COLOURED = 0.45  # saturation, 0 to 1: the paper of an ID card is pale, in warm light too
_DARK, _BRIGHT = 80.0, 200.0  # of 255: a sheet whose lighter places are darker than the one is brought to the other
_MARK = 0.4  # what the portrait's or the emblem's place is worth
_APART = 0.3  # in natural logarithms: how far a portrait's places differ from each other, or an emblem from the paper


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
    mark: _Zone
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
    mark=(0.68, 0.18, 0.90, 0.68),
    least=1.15,
)
_BACK = _Layout(
    "back",
    printed=(
        (0.34, 0.115, 0.84, 0.205),
        (0.33, 0.28, 0.85, 0.38),
        _row(0.225, 0.31, 0.735),
        _row(0.40, 0.57, 0.735),
        _row(0.225, 0.31, 0.87),
        _row(0.40, 0.60, 0.87),
    ),
    open=(
        (0.04, 0.04, 0.26, 0.42),  # the emblem
        (0.24, 0.08, 0.93, 0.43),
        (0.16, 0.69, 0.40, 0.91),
        (0.57, 0.69, 0.88, 0.91),
    ),
    bare=(
        (0.30, 0.47, 0.90, 0.66),
        (0.03, 0.46, 0.13, 0.95),
        (0.30, 0.93, 0.90, 1.00),
        (0.30, 0.00, 0.90, 0.075),
    ),
    mark=(0.08, 0.10, 0.20, 0.33),
    least=1.15,
)


def side_by_look(region: Region) -> Side | None:
    """The side that a straightened card shows by its looks alone; None where it is like neither, or the region has no picture."""
    if region.pixels is None:
        return None
    resized = cv2.resize(region.pixels(), (2 * _WIDE, 2 * _HIGH), interpolation=cv2.INTER_AREA)
    small = _lit(np.asarray(resized, dtype=np.uint8))
    if _is_coloured(small):
        return None
    found = _likenesses(small, _on_page(region))
    return max(found, key=lambda side: side.certainty) if found else None


def _lit(small: Pixels) -> Pixels:
    """A sheet with its lighter places brought to one lightness, if they are dark: what is darkest tells no ink from paper."""
    light = float(np.percentile(small.max(axis=2), 90))
    return small if light >= _DARK else np.asarray(np.clip(small * (_BRIGHT / max(light, 1.0)), 0, 255), dtype=np.uint8)


def _is_coloured(small: Pixels) -> bool:
    most, least = small.max(axis=2).astype(np.float32) + 2, small.min(axis=2).astype(np.float32) + 2
    return float(np.median(1 - least / most)) > _COLOURED


def _likenesses(small: Pixels, seen: _Plane) -> list[Side]:
    """The sides that a sheet is like, upright or on its head."""
    evened = _evened(small)
    planes = (_ink(evened), evened, seen)
    found = []
    for turned in (False, True):
        ink, light, there = (plane[::-1, ::-1] for plane in planes) if turned else planes
        for layout in (_FRONT, _BACK):
            above = _likeness(ink, there, layout) + _marked(light, there, layout) - layout.least - turned * _ON_ITS_HEAD
            if above > 0:
                found.append(Side(layout.side, 1 - 0.5 * float(np.exp(-above / _DOUBT)), turned))
    return found


# ---------------------------------------------------------------- what is seen


def _ink(evened: _Plane) -> _Plane:
    """How much darker than what is above and below it each place is, beyond the card's pattern: 0 to 1, the darkest print.

    Strokes are softened to places: a blurred row of print is a dark row all the same.
    """
    dark = cv2.morphologyEx(evened, cv2.MORPH_BLACKHAT, np.ones((15, 1), np.uint8))
    dark = np.maximum(dark - _PATTERN * float(np.median(dark)), 0)
    strokes = np.clip(dark / max(float(np.percentile(dark, 97)), _LEAST_CONTRAST), 0, 1) ** _POWER
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


def _marked(evened: _Plane, seen: _Plane, layout: _Layout) -> float:
    """What the portrait's or the emblem's place adds to a sheet's likeness, or takes from it: it is no plain paper."""
    left, top, right, bottom = layout.mark
    high, wide = evened.shape
    place = evened[round(top * high) : round(bottom * high), round(left * wide) : round(right * wide)]
    high, wide = seen.shape
    if seen[round(top * high) : round(bottom * high), round(left * wide) : round(right * wide)].mean() < 0.9:
        return 0.0
    apart = float(place.std()) if layout is _FRONT else -float(np.median(place))
    return _MARK * (min(max(apart, 0.0) / _APART, 1.0) - 0.5)


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
