"""Faults of a picture of a card, measured on the card laid flat, where it matters: a blurred table is no fault.

Every measure is a number with a limit that good pictures are far from; a good picture must not be refused. Beside each limit stands what
was measured on drawn pictures: good ones (photos, hard ones, scans, sent by chat) and the least faulty ones that an officer refuses.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.landmarks import corners_by_print
from pipeline.model import Box, PictureFault, Pixels, Region
from pipeline.ocr import Quad
from pipeline.screens import colour_bands, pattern
from pipeline.sharpness import blur

SMALLEST = 380.0  # pixels of the picture across the card; good: 480 and more, faulty: 300 and less
DARKEST = 73.0  # of 255: how light the card's lighter places are; good: 85 and more, faulty: 62 and less
MOST_BLURRED = 0.0032  # of the card's width, see `pipeline.sharpness`; good: 0.0027 and less, faulty: 0.0041 and more
GLARE_SHARE = 0.004  # of the card's area that one burnt-out spot takes
GLARE_RIM = 243.0  # of 255: around a lamp's mirror image the card soon has its own lightness, a bright side has not
OUTSIDE = 0.04  # of a card's width beyond the picture, by its edges; good: 0.005 and less, faulty: 0.05 and more
OUTSIDE_BY_PRINT = 0.10  # the same by its print, which is less exact; good: 0.08 and less, faulty: 0.11 and more
COLOURLESS = 3.5  # spread of colour in units of L*a*b*; good: 6.4 and more; grey in any light: 2.2 and less
COLOUR_BANDS = 2.0  # see `pipeline.screens`; good: 1.8 and less, a screen: 2.4 and more
PATTERN = 4.6  # see `pipeline.screens`; good: 4.1 and less, a screen whose colours are in step: 4.9 and more
COVERED = 1.0  # letters of a value that something lies over; good: 0, faulty: 2.8 and more
_WIDE = 1280
_WIDEST = 2400  # pixels: a card pictured larger has no finer pattern that matters
_LOST = 0.2  # of a value's place: with less of it beyond the picture the value is still there
_LEAST_KEPT = 0.3  # of the region's width that a card placed by its print must take


@dataclass(frozen=True)
class Measures:
    """What is measured of a card; see `faults` for what is a fault. `glare`, `covered` and `outside` are boxes in the region's pixels.

    `blurred` is a share of the card's width, None where it cannot be told.
    """

    card: Box
    across: float
    light: float
    blurred: float | None
    glare: tuple[Box, ...]
    covered: Box | None
    outside: Box | None
    colour: float
    colour_bands: float
    pattern: float


def faults(region: Region, fields: Sequence[Box] = (), corners: Quad | None = None) -> tuple[PictureFault, ...]:
    """The faults of a region that shows a card; `fields` are where its values stand, read or not, for what covers one.

    `corners` are the card's, clockwise from the left top, where whoever asks knows them and neither its edges nor its printed words tell
    them. Of faults that come together the one is told that explains the others: a card that is small or dark is soft for that reason.
    """
    if region.pixels is None or (region.page.unit != "px" and region.to_page is None):
        return ()
    found = measure(region, fields, corners)
    small, dark = found.across < SMALLEST, found.light < DARKEST
    screen = found.colour_bands > COLOUR_BANDS or found.pattern > PATTERN
    checks: list[tuple[str, bool, Box | None, float]] = [
        ("small", small, found.card, found.across),
        ("dark", dark, found.card, found.light),
        ("blurred", _exceeds(found.blurred, MOST_BLURRED) and not (small or dark), found.card, found.blurred or 0.0),
        ("cropped", found.outside is not None, found.outside, 1.0),
        ("covered", found.covered is not None and not dark, found.covered, 1.0),
        ("photocopy", found.colour < COLOURLESS and not dark, found.card, found.colour),
        ("recapture", screen and not (small or dark), found.card, max(found.colour_bands, found.pattern)),
    ]
    checks += [("glare", True, spot, 1.0) for spot in found.glare[:1]]
    return tuple(PictureFault(kind, region.place(box), score) for kind, so, box, score in checks if so and box)


def _exceeds(measured: float | None, limit: float) -> bool:
    return measured is not None and measured > limit


def measure(region: Region, fields: Sequence[Box] = (), corners: Quad | None = None) -> Measures:
    """The measures of a region that shows a card and has a picture."""
    card = _card(region, corners)
    across = _across(region, card)
    flat, factor = _flat(region, card, _WIDE)
    fine, _ = _flat(region, card, round(min(max(across, 1.0), _WIDEST)))
    seen = _seen(region, card)
    values = [_moved(box, card, factor) for box in fields or [w.box for w in region.words] or [card]]
    grey = np.asarray(cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY), dtype=np.float32)
    covered, glare = _covered(flat, seen, values) if fields else None, _glare(flat, values)
    return Measures(
        card=card,
        across=across,
        light=float(np.percentile(_inner(grey)[::4, ::4], 70)),
        blurred=blur(flat, seen),
        glare=tuple(_back(box, card, factor) for box in glare),
        covered=None if covered is None else _back(covered, card, factor),
        outside=_outside(region, corners),
        colour=_colour(flat),
        colour_bands=colour_bands(fine, seen),
        pattern=pattern(grey, seen),
    )


# ---------------------------------------------------------------- where the card is, and how large


def _card(region: Region, corners: Quad | None) -> Box:
    """The card's bounds in a region: all of a sheet that was laid flat, else what its print or whoever asks says."""
    whole = Box(0.0, 0.0, region.width, region.height)
    known = corners_by_print(region.words) if corners is None else corners
    if region.card or known is None:
        return whole
    (left, top), (right, bottom) = known.min(axis=0), known.max(axis=0)
    box = Box(
        max(float(left), 0.0), max(float(top), 0.0), min(float(right), region.width), min(float(bottom), region.height)
    )
    return box if box.width > _LEAST_KEPT * region.width and box.height > 0.3 * box.width else whole


