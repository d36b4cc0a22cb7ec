"""Signs that a picture was taken of a screen: its dots, or the bands that they make with the sensor's own.

The dots of a screen are red, green and blue side by side, so that what a camera makes of them runs through the colours, one a third of a
period after the other; what is printed has its colours in step. Where the dots are too fine or too even for that, they are a pattern that
is stronger and more regular than a card's waves. Both are looked for at the picture's own scale, since reducing it would take them away.
"""

from __future__ import annotations

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Pixels

_SIDE = 96  # pixels of a tile that colours are looked at in
_MOST_TILES = (6, 4)
_SLOWEST, _FASTEST = 2.5, _SIDE / 2 - 2  # periods to a tile
_AROUND = 21  # bins of the spectrum that a peak must stand out from
_IN_STEP = 0.7  # natural logarithm: how much stronger one order of the colours must at least be than the other
_THIRD = np.exp(2j * np.pi / 3)
_PATTERN_SIDE = 256  # pixels of a tile that a pattern is looked for in
_Plane = NDArray[np.float32]


def colour_bands(pixels: Pixels, seen: NDArray[np.bool_] | None = None) -> float:
    """How far a pattern that runs through the colours stands out, in natural logarithms of its power: the mean over the tiles.

    `pixels` is a card at the scale of its picture; `seen`, of any size, is False where the card was not pictured.
    """
    tiles = _tiles(pixels.shape[:2], _SIDE, seen, _MOST_TILES)
    found = [_order(np.log(pixels[y : y + _SIDE, x : x + _SIDE].astype(np.float32) + 12)) for x, y in tiles]
    return float(np.mean(found)) if found else 0.0


def _tiles(
    size: tuple[int, ...], side: int, seen: NDArray[np.bool_] | None, most: tuple[int, int]
) -> list[tuple[int, int]]:
    """The left top corners of tiles spread over a picture, those left out that were not pictured whole."""
    high, wide = size
    if high < side or wide < side:
        return []
    columns = np.linspace(0, wide - side, max(min(most[0], wide // side), 1)).astype(int)
    rows = np.linspace(0, high - side, max(min(most[1], high // side), 1)).astype(int)
    known = (
        None
        if seen is None or seen.all()
        else cv2.resize(seen.astype(np.uint8), (wide, high), interpolation=cv2.INTER_NEAREST)
    )
    return [
        (int(x), int(y)) for y in rows for x in columns if known is None or known[y : y + side, x : x + side].min() > 0
    ]


def _order(tile: _Plane) -> float:
    """How far the strongest pattern in which the colours follow one another stands out from its surroundings and from its mirror image.

    The three colours, each a third of a turn behind the last, are one complex picture, whose spectrum has the pattern on one side of
    its middle where they come in the one order, and on the other where they come in the other.
    """
    blue, green, red = tile[:, :, 0], tile[:, :, 1], tile[:, :, 2]
    joined = (red + green * _THIRD + blue * np.conj(_THIRD)).astype(np.complex64)
    spectrum = np.fft.fft2((joined - joined.mean()) * _window(_SIDE))
    forward = _power(np.fft.fftshift(spectrum))
    backward = np.roll(forward[::-1, ::-1], 1, axis=(0, 1))
    apart = np.where(
        _ring(_SIDE, _SLOWEST, _FASTEST), forward - np.maximum(_surroundings(forward), backward + _IN_STEP), 0.0
    )
    return max(float(apart.max()), 0.0)


def _power(spectrum: NDArray[np.complexfloating]) -> _Plane:
    return np.asarray(np.log(cv2.blur((np.abs(spectrum) ** 2).astype(np.float32), (3, 3)) + 1e-4), dtype=np.float32)


def _surroundings(power: _Plane) -> _Plane:
    steps = np.clip((power + 12) * 8, 0, 255).astype(np.uint8)
    return np.asarray(cv2.medianBlur(steps, _AROUND).astype(np.float32) / 8 - 12, dtype=np.float32)


# ---------------------------------------------------------------- a pattern of one colour


def pattern(grey: _Plane, seen: NDArray[np.bool_] | None = None) -> float:
    """How far the strongest regular pattern stands out in the spectrum of a card laid flat, in spreads of the spectrum: over most tiles."""
    side = _PATTERN_SIDE
    most = (grey.shape[1] // side, grey.shape[0] // side)
    peaks = [_peak(grey[y : y + side, x : x + side]) for x, y in _tiles(grey.shape, side, seen, most)[::2]]
    return float(np.median(peaks)) if peaks else 0.0


def _peak(tile: _Plane) -> float:
    spectrum = cv2.dft((tile - tile.mean()) * _window(tile.shape[0]), flags=cv2.DFT_COMPLEX_OUTPUT)
    power = np.log1p(np.fft.fftshift(cv2.magnitude(spectrum[:, :, 0], spectrum[:, :, 1])))
    apart = (power - cv2.GaussianBlur(power, (0, 0), 6))[
        _ring(tile.shape[0], 0.12 * tile.shape[0], 0.48 * tile.shape[0])
    ]
    return float(apart.max() / max(float(apart.std()), 1e-6))


@functools.cache
def _window(side: int) -> _Plane:
    return np.outer(np.hanning(side), np.hanning(side)).astype(np.float32)


@functools.cache
def _ring(side: int, slowest: float, fastest: float) -> NDArray[np.bool_]:
    """The places of a centred spectrum that stand for so many periods to a tile."""
    half = side // 2
    y, x = np.mgrid[-half:half, -half:half]
    periods = np.hypot(x, y)
    return np.asarray((periods > slowest) & (periods < fastest), dtype=np.bool_)
