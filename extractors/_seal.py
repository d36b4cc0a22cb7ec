"""Seals on a paper, found by colour and shape: a red ring, round or oval, as offices and companies press it.

The ring counts where red ink stands at its rim nearly all around, and little of it inside: a red title, a star or a fingerprint has no rim.
An electronic seal is drawn with the page and found the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box, Pixels, Region
from pipeline.ocr import recogniser

_LONG_SIDE = 1400  # pixels of the picture that is searched
_RED = 14.0  # of L*a*b*'s a above the paper's own: fresh ink has 40 and more, faded ink 15 to 20, a warm lamp's light 5
_SIZES = (0.07, 0.45)  # of the page's short side: a seal of 30 to 58 mm on A4, on cut-outs and larger ones too
_ROUND = (0.55, 1.8)
_RIM = 0.14  # of the radius, inside the hull, in which the ring's line lies
_AROUND = 0.72  # of the directions in which the rim has ink
_FULL = 0.62  # of the inside that is inked: beyond that it is a red spot, a photo, a cloth
_INK_IS_LIGHT = 0.78  # of the way from print to paper: red ink is at least so light in red light
_GREY = 6  # of 255: channels of a picture without colour differ by no more
_DARK = 45  # of 255: ink on a grey picture is darker than the paper around it by so much


@dataclass(frozen=True)
class Seal:
    """A seal: where it is on the region, and what its ring says, "" where it cannot be read."""

    box: Box
    text: str = ""


def has_colour(pixels: Pixels) -> bool:
    """Whether a picture has any colour at all; on a grey one, ink does not show whether it is red."""
    small = cv2.resize(pixels, (300, 300), interpolation=cv2.INTER_AREA).astype(np.int16)
    return float(np.percentile(small.max(axis=2) - small.min(axis=2), 99.5)) > _GREY


def seals(region: Region) -> tuple[Seal, ...]:
    """The seals on a region, largest first; none where it has no picture."""
    small, scale = _small(region)
    found = sorted(_rings(_red(small)), key=lambda ring: -ring[1][0])
    return tuple(Seal(_box(ring, scale), _ring_text(small, ring)) for ring in found)


def rings_without_colour(region: Region) -> tuple[Box, ...]:
    """Where dark rings are that may be seals, copied in grey."""
    small, scale = _small(region)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
    paper = cv2.GaussianBlur(grey, (0, 0), max(grey.shape) / 40)
    return tuple(_box(ring, scale) for ring in _rings((paper - grey > _DARK).astype(np.uint8)))


def _small(region: Region) -> tuple[Pixels, float]:
    """The picture at the size that is searched (empty where there is none), and how many units of the region one of its pixels is."""
    if region.pixels is None:
        return np.full((2, 2, 3), 255, np.uint8), 1.0
    pixels = region.pixels()
    part = min(1.0, _LONG_SIDE / max(pixels.shape[:2]))
    small = np.asarray(cv2.resize(pixels, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return small, region.width / small.shape[1]


def without_red(pixels: Pixels) -> Pixels:
    """The picture as a red filter shows it: print stays dark, the ink of a seal fades into the paper."""
    red = pixels[:, :, 2].astype(np.float32)
    paper, print_ = float(np.median(red)), float(np.percentile(red, 1))
    white = print_ + _INK_IS_LIGHT * (paper - print_)
    flat = np.clip((red - print_) / max(white - print_, 1.0) * 255, 0, 255).astype(np.uint8)
    return np.repeat(flat[:, :, None], 3, axis=2)


_Ring = tuple[tuple[float, float], tuple[float, float], float]  # centre, the two axes, the angle, as OpenCV's ellipses


def _red(pixels: Pixels) -> NDArray[np.uint8]:
    redness = cv2.cvtColor(pixels, cv2.COLOR_BGR2LAB)[:, :, 1].astype(np.float32)
    paper = cv2.GaussianBlur(redness, (0, 0), max(pixels.shape) / 12)
    return ((redness - np.minimum(paper, float(np.median(redness)) + _RED)) > _RED).astype(np.uint8)


def _rings(ink: NDArray[np.uint8]) -> Iterator[_Ring]:
    short = min(ink.shape)
    gap = max(round(short * 0.008), 3)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (gap, gap)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined)
    for number in range(1, count):
        wide, high = int(stats[number][cv2.CC_STAT_WIDTH]), int(stats[number][cv2.CC_STAT_HEIGHT])
        if max(wide, high) < _SIZES[0] * short or max(wide, high) > _SIZES[1] * short:
            continue
        ring = _ring(labels == number, ink)
        if ring:
            yield ring


def _ring(part: NDArray[np.bool_], ink: NDArray[np.uint8]) -> _Ring | None:
    """The ellipse around a red piece, if its rim is inked nearly all around and its inside is not a solid spot."""
    points = cv2.findNonZero(part.astype(np.uint8))
    if points is None or len(points) < 50:
        return None
    hull = cv2.convexHull(points)
    if len(hull) < 8:
        return None
    centre, axes, angle = cv2.fitEllipse(hull)
    if min(axes) <= 0 or not _ROUND[0] < axes[0] / axes[1] < _ROUND[1]:
        return None
    ring: _Ring = ((float(centre[0]), float(centre[1])), (float(axes[0]), float(axes[1])), float(angle))
    polar = _unrolled(ink, ring)
    outer = polar[: round(polar.shape[0] * 2 * _RIM)]
    rim = float((outer.max(axis=0) > 0).mean())
    inside = float((polar[round(polar.shape[0] * 2 * _RIM) :] > 0).mean())
    return ring if rim > _AROUND and inside < _FULL else None


def _unrolled(picture: NDArray[np.uint8], ring: _Ring) -> NDArray[np.uint8]:
    """A ring as a strip: along it clockwise from the lowest point, from a little outside of the rim (top) to the middle (bottom)."""
    (x, y), (one, other), angle = ring
    deep, long = max(round(max(one, other) * 0.55), 8), max(round(max(one, other) * 3.2), 60)
    turn, spin = np.linspace(np.pi / 2, 2.5 * np.pi, long, endpoint=False), np.radians(angle)
    share = np.linspace(1 + _RIM, 0.0, deep)[:, None]
    along, across = np.cos(turn - spin) * one / 2, np.sin(turn - spin) * other / 2
    xs = x + share * (np.cos(spin) * along - np.sin(spin) * across)[None, :]
    ys = y + share * (np.sin(spin) * along + np.cos(spin) * across)[None, :]
    kind = cv2.INTER_NEAREST if picture.ndim == 2 else cv2.INTER_CUBIC
    return np.asarray(
        cv2.remap(picture, xs.astype(np.float32), ys.astype(np.float32), kind, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def _box(ring: _Ring, scale: float) -> Box:
    corners = cv2.boxPoints(ring)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Box(float(left) * scale, float(top) * scale, float(right) * scale, float(bottom) * scale)


# ---------------------------------------------------------------- what the ring says

_BANDS: Sequence[tuple[float, float]] = (
    (0.10, 0.44),
    (0.12, 0.36),
)  # of the strip's height: where the ring's characters stand
_LEGIBLE = 0.8
_NAME = re.compile(r"[㐀-鿿()（）]{4,40}")


def _ring_text(pixels: Pixels, ring: _Ring) -> str:
    """The words along a ring, "" where they cannot be read surely."""
    strip = _unrolled(pixels, ring)
    ink = 255 - _stretched(strip)
    for top, bottom in _BANDS:
        band = ink[round(strip.shape[0] * top) : round(strip.shape[0] * bottom)]
        if band.shape[0] < 10:
            return ""
        word = recogniser().read_line(np.repeat(band[:, :, None], 3, axis=2))
        if word.confidence >= _LEGIBLE and _NAME.fullmatch(word.text):
            return word.text
    return ""


def _stretched(strip: Pixels) -> NDArray[np.uint8]:
    redness = cv2.cvtColor(strip, cv2.COLOR_BGR2LAB)[:, :, 1].astype(np.float32)
    low, high = (float(v) for v in np.percentile(redness, (10, 98)))
    return np.asarray(np.clip((redness - low) / max(high - low, 1.0) * 255, 0, 255), dtype=np.uint8)
