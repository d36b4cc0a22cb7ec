"""Find card-shaped sheets in a picture by their edges, against any ground."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Pixels
from pipeline.ocr import Quad
from pipeline.ocr._lines import size

CARD_ASPECT = 85.6 / 54
_LOOK = 720  # longest side of the copy that edges are looked for in
_LEAST = 0.03  # of the picture's area
_ASPECTS = (1.25, 2.0)  # of the long sides to the short ones, perspective allowed for
_LINES = 2  # so many lines of text at least


_Line: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]  # a point and a direction


@dataclass(frozen=True)
class _Candidate:
    corners: Quad
    held: int
    score: float


def find_sheets(pixels: Pixels, lines: Sequence[Quad]) -> list[Quad]:
    """The corners of card-shaped sheets that hold text, clockwise from the one nearest the picture's left top, none over another.

    `lines` are the quads of the lines of text on the picture: an edge that cuts through one is no card's edge.
    """
    if len(lines) < _LINES:
        return []
    scale = min(1.0, _LOOK / max(pixels.shape[:2]))
    small = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    scaled = [quad * scale for quad in lines]
    candidates = [c for corners in _quads(small) if (c := _judge(corners, small, scaled))]
    chosen: list[_Candidate] = []
    for candidate in sorted(candidates, key=lambda c: -c.score):
        if not any(_overlap(candidate.corners, other.corners) for other in chosen):
            chosen.append(candidate)
    return [c.corners / scale for c in chosen]


def _quads(small: Pixels) -> Iterator[Quad]:
    """Quadrilaterals of every outline, in several views of the picture."""
    least = _LEAST * small.shape[0] * small.shape[1]
    for mask in _outlines(small):
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            if len(contour) > 100:
                hull = cv2.convexHull(contour)
                if cv2.contourArea(hull) > least and (corners := _four_sides(hull)) is not None:
                    yield corners


def _outlines(small: Pixels) -> Iterator[NDArray[np.uint8]]:
    """Edges at three sensitivities, and areas that differ from the ground in lightness or colour."""
    soft = cv2.bilateralFilter(small, 7, 40, 7)
    lab = cv2.cvtColor(soft, cv2.COLOR_BGR2LAB)
    kernel = np.ones((3, 3), np.uint8)
    for low, high in ((12, 36), (30, 90), (60, 180)):
        edges: NDArray[Any] = np.zeros(small.shape[:2], np.uint8)
        for channel in range(3):
            edges = cv2.bitwise_or(edges, cv2.Canny(np.ascontiguousarray(lab[:, :, channel]), low, high))
        yield np.asarray(cv2.dilate(edges, kernel, iterations=1), dtype=np.uint8)
    for channel in range(3):
        plane = cv2.GaussianBlur(np.ascontiguousarray(lab[:, :, channel]), (5, 5), 0)
        _, mask = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        for side in (mask, 255 - mask):
            yield np.asarray(cv2.morphologyEx(side, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8)), dtype=np.uint8)


def _four_sides(hull: NDArray[Any]) -> Quad | None:
    """The quadrilateral around an outline: its four long sides, each as the line through the outline's points along it.

    Rounded corners and a bulge here or there do not matter; None where the outline is not four-sided.
    """
    points = hull[:, 0, :].astype(np.float64)
    for part in (0.02, 0.03, 0.05, 0.08):
        rough = cv2.approxPolyDP(hull, part * cv2.arcLength(hull, True), True)
        if len(rough) == 4:
            break
    else:
        return None
    corners = _clockwise(rough[:, 0, :].astype(np.float64))
    dense = _dense(points)
    sides = [_side(dense, corners[i], corners[(i + 1) % 4]) for i in range(4)]
    fitted = np.array([_meet(sides[i - 1], sides[i]) for i in range(4)])
    moved = np.abs(fitted - corners).max() if np.isfinite(fitted).all() else np.inf
    best = fitted if moved < 0.06 * np.linalg.norm(corners[2] - corners[0]) else corners
    filled = cv2.contourArea(hull) / max(cv2.contourArea(best.astype(np.float32)), 1.0)
    return best if filled > 0.93 else None


def _dense(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points along a closed outline, about two pixels apart."""
    ends = np.roll(points, -1, axis=0)
    steps = [
        np.linspace(a, b, max(int(np.linalg.norm(b - a) / 2), 1), endpoint=False)
        for a, b in zip(points, ends, strict=True)
    ]
    return np.concatenate(steps)


