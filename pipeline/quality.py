"""Faults of a picture of a card, measured on the card laid flat, where it matters: a blurred table is no fault.

Every measure is a number with a limit that good pictures are far from; a good picture must not be refused. What drawn pictures
measured (90 good ones: photos, scans, copies sent by chat; 25 of each fault) stands beside each limit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.landmarks import corners_by_print
from pipeline.model import Box, PictureFault, Pixels, Region, Word
from pipeline.ocr import Quad

SMALLEST = 330.0  # pixels of the picture across the card, under which digits cannot be told apart; good: 505 and more
DARKEST = 80.0  # of 255: how light the card's paper is; good: 219 and more, at three tenths of the light 66 to 78
SHARPEST_LOST = 0.105  # see `_sharpness`; good: 0.144 and more, at 2.8 pixels of blur or 13 of motion 0.11 and less
GLARE_SHARE = 0.004  # of the card's area that one burnt-out spot takes
GLARE_RIM = 243.0  # of 255: around a lamp's mirror image the card soon has its own lightness, a bright side has not
OUTSIDE = 0.06  # of a card's width that lies outside the picture; good, by its print: 0.016 and less
COLOURLESS = (
    3.0  # spread of colour, in units of L*a*b*; good: 18 and more, next to no light: 4, grey in any light: 1.4 and less
)
MOIRE = 4.4  # see `_moire`; good: 3.5 and less, a screen's dots: 4.7 to 7.7
_WIDTH = 1280


@dataclass(frozen=True)
class Measures:
    """What is measured of a card; see `faults` for what is a fault. `glare` and `outside` are boxes in the card's pixels."""

    across: float
    light: float
    sharpness: float | None
    glare: tuple[Box, ...]
    outside: Box | None
    colour: float
    moire: float

    @property
    def is_blurred(self) -> bool:
        """A card that is too small is soft for that reason, and told so."""
        return self.sharpness is not None and self.sharpness < SHARPEST_LOST and self.across >= SMALLEST


def faults(region: Region, fields: Sequence[Box] = (), corners: Quad | None = None) -> tuple[PictureFault, ...]:
    """The faults of a region that shows a card; `fields` are where its values stand, for glare that covers one.

    `corners` are the card's, clockwise from the left top, where whoever asks knows them and its printed words do not tell them.
    """
    if region.pixels is None or (region.page.unit != "px" and region.to_page is None):
        return ()
    found = measure(region, fields, corners)
    whole = Box(0.0, 0.0, region.width, region.height)
    checks: list[tuple[str, bool, Box, float]] = [
        ("small", found.across < SMALLEST, whole, found.across),
        ("dark", found.light < DARKEST, whole, found.light),
        ("blurred", found.is_blurred, whole, found.sharpness or 0.0),
        ("cropped", found.outside is not None, found.outside or whole, 1.0),
        ("photocopy", found.colour < COLOURLESS, whole, found.colour),
        ("recapture", found.moire > MOIRE, whole, found.moire),
    ]
    checks += [("glare", True, spot, 1.0) for spot in found.glare[:1]]
    return tuple(PictureFault(kind, region.place(box), score) for kind, so, box, score in checks if so)


def measure(region: Region, fields: Sequence[Box] = (), corners: Quad | None = None) -> Measures:
    """The measures of a region that shows a card and has a picture."""
    assert region.pixels is not None
    pixels = region.pixels()
    scale = _WIDTH / pixels.shape[1]
    flat = (
        np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        if scale < 1
        else pixels
    )
    grey = cv2.cvtColor(flat, cv2.COLOR_BGR2GRAY).astype(np.float32)
    factor = flat.shape[1] / region.width
    return Measures(
        across=_across(region),
        light=float(np.percentile(grey, 70)),
        sharpness=_sharpness(grey, region.words, factor),
        glare=_glare(flat, [_scaled(box, factor) for box in fields or [w.box for w in region.words]], factor),
        outside=_outside(region, corners),
        colour=_colour(flat),
        moire=_moire(grey),
    )


def _scaled(box: Box, factor: float) -> Box:
    return Box(box.left * factor, box.top * factor, box.right * factor, box.bottom * factor)


def _on_page(region: Region, points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    own = np.array([(*point, 1.0) for point in points])
    mapped = own if region.to_page is None else own @ region.to_page.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:], dtype=np.float64)


def _across(region: Region) -> float:
    """The length of the card's long side in pixels of the picture; endless on a page that is no picture."""
    if region.page.unit != "px":
        return float("inf")
    left, right = _on_page(region, [(0, region.height / 2), (region.width, region.height / 2)])
    return float(np.linalg.norm(right - left))


