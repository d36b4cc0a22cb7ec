"""A recognised page whose lines are not quite level, set right by what is printed on it.

A picture of a page is straightened as a whole before it is read, and what is left of tilt, perspective and the sheet's own curl still
moves a word on the right by more than a line of a table. The words of one line and the edges of one column say how far: a smooth
surface is laid through them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box, Leaf, Pixels, Region, Transform, Word

Numbers: TypeAlias = NDArray[np.float64]

_FEWEST = 24  # words, under which nothing can be said
_STEEPEST = 0.06  # radians that a straightened page may still be tilted by
_ROUNDS = 3
_TOO_LITTLE = 0.12  # of a line's height: a page that is off by less is level
_RIDGE = 1e-3

_KNOWN: deque[tuple[Region, Region]] = deque(maxlen=6)


def levelled(leaf: Leaf) -> Leaf:
    """The leaf with level lines and upright columns; itself where nobody recognised it, or it holds little, or is level.

    Words, picture and the way to the page are moved together, the way to the page as far as a homography can. The last few are kept,
    since every reader asks for the same.
    """
    if not isinstance(leaf, Region) or leaf.method != "ocr" or len(leaf.words) < _FEWEST:
        return leaf
    for known, level in _KNOWN:
        if known is leaf:
            return level
    level = _levelled(leaf)
    _KNOWN.append((leaf, level))
    return level


@dataclass(frozen=True)
class _Surface:
    """How far (in units) what stands at (x, y) is to be moved: up by `down(x, y)`, left by `across(x, y)`. Both count from the middle."""

    middle: tuple[float, float]
    size: float
    down: Numbers
    across: Numbers

    def shift(self, x: Numbers, y: Numbers) -> tuple[Numbers, Numbers]:
        """The moves (across, down) of points."""
        u, v = (x - self.middle[0]) / self.size, (y - self.middle[1]) / self.size
        return _terms(v, u) @ self.across, _terms(u, v) @ self.down


def _terms(along: Numbers, beside: Numbers) -> Numbers:
    """What a line's height may depend on: its slope, that slope's change over the page, and how it bends."""
    return np.stack([along, along * beside, along**2, along**2 * beside, along**3], axis=-1)


def _levelled(region: Region) -> Region:
    boxes = np.array([[w.box.left, w.box.top, w.box.right, w.box.bottom] for w in region.words], dtype=np.float64)
    surface = _surface(boxes, region)
    lefts, tops = surface.shift(boxes[:, [0, 2]], boxes[:, [1, 3]].mean(axis=1, keepdims=True).repeat(2, axis=1))
    heights = boxes[:, 3] - boxes[:, 1]
    if max(float(np.abs(tops).max()), float(np.abs(lefts).max())) < _TOO_LITTLE * float(np.median(heights)):
        return region
    slant = np.abs(tops[:, 1] - tops[:, 0])
    high = np.maximum(heights - slant, 0.6 * heights)
    middle = boxes[:, [1, 3]].mean(axis=1) - tops.mean(axis=1)
    moved = np.column_stack(
        [boxes[:, 0] - lefts[:, 0], middle - high / 2, boxes[:, 2] - lefts[:, 1], middle + high / 2]
    )
    words = tuple(_moved(word, box) for word, box in zip(region.words, moved.tolist(), strict=True))
    pixels = partial(_drawn, region.pixels, surface, region.scale) if region.pixels else None
    return replace(region, words=words, to_page=_way(region, surface), pixels=pixels)


def _moved(word: Word, box: Sequence[float]) -> Word:
    left, top, right, bottom = box
    shift = left - word.box.left
    edges = tuple(edge + shift for edge in word.edges) if word.edges else None
    return replace(word, box=Box(left, top, right, bottom), edges=edges)


def _way(region: Region, surface: _Surface) -> Transform:
    """From the levelled region to the page: the homography that fits a grid of points best."""
    import cv2

    x, y = (g.ravel() for g in np.meshgrid(np.linspace(0, region.width, 9), np.linspace(0, region.height, 9)))
    across, down = surface.shift(x, y)
    back, _ = cv2.findHomography(np.column_stack([x - across, y - down]), np.column_stack([x, y]))
    way = np.eye(3) if region.to_page is None else region.to_page
    return way if back is None else np.asarray(way @ back, dtype=np.float64)


def _drawn(pixels: Callable[[], Pixels], surface: _Surface, scale: float) -> Pixels:
    """The picture of the levelled region."""
    import cv2

    picture = pixels()
    high, wide = picture.shape[:2]
    x, y = np.meshgrid(_centres(wide) / scale, _centres(high) / scale)
    across, down = (cv2.resize((move * scale).astype(np.float32), (wide, high)) for move in surface.shift(x, y))
    at_x = across + np.arange(wide, dtype=np.float32)
    at_y = down + np.arange(high, dtype=np.float32)[:, None]
    return np.asarray(cv2.remap(picture, at_x, at_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8)


def _centres(length: int) -> Numbers:
    """The middles of so many equal parts of a length that a smooth surface is known well enough from there."""
    return (np.arange(_PARTS) + 0.5) * length / _PARTS


_PARTS = 64


# ---------------------------------------------------------------- the surface


def _surface(boxes: Numbers, region: Region) -> _Surface:
    """By the words that stand in one line, and by the edges that stand under one another; a few rounds, each from the one before."""
    size = max(region.width, region.height) / 2
    none = np.zeros(5)
    slope = _tilt(boxes) * size
    down = np.array([slope, 0.0, 0.0, 0.0, 0.0])
    surface = _Surface((region.width / 2, region.height / 2), size, down, none)
    for _ in range(_ROUNDS):
        surface = replace(surface, down=_fitted(boxes, surface, _lines(boxes, surface), upright=False))
    surface = replace(surface, across=np.array([-surface.down[0], 0.0, 0.0, 0.0, 0.0]))  # a tilted page leans as much
    for _ in range(_ROUNDS):
        surface = replace(surface, across=_fitted(boxes, surface, _stacks(boxes, surface), upright=True))
    return surface


def _tilt(boxes: Numbers) -> float:
    """The slope at which the words fall into the sharpest lines."""
    x, y = boxes[:, [0, 2]].mean(axis=1), boxes[:, [1, 3]].mean(axis=1)
    cell = float(np.median(boxes[:, 3] - boxes[:, 1])) / 4
    slopes = np.linspace(-_STEEPEST, _STEEPEST, 121)
    sharp = []
    for slope in slopes:
        at = ((y - slope * x) / cell).astype(int)
        counts = np.bincount(at - at.min())
        sharp.append(float(((counts[:-1] + counts[1:]) ** 2).sum()) if len(counts) > 1 else 0.0)
    return float(slopes[int(np.argmax(sharp))])


Chains: TypeAlias = list[
    tuple[Numbers, Numbers]
]  # the points (x, y) that should lie on one level line, or one upright one


def _lines(boxes: Numbers, surface: _Surface) -> Chains:
    """Middles of words from left to right, each going on with the nearest that is about level with it."""
    x, y = boxes[:, [0, 2]].mean(axis=1), boxes[:, [1, 3]].mean(axis=1)
    level = y - surface.shift(x, y)[1]
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))
    return _chained(boxes[:, 0], boxes[:, 2], level, 0.4 * height, x, y, far=30 * height)


def _stacks(boxes: Numbers, surface: _Surface) -> Chains:
    """Edges of words from top to bottom, each going on with the nearest that is about under it: left edges, and right ones."""
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))
    y = boxes[:, [1, 3]].mean(axis=1)
    chains: Chains = []
    for side in (0, 2):
        x = boxes[:, side]
        plumb = x - surface.shift(x, y)[0]
        chains += _chained(boxes[:, 1], boxes[:, 3], plumb, 0.35 * height, x, y, far=5 * height)
    return chains


def _chained(begins: Numbers, ends: Numbers, level: Numbers, near: float, x: Numbers, y: Numbers, far: float) -> Chains:
    """Runs of four points or more: every point goes on with the nearest beyond its end whose level differs by less than `near`."""
    order = np.argsort(begins, kind="stable")
    after = np.full(len(order), -1)
    taken = np.zeros(len(order), dtype=bool)
    for place, i in enumerate(order):
        rest = order[place + 1 :]
        fits = rest[
            (np.abs(level[rest] - level[i]) < near) & (begins[rest] > ends[i] - near) & (begins[rest] < ends[i] + far)
        ]
        if len(fits) and not taken[fits[0]]:
            after[i] = fits[0]
            taken[fits[0]] = True
    chains: Chains = []
    for i in order:
        if not taken[i]:
            run = [int(i)]
            while after[run[-1]] >= 0:
                run.append(int(after[run[-1]]))
            if len(run) > 3:
                chains.append((x[run], y[run]))
    return chains


def _fitted(boxes: Numbers, surface: _Surface, chains: Chains, upright: bool) -> Numbers:
    """The coefficients that make the chains level (or upright): least squares, each chain with a height of its own, outliers left out."""
    before = surface.across if upright else surface.down
    if len(chains) < 3:
        return before
    rows, values = [], []
    for x, y in chains:
        u, v = (x - surface.middle[0]) / surface.size, (y - surface.middle[1]) / surface.size
        terms, value = (_terms(v, u), x) if upright else (_terms(u, v), y)
        rows.append(terms - terms.mean(axis=0))
        values.append(value - value.mean())
    matrix, target = np.concatenate(rows), np.concatenate(values)
    keep = np.ones(len(target), dtype=bool)
    found = before
    for _ in range(2):
        held = matrix[keep]
        ridge = np.eye(held.shape[1]) * _RIDGE * len(held)
        ridge[0, 0] = 0.0
        found = np.linalg.solve(held.T @ held + ridge, held.T @ target[keep])
        off = np.abs(target - matrix @ found)
        keep = off <= max(3 * float(np.median(off)), 0.05 * float(np.median(boxes[:, 3] - boxes[:, 1])))
    return np.asarray(found, dtype=np.float64)
