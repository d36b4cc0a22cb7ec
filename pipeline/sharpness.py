"""How blurred the print of a card is, in any direction, whatever the print says.

Blur takes more from fine strokes than from coarse ones, so how much of the steepness of print is left when the picture is softened by two
known amounts tells how soft it was before. Noise, which softening takes away too, is measured where nothing is printed.
"""

from __future__ import annotations

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Pixels

_WIDE = 1280  # pixels across a card at which it is measured
_SOFTER = (1.6, 4.6)  # pixels: standard deviations of the two softenings
_STROKE = 1.8  # squared pixels: what the width of a stroke itself, some 4.6 pixels, adds to its softness
_TILE = (80, 64)  # pixels
_PRINTED = 0.35  # of the tiles: those with the most print
_SHARPER = 40  # percent of these: a portrait or a shadow has soft places where nothing is blurred
_SHAKEN = 1.4  # measured: strokes that are aslant let a movement seem less than it is
_MARGIN = (0.04, 0.03)  # of the height and the width: the card's rim is no print
_QUIET = 10  # percent of the tiles are blank


def blur(pixels: Pixels, seen: NDArray[np.bool_] | None = None) -> float | None:
    """The standard deviation of the blur of a card's picture as a share of the card's width, in the direction that is blurred most.

    Print of a sharp picture of 1280 pixels gives 0.0005 to 0.002. `seen`, of any size, is False where the card was not pictured. None
    where too little of it was.
    """
    size = (_WIDE, max(round(pixels.shape[0] * _WIDE / pixels.shape[1]), 1))
    sampling = cv2.INTER_AREA if pixels.shape[1] > _WIDE else cv2.INTER_LINEAR
    grey = cv2.resize(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32), size, interpolation=sampling)
    inner = np.s_[
        round(_MARGIN[0] * size[1]) : round((1 - _MARGIN[0]) * size[1]),
        round(_MARGIN[1] * size[0]) : round((1 - _MARGIN[1]) * size[0]),
    ]
    inside = np.asarray(np.ascontiguousarray(grey[inner]), dtype=np.float32)
    tiles = (inside.shape[1] // _TILE[0], inside.shape[0] // _TILE[1])
    if min(tiles) < 1:
        return None
    kept = np.ones(tiles[0] * tiles[1], dtype=bool) if seen is None else _kept(seen, size, inner, tiles)
    if kept.sum() < 0.25 * kept.size:
        return None
    fine, coarse = (_steepness(inside, soft, tiles)[:, kept] for soft in _SOFTER)
    soft = [_softness(f, c) for f, c in zip(fine, coarse, strict=True)]
    return max(*soft, float(np.hypot(min(soft), _shake(fine, coarse)))) / _WIDE


def _kept(
    seen: NDArray[np.bool_], size: tuple[int, int], inner: tuple[slice, slice], tiles: tuple[int, int]
) -> NDArray[np.bool_]:
    """Which tiles were pictured whole."""
    if seen.all():
        return np.ones(tiles[0] * tiles[1], dtype=bool)
    known = np.ascontiguousarray(cv2.resize(seen.astype(np.float32), size)[inner])
    return np.asarray(cv2.resize(known, tiles, interpolation=cv2.INTER_AREA).ravel() > 0.99)


def _steepness(grey: NDArray[np.float32], soft: float, tiles: tuple[int, int]) -> NDArray[np.float64]:
    """The mean squared slope of each tile once softened, in four directions (4 x tiles)."""
    halved = soft > 3  # half as many pixels then show as much, in a quarter of the time; they are soft by 1/3 already
    if halved:
        small = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        grey, soft = np.asarray(small, dtype=np.float32), (soft**2 - 1 / 3) ** 0.5 / 2
    softened = cv2.GaussianBlur(grey, (0, 0), soft)
    unit = 16 if halved else 8
    across, down = cv2.Sobel(softened, cv2.CV_32F, 1, 0) / unit, cv2.Sobel(softened, cv2.CV_32F, 0, 1) / unit
    products = (across * across, across * down, down * down)
    down_all, across_all = _averages(grey.shape[0], tiles[1]), _averages(grey.shape[1], tiles[0])
    xx, xy, yy = ((down_all @ (p @ across_all.T)).ravel().astype(np.float64) for p in products)
    return np.array([xx, (xx + yy) / 2 + xy, yy, (xx + yy) / 2 - xy])


@functools.cache
def _averages(pixels: int, tiles: int) -> NDArray[np.float32]:
    """What each pixel of a row counts to the mean of each tile that the row is cut into (tiles x pixels)."""
    ends = np.linspace(0, pixels, tiles + 1)
    at = np.arange(pixels)
    held = np.minimum(at + 1, ends[1:, None]) - np.maximum(at, ends[:-1, None])
    return np.asarray(np.clip(held, 0, 1) * tiles / pixels, dtype=np.float32)


def _softness(fine: NDArray[np.float64], coarse: NDArray[np.float64]) -> float:
    """The blur in pixels that explains what the tiles with the most print keep from the finer to the coarser softening.

    The squared slope of strokes goes with the third power of their width, which is the root of the sum of the squares of all blurs.
    """
    fine, coarse = fine - np.percentile(fine, _QUIET), coarse - np.percentile(coarse, _QUIET)
    printed = np.argsort(-coarse)[: max(round(_PRINTED * coarse.size), 1)]
    kept = np.clip(coarse[printed] / np.maximum(fine[printed], 1e-6), 0.01, 0.98) ** (2 / 3)
    squared = (kept * _SOFTER[1] ** 2 - _SOFTER[0] ** 2) / (1 - kept) - _STROKE
    return float(np.percentile(np.sqrt(np.maximum(squared, 0)), _SHARPER))


def _shake(fine: NDArray[np.float64], coarse: NDArray[np.float64]) -> float:
    """The blur in pixels of a hand that moved, by what it leaves of the steepness of print in one direction beside that across it.

    Strokes of all directions are about as many, so that both are alike where nothing moved; those along the movement stay sharp, which
    hides it from `_softness`.
    """
    printed = np.argsort(-coarse.sum(axis=0))[: max(round(_PRINTED * coarse.shape[1]), 1)]
    steep = (fine - np.percentile(fine, _QUIET, axis=1, keepdims=True))[:, printed].sum(axis=1)
    half = (steep[0] + steep[2]) / 2
    apart = float(np.hypot((steep[0] - steep[2]) / 2, (steep[1] - steep[3]) / 2))  # of any direction, by those of four
    left = max(half - apart, 1e-6) / max(half + apart, 1e-6)
    return float(_SHAKEN * np.sqrt((_SOFTER[0] ** 2 + _STROKE) * max(left ** (-2 / 3) - 1, 0.0)))