def _outside(region: Region, corners: Quad | None) -> Box | None:
    """The part of a card that lies beyond the edge of the picture, by its print; None where nothing to speak of does."""
    by_print = corners_by_print(region.words)
    card = corners if by_print is None else by_print
    if card is None:
        return None
    steps = np.linspace(0, 1, 41)
    across, down = card[1] - card[0], card[3] - card[0]
    grid = np.array([card[0] + x * across + y * down for y in steps for x in steps])
    mapped = _on_page(region, [(float(x), float(y)) for x, y in grid])
    slack = OUTSIDE * float(np.linalg.norm(mapped[40] - mapped[0]))
    far = np.array([region.page.width, region.page.height]) + slack
    out = grid[np.any((mapped < -slack) | (mapped > far), axis=1)]
    if not len(out):
        return None
    (left, top), (right, bottom) = out.min(axis=0), out.max(axis=0)
    return Box(float(left), float(top), float(right), float(bottom))


def _sharpness(grey: NDArray[np.float32], words: Sequence[Word], factor: float) -> float | None:
    """How steeply print rises, as a share of its contrast per pixel: the median over the lines; None without any.

    In the direction in which it is softest: a hand that moved blurs in one alone.
    """
    cuts = (_cut(grey, _scaled(word.box, factor)) for word in words if len(word.text) >= 2)
    found = [steep for line in cuts if (steep := _steepness(line)) is not None]
    return float(np.median(found, axis=0).min()) if found else None


def _steepness(line: NDArray[np.float32]) -> tuple[float, ...] | None:
    """The same of one line, in four directions."""
    if min(line.shape) < 12:
        return None
    contrast = float(np.percentile(line, 97) - np.percentile(line, 3))
    if contrast < 12:
        return None
    soft = cv2.GaussianBlur(line, (3, 3), 0)
    across, down = cv2.Sobel(soft, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(soft, cv2.CV_32F, 0, 1) / 8
    slant = 0.5**0.5
    ways = (across, down, slant * (across + down), slant * (across - down))
    return tuple(float(np.percentile(np.abs(way), 98)) / contrast for way in ways)


def _cut(plane: NDArray[np.float32], box: Box) -> NDArray[np.float32]:
    return plane[max(int(box.top), 0) : int(box.bottom) + 1, max(int(box.left), 0) : int(box.right) + 1]


def _glare(pixels: Pixels, fields: Sequence[Box], factor: float) -> tuple[Box, ...]:
    """Burnt-out spots that reach a field: much lighter than the card's paper, without any structure, and soft at the rim."""
    least = pixels.min(axis=2)
    paper = float(np.percentile(least, 60))
    if paper > 238:
        return ()
    burnt = cv2.morphologyEx((least >= 250).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(burnt)
    spots = []
    for i in range(1, count):
        left, top, wide, high, area = (float(v) for v in stats[i])
        if area >= GLARE_SHARE * burnt.size and _rim(least, labels == i) < GLARE_RIM:
            box = Box(left, top, left + wide, top + high)
            if any(_meets(box, field) for field in fields):
                spots.append(_scaled(box, 1 / factor))
    return tuple(spots)


def _rim(least: NDArray[np.uint8], spot: NDArray[np.bool_]) -> float:
    """How light it is around a spot, some way from its edge; as light as can be where nothing is around it."""
    near, far = (cv2.dilate(spot.astype(np.uint8), np.ones((n, n), np.uint8)) for n in (21, 61))
    around = least[(far > near)]
    return float(np.median(around)) if around.size else 255.0


def _meets(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def _colour(pixels: Pixels) -> float:
    """How much colour varies over the card: a grey copy has none, whatever the colour of the light."""
    small = cv2.resize(pixels, (160, 100), interpolation=cv2.INTER_AREA).astype(np.float32)
    light = np.maximum(np.median(small, axis=(0, 1)), 1.0)
    small = np.clip(small * (light.mean() / light), 0, 255).astype(np.uint8)
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32)[4:-4, 4:-4]
    chroma = lab[:, :, 1:] - np.median(lab[:, :, 1:], axis=(0, 1))
    return float(np.percentile(np.hypot(chroma[:, :, 0], chroma[:, :, 1]), 98))


def _moire(grey: NDArray[np.float32]) -> float:
    """How far the strongest periodic pattern stands out in the spectrum of the card's empty parts."""
    side = 256
    peaks = []
    for top in range(0, grey.shape[0] - side + 1, side):
        for left in range(0, grey.shape[1] - side + 1, side):
            peaks.append(_peak(grey[top : top + side, left : left + side]))
    return float(np.median(peaks)) if peaks else 0.0


def _peak(tile: NDArray[np.float32]) -> float:
    side = tile.shape[0]
    window = np.outer(np.hanning(side), np.hanning(side))
    power = np.log1p(np.abs(np.fft.fftshift(np.fft.fft2((tile - tile.mean()) * window))))
    middle = side // 2
    y, x = np.mgrid[-middle:middle, -middle:middle]
    ring = (np.hypot(x, y) > side * 0.12) & (np.hypot(x, y) < side * 0.48)
    smooth = cv2.GaussianBlur(power, (0, 0), 6)
    return float((power - smooth)[ring].max() / max(float((power - smooth)[ring].std()), 1e-6))