def _side(dense: NDArray[np.float64], a: NDArray[np.float64], b: NDArray[np.float64]) -> _Line:
    """A point and a direction of the side from a to b, of the outline's points near its middle part."""
    along = (b - a) / max(float(np.linalg.norm(b - a)), 1e-6)
    relative = dense - a
    t = relative @ along / max(float(np.linalg.norm(b - a)), 1e-6)
    off = np.abs(relative @ np.array([-along[1], along[0]]))
    near = dense[(t > 0.12) & (t < 0.88) & (off < 0.04 * np.linalg.norm(b - a) + 2)]
    if len(near) < 5:
        return a, along
    vx, vy, x, y = cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel()
    return np.array([x, y], dtype=float), np.array([vx, vy], dtype=float)


def _meet(one: _Line, two: _Line) -> NDArray[np.float64]:
    (p, u), (q, v) = one, two
    cross = u[0] * v[1] - u[1] * v[0]
    if abs(cross) < 1e-3:
        return np.array([np.nan, np.nan])
    t = ((q - p)[0] * v[1] - (q - p)[1] * v[0]) / cross
    return np.asarray(p + t * u, dtype=np.float64)


def _clockwise(corners: Quad) -> Quad:
    middle = corners.mean(axis=0)
    ordered = corners[np.argsort(np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0]))]
    return np.roll(ordered, -int(np.argmin(ordered.sum(axis=1))), axis=0)


def _judge(corners: Quad, small: Pixels, lines: Sequence[Quad]) -> _Candidate | None:
    """How much a quadrilateral is like a card with text; None where it cannot be one."""
    long, short = sorted(size(corners), reverse=True)
    if (
        short < 30
        or not _ASPECTS[0] < long / short < _ASPECTS[1]
        or not cv2.isContourConvex(corners.astype(np.float32))
    ):
        return None
    outline = corners.astype(np.float32)
    held = [quad for quad in lines if cv2.pointPolygonTest(outline, tuple(map(float, quad.mean(axis=0))), False) >= 0]
    cut = sum(_is_cut(quad, outline) for quad in lines)
    if len(held) < _LINES or cut > 0.15 * len(held) or _on_rim(corners, small):
        return None
    shape = 1 - min(abs(long / short - CARD_ASPECT) / CARD_ASPECT, 1)
    return _Candidate(corners, len(held), len(held) * (0.5 + shape) * (1 - cut / len(held)))


def _on_rim(corners: Quad, small: Pixels) -> bool:
    """Whether a side lies along the picture's own edge: then it is no side of a card, or of one that goes on beyond."""
    high, wide = small.shape[:2]
    rim = 0.012 * max(wide, high)
    near = [corners[:, 0] < rim, corners[:, 1] < rim, corners[:, 0] > wide - rim, corners[:, 1] > high - rim]
    return any(int(side.sum()) >= 2 for side in near)


def _is_cut(quad: Quad, outline: NDArray[np.float32]) -> bool:
    """Whether a line of text lies on both sides of an outline, by more than its own height's third."""
    slack = 0.35 * min(size(quad))
    far = [cv2.pointPolygonTest(outline, (float(x), float(y)), True) for x, y in quad]
    return min(far) < -slack and max(far) > slack


def _overlap(a: Quad, b: Quad) -> bool:
    """Whether two sheets share more than a fifth of the smaller one."""
    shared, _ = cv2.intersectConvexConvex(a.astype(np.float32), b.astype(np.float32))
    least = min(cv2.contourArea(a.astype(np.float32)), cv2.contourArea(b.astype(np.float32)))
    return bool(shared > 0.2 * least)