def _across(region: Region, card: Box) -> float:
    """The length of the card's long side in pixels of the picture; endless on a page that is no picture."""
    if region.page.unit != "px":
        return float("inf")
    middle = (card.top + card.bottom) / 2
    left, right = _on_page(region, np.array([(card.left, middle), (card.right, middle)]))
    return float(np.linalg.norm(right - left))


def _flat(region: Region, card: Box, wide: int) -> tuple[Pixels, float]:
    """The card's picture, no wider than that many pixels and than it was taken, and its pixels to one unit of the region."""
    assert region.pixels is not None
    whole = min(
        round(wide * region.width / card.width), max(_WIDEST, round(region.width))
    )  # a card small on its page stays so
    own = region.pixels() if region.finer is None or whole <= _WIDE else region.finer(whole)
    factor = own.shape[1] / region.width
    cut = own[
        round(card.top * factor) : round(card.bottom * factor), round(card.left * factor) : round(card.right * factor)
    ]
    if cut.shape[1] <= wide:
        return np.ascontiguousarray(cut), factor
    scale = wide / cut.shape[1]
    small = cv2.resize(cut, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.uint8), factor * scale


def _moved(box: Box, card: Box, factor: float) -> Box:
    left, top = card.left, card.top
    return Box(
        (box.left - left) * factor, (box.top - top) * factor, (box.right - left) * factor, (box.bottom - top) * factor
    )


def _back(box: Box, card: Box, factor: float) -> Box:
    left, top = card.left, card.top
    return Box(box.left / factor + left, box.top / factor + top, box.right / factor + left, box.bottom / factor + top)


def _on_page(region: Region, points: NDArray[np.float64]) -> NDArray[np.float64]:
    own = np.hstack([points, np.ones((len(points), 1))])
    mapped = own if region.to_page is None else own @ region.to_page.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:], dtype=np.float64)


def _seen(region: Region, card: Box) -> NDArray[np.bool_]:
    """A grid over the card: False where it lies beyond the picture."""
    x, y = np.meshgrid(np.linspace(card.left, card.right, 64), np.linspace(card.top, card.bottom, 40))
    at = _on_page(region, np.stack([x.ravel(), y.ravel()], axis=1))
    far = np.array([region.page.width, region.page.height]) + 1
    inside = np.all((at >= -1) & (at <= far), axis=1)
    return np.asarray(inside.reshape(40, 64), dtype=np.bool_)


def _inner(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    high, wide = plane.shape
    return plane[round(0.05 * high) : round(0.95 * high) + 1, round(0.04 * wide) : round(0.96 * wide) + 1]


# ---------------------------------------------------------------- cropped


def _outside(region: Region, corners: Quad | None) -> Box | None:
    """The part of a card that lies beyond the edge of the picture; None where nothing to speak of does.

    A sheet that was found by its edges ends where they end. Where one of them is the picture's own, the print tells whether the card goes on.
    """
    own = np.array([[0, 0], [region.width, 0], [region.width, region.height], [0, region.height]])
    beyond = _beyond(region, own, OUTSIDE) if region.card else None
    if beyond is not None or (region.card and not _reaches_the_edge(region, own)):
        return beyond
    by_print = corners_by_print(region.words)
    card = corners if by_print is None else by_print
    return None if card is None else _beyond(region, card, OUTSIDE_BY_PRINT)


def _reaches_the_edge(region: Region, corners: Quad) -> bool:
    """Whether a sheet ends where the picture ends, at one edge or more but not at all."""
    at = _on_page(region, corners)
    near = 0.015 * float(np.linalg.norm(at[1] - at[0]))
    low, high = at.min(axis=0), np.array([region.page.width, region.page.height]) - at.max(axis=0)
    touched = [*(low < near).tolist(), *(high < near).tolist()]
    return any(touched) and not all(touched)


def _beyond(region: Region, card: Quad, most: float) -> Box | None:
    """The bounds of the points of a card that lie beyond the picture by more than a share of its width."""
    steps = np.linspace(0, 1, 41)
    across, down = card[1] - card[0], card[3] - card[0]
    y, x = (plane.reshape(-1, 1) for plane in np.meshgrid(steps, steps, indexing="ij"))
    grid = card[0] + x * across + y * down
    mapped = _on_page(region, grid)
    slack = most * float(np.linalg.norm(mapped[40] - mapped[0]))
    far = np.array([region.page.width, region.page.height]) + slack
    out = grid[np.any((mapped < -slack) | (mapped > far), axis=1)]
    if not len(out):
        return None
    (left, top), (right, bottom) = out.min(axis=0), out.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def lies_beyond(region: Region, box: Box) -> bool:
    """Whether a part of a box of a region, more than a fifth of it, lies beyond the picture."""
    x, y = np.meshgrid(np.linspace(box.left, box.right, 21), np.linspace(box.top, box.bottom, 5))
    at = _on_page(region, np.stack([x.ravel(), y.ravel()], axis=1))
    out = (at < 0) | (at > np.array([region.page.width, region.page.height]))
    return bool(out.any(axis=1).mean() > _LOST)


# ---------------------------------------------------------------- glare, and what lies over a value


def _glare(pixels: Pixels, fields: Sequence[Box]) -> tuple[Box, ...]:
    """Burnt-out spots that reach a field: much lighter than the card's paper, without any structure, and soft at the rim."""
    least = np.asarray(functools.reduce(cv2.min, cv2.split(pixels)), dtype=np.uint8)
    full = (least >= 250).astype(np.uint8)
    if full.mean() < GLARE_SHARE or float(np.percentile(least[::4, ::4], 60)) > 238:
        return ()
    burnt = cv2.morphologyEx(full, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    spots = []
    for i in range(1, count):
        left, top, wide, high, area = (float(v) for v in stats[i])
        box = Box(left, top, left + wide, top + high)
        reaches = any(_meets(box, field) for field in fields)
        if reaches and area >= GLARE_SHARE * burnt.size and _rim(least, labels == i) < GLARE_RIM:
            spots.append(box)
    return tuple(spots)


def _rim(least: NDArray[np.uint8], spot: NDArray[np.bool_]) -> float:
    """How light it is around a spot, some way from its edge; as light as can be where nothing is around it."""
    near, far = (cv2.dilate(spot.astype(np.uint8), np.ones((n, n), np.uint8)) for n in (21, 61))
    around = least[(far > near)]
    return float(np.median(around)) if around.size else 255.0


def _meets(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


_SKIN = 0.12  # how far a finger's colour lies from that of the card's paper, in natural logarithms of the ratios of the channels
_GRID = (160, 100)
_LETTER = 36  # cells of the grid that a letter takes


def _covered(pixels: Pixels, seen: NDArray[np.bool_], fields: Sequence[Box]) -> Box | None:
    """The part of a field that a thing lies over which comes in from the card's rim and has another colour than the card's paper.

    Print is too fine to count, a shadow has the paper's colour, and what is not at the rim is the card's own portrait or emblem.
    """
    labels = _things(pixels, seen)
    scale = _GRID[0] / pixels.shape[1]
    most: tuple[float, Box] | None = None
    for field in fields:
        top, bottom = max(round(field.top * scale), 0), max(round(field.bottom * scale), 0)
        left, right = max(round(field.left * scale), 0), max(round(field.right * scale), 0)
        y, x = np.nonzero(labels[top:bottom, left:right])
        if y.size > COVERED * _LETTER and (most is None or y.size > most[0]):
            part = Box(left + float(x.min()), top + float(y.min()), left + float(x.max()) + 1, top + float(y.max()) + 1)
            most = (float(y.size), Box(part.left / scale, part.top / scale, part.right / scale, part.bottom / scale))
    return most[1] if most else None


def _things(pixels: Pixels, seen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where, on a small grid, things of another colour reach in from the card's rim."""
    small = cv2.morphologyEx(
        cv2.resize(pixels, _GRID, interpolation=cv2.INTER_AREA), cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)
    )
    known = cv2.resize(seen.astype(np.uint8), _GRID, interpolation=cv2.INTER_NEAREST) > 0
    strange = (_strangeness(np.asarray(small, dtype=np.uint8)) > _SKIN) & known & (small.min(axis=2) < 245)
    mask = cv2.morphologyEx(strange.astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    _, labels = cv2.connectedComponents(mask)
    rim = np.concatenate([labels[:2].ravel(), labels[-2:].ravel(), labels[:, :2].ravel(), labels[:, -2:].ravel()])
    return np.isin(labels, np.unique(rim[rim > 0]))


def _strangeness(small: Pixels) -> NDArray[np.float64]:
    """How far each place's colour lies from the paper's, whose own may change over the card as light of two lamps does."""
    light = np.log(small.astype(np.float64) + 6)
    ratios = np.stack([(light[..., 2] - light[..., 1]).ravel(), (light[..., 0] - light[..., 1]).ravel()], axis=1)
    darkness = light.mean(axis=2).ravel()[:, None]
    planes, terms = np.hstack([ratios, darkness]), _surface(_GRID[1], _GRID[0])
    weights, apart = np.ones(len(planes)), planes
    for _ in range(6):
        weighted = terms * weights[:, None] ** 2
        apart = planes - terms @ np.linalg.solve(weighted.T @ terms, weighted.T @ planes)
        weights = np.where((np.abs(apart) / np.array([0.06, 0.06, 0.15])).max(axis=1) > 1, 0.05, 1.0)
    return np.asarray(np.hypot(apart[:, 0], apart[:, 1]).reshape(_GRID[1], _GRID[0]), dtype=np.float64)


@functools.cache
def _surface(high: int, wide: int) -> NDArray[np.float64]:
    """The terms of a quadratic surface over a grid (cells x 6)."""
    y, x = np.mgrid[-0.5 : 0.5 : high * 1j, -0.5 : 0.5 : wide * 1j]
    x, y = x.ravel(), y.ravel()
    return np.stack([np.ones_like(x), x, y, x * x, y * y, x * y], axis=1)


# ---------------------------------------------------------------- colour


def _colour(pixels: Pixels) -> float:
    """How much colour varies over the card: a grey copy has none, whatever the colour of the light."""
    small = cv2.resize(pixels, (160, 100), interpolation=cv2.INTER_AREA).astype(np.float32)[6:-6, 8:-8]
    burnt = small.max(axis=2) > 251  # a channel that is full says nothing of the colour
    light = np.maximum(np.median(small, axis=(0, 1)), 1.0)
    lab = cv2.cvtColor(np.clip(small * (light.mean() / light), 0, 255).astype(np.uint8), cv2.COLOR_BGR2LAB).astype(
        np.float32
    )
    chroma = lab[~burnt, 1:] if (~burnt).sum() > 0.2 * burnt.size else lab[:, :, 1:].reshape(-1, 2)
    chroma = chroma - np.median(chroma, axis=0)
    return float(np.percentile(np.hypot(chroma[:, 0], chroma[:, 1]), 98))
