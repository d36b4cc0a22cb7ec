"""Find card-shaped sheets in a picture by their edges, against any ground: plain, patterned, printed or written on.

Print is taken out of the picture first (a closing: what is thin and dark vanishes, be it on the card or on a newspaper under it), so that
what is left are areas of paper. Outlines of such areas and straight pieces of edge both give quadrilaterals; each is judged by how much
of its four sides is an edge in the right direction, by its shape and by the lines of text that it holds or cuts.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.model import Pixels
from pipeline.ocr import Quad
from pipeline.ocr._lines import size

CARD_ASPECT = 85.6 / 54
_LOOK = 640  # longest side of the copy that edges are looked for in
_SMALL_LOOK = 288  # the same where there is hardly any text: the picture may be blurred
_BLURRED = 4  # lines, under which a picture is looked at so
_ROUGHER = 0.97  # what a sheet found so is worth, since its corners are less exact
_PRINT = 13  # pixels of that copy: strokes closer together than this are taken out with what lies between them
_LEAST = 0.008  # of the picture's area
_ASPECTS = (1.2, 2.1)  # of the long sides to the short ones, perspective allowed for
_PIECES = 24  # the longest straight pieces of edge that quadrilaterals are made of
_PAIRS = 70  # of opposite pieces, the longest first
_JUDGED = 40  # quadrilaterals of pieces, those best covered by them
_OPPOSITE = math.radians(32)  # how far two opposite sides may be from parallel
_ACROSS = math.radians(48)  # how far neighbouring sides may be from a right angle
_SLOW = 61  # pixels over which light changes, not paper
_FAINTEST = 1.5  # of 255: a step under which nothing is told from noise
_FLAT = (476, 300)  # pixels at which the sides of a card are looked for near where they should be
_MARGIN = 36  # of these pixels: how far away they may be
_RISE = 14  # of these pixels: how much a side may be askew from end to end
_STROKES = 13  # as _PRINT, of these pixels
_ALONG = np.linspace(0.1, 0.9, 28)  # places along a side that are looked at
_BESIDE = np.arange(-2.0, 2.5)  # pixels across it
_SHOWN = 0.5  # of the sides, on the average, must be edges
_CUT = 0.4  # of the lines that a sheet holds: so many may cross an outline, where the ground is printed too
_UNCUT = 0.85  # an outline of which all four sides are edges by so much is believed whatever crosses it
_PAINTED = 256  # pixels of the longer side of two sheets that are compared
_MOST = 12  # candidates that are worth telling


_Line: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]  # a point and a direction
_Plane: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True)
class Candidate:
    """A quadrilateral that may be a card: clockwise from the corner nearest the picture's left top.

    `held` counts the lines of text in it. `shown` is the share of its outline that is an edge, and `weakest` that of its least
    visible side, 0 to 1. `score` orders candidates of one picture.
    """

    corners: Quad
    held: int
    shown: float
    weakest: float
    score: float


@dataclass(frozen=True)
class _Edges:
    """The edges of a picture without its print: how strong against the least that counts as one, and the direction across them."""

    strength: _Plane
    across_x: _Plane
    across_y: _Plane


def find_sheets(pixels: Pixels, lines: Sequence[Quad]) -> list[Candidate]:
    """Card-shaped sheets, the likeliest first; they may overlap, since an outline may be of a sheet under the card or of a part of it.

    `lines` are the quads of the lines of text on the picture: an edge that cuts through many is no card's edge.
    """
    judged = _found_at(pixels, lines, _LOOK)
    if len(lines) < _BLURRED:
        judged += [replace(c, score=c.score * _ROUGHER) for c in _found_at(pixels, lines, _SMALL_LOOK)]
    chosen: list[Candidate] = []
    for candidate in sorted(judged, key=lambda c: -c.score):
        if not any(shared(candidate.corners, other.corners) > 0.9 for other in chosen):
            chosen.append(candidate)
    return chosen[:_MOST]


def _found_at(pixels: Pixels, lines: Sequence[Quad], longest: int) -> list[Candidate]:
    """Sheets as they show on a copy of a size: edges that blur has made wide are steep on a small one."""
    scale = min(1.0, longest / max(pixels.shape[:2]))
    small = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    soft = cv2.bilateralFilter(small, 7, 40, 7)
    bare = cv2.morphologyEx(soft, cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8))
    lab, paper = (np.asarray(cv2.cvtColor(view, cv2.COLOR_BGR2LAB), dtype=np.uint8) for view in (soft, bare))
    edges, scaled = _edges(paper), [quad * scale for quad in lines]
    judged = [c for corners in _outlined(lab, paper) if (c := _judge(corners, small, edges, scaled))]
    if not any(_is_plain(c, len(lines)) for c in judged):
        judged += [c for corners in _of_pieces(paper) if (c := _judge(corners, small, edges, scaled))]
    return [replace(c, corners=c.corners / scale) for c in judged]


def shared(a: Quad, b: Quad) -> float:
    """The area that two sheets share, as a part of both together."""
    both = _common(a, b)
    return float(both / max(cv2.contourArea(a.astype(np.float32)) + cv2.contourArea(b.astype(np.float32)) - both, 1.0))


def overlap(a: Quad, b: Quad) -> bool:
    """Whether two sheets share more than a fifth of the smaller one."""
    least = min(cv2.contourArea(a.astype(np.float32)), cv2.contourArea(b.astype(np.float32)))
    return bool(_common(a, b) > 0.2 * least)


def _common(a: Quad, b: Quad) -> float:
    """The area that two sheets have in common."""
    both, _ = cv2.intersectConvexConvex(a.astype(np.float32), b.astype(np.float32))
    inside = cv2.pointPolygonTest(b.astype(np.float32), tuple(map(float, a.mean(axis=0))), False) >= 0
    return float(both) if both > 0 or not inside else _painted_common(a, b)


def _painted_common(a: Quad, b: Quad) -> float:
    """The same of sheets whose sides nearly coincide, which the exact way loses at times."""
    low = np.minimum(a.min(axis=0), b.min(axis=0))
    unit = max(float((np.maximum(a.max(axis=0), b.max(axis=0)) - low).max()) / _PAINTED, 1e-6)
    planes = [np.zeros((_PAINTED + 1, _PAINTED + 1), np.uint8) for _ in range(2)]
    for plane, quad in zip(planes, (a, b), strict=True):
        cv2.fillConvexPoly(plane, np.round((quad - low) / unit).astype(np.int32), 1)
    return float((planes[0] & planes[1]).sum()) * unit**2


# ---------------------------------------------------------------- outlines of areas


def _outlined(lab: Pixels, paper: Pixels) -> Iterator[Quad]:
    """Quadrilaterals of every outline, in several views of the picture."""
    least = _LEAST * lab.shape[0] * lab.shape[1]
    for mask in _outlines(lab, paper):
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            if len(contour) > 80:
                hull = cv2.convexHull(contour)
                if cv2.contourArea(hull) > least and (corners := _four_sides(hull)) is not None:
                    yield corners


def _outlines(lab: Pixels, paper: Pixels) -> Iterator[NDArray[np.uint8]]:
    """Edges at several sensitivities, with print and without, and areas that differ from the ground in lightness or colour."""
    kernel = np.ones((3, 3), np.uint8)
    for view, low, high in ((lab, 12, 36), (lab, 30, 90), (lab, 60, 180), (paper, 8, 20), (paper, 20, 50)):
        edges: NDArray[Any] = np.zeros(lab.shape[:2], np.uint8)
        for channel in range(3):
            edges = cv2.bitwise_or(edges, cv2.Canny(np.ascontiguousarray(view[:, :, channel]), low, high))
        yield np.asarray(cv2.dilate(edges, kernel, iterations=1), dtype=np.uint8)
    for channel in range(3):
        plane = cv2.GaussianBlur(np.ascontiguousarray(paper[:, :, channel]), (5, 5), 0)
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


# ---------------------------------------------------------------- straight pieces of edge


def _of_pieces(paper: Pixels) -> list[Quad]:
    """Quadrilaterals of which two pairs of straight pieces of edge are the sides: an outline need not be closed."""
    pieces = np.array(_pieces(paper)).reshape(-1, 2, 2)
    pairs = [(i, j) for i, j in combinations(range(len(pieces)), 2) if _face(pieces[i], pieces[j], paper.shape)]
    directions = [_direction(piece) for piece in pieces]
    fours = [
        (a, b, c, d)
        for (a, b), (c, d) in combinations(pairs[:_PAIRS], 2)
        if len({a, b, c, d}) == 4 and _between(directions[a], directions[c]) > math.pi / 2 - _ACROSS
    ]
    if not fours:
        return []
    return _made_of(pieces, np.array(fours), paper.shape)


def _made_of(pieces: NDArray[np.float64], fours: NDArray[np.int64], shape: tuple[int, ...]) -> list[Quad]:
    """The quadrilaterals between pieces a and b on the one hand, c and d on the other, those best covered by their pieces first."""
    a, b, c, d = fours.T
    meet = _meetings(pieces)
    corners = np.stack([meet[a, c], meet[c, b], meet[b, d], meet[d, a]], axis=1)
    sides = np.stack([pieces[c], pieces[b], pieces[d], pieces[a]], axis=1)  # the piece along each side, in order
    along = np.roll(corners, -1, axis=1) - corners
    long = np.linalg.norm(along, axis=2)
    along = along / np.maximum(long, 1e-6)[:, :, None]
    t = np.sort(((sides - corners[:, :, None]) * along[:, :, None]).sum(axis=3), axis=2)
    covered = np.minimum(t[:, :, 1], long) - np.maximum(t[:, :, 0], 0)
    fits = ((covered > 0.3 * long) & (covered > 0.6 * (t[:, :, 1] - t[:, :, 0]))).all(axis=1)
    room = 0.04 * max(shape[:2])
    on = (corners > -room).all(axis=(1, 2)) & (corners < np.array([shape[1], shape[0]]) + room).all(axis=(1, 2))
    turns = along[:, :, 0] * np.roll(along, -1, axis=1)[:, :, 1] - along[:, :, 1] * np.roll(along, -1, axis=1)[:, :, 0]
    convex = (turns > 0.2).all(axis=1) | (turns < -0.2).all(axis=1)
    pairs = long[:, 0] + long[:, 2], long[:, 1] + long[:, 3]
    ratio = np.maximum(*pairs) / np.maximum(np.minimum(*pairs), 1e-6)
    shaped = (
        (ratio > _ASPECTS[0])
        & (ratio < _ASPECTS[1])
        & (np.maximum(*pairs) * np.minimum(*pairs) / 4 > _LEAST * shape[0] * shape[1])
    )
    chosen = np.flatnonzero(fits & on & convex & shaped)
    share = (covered / np.maximum(long, 1e-6)).clip(0, 1).min(axis=1)
    return [_clockwise(corners[i]) for i in chosen[np.argsort(-share[chosen])][:_JUDGED]]


def _meetings(pieces: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where the line of each piece meets that of each other; far away where they are parallel."""
    p, u = pieces[:, 0], pieces[:, 1] - pieces[:, 0]
    cross = u[:, None, 0] * u[None, :, 1] - u[:, None, 1] * u[None, :, 0]
    away = p[None] - p[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        t = (away[:, :, 0] * u[None, :, 1] - away[:, :, 1] * u[None, :, 0]) / cross
    return np.asarray(p[:, None] + np.nan_to_num(t, nan=1e6, posinf=1e6, neginf=-1e6)[:, :, None] * u[:, None])


def _pieces(paper: Pixels) -> list[NDArray[np.float64]]:
    """The longest straight pieces of edge, each [[x, y], [x, y]], those that go on in one another joined."""
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_NONE)
    views = [_locally_stretched(np.ascontiguousarray(paper[:, :, channel])) for channel in range(3)]
    found = [segments for view in views if (segments := detector.detect(view)[0]) is not None]
    if not found:
        return []
    segments = np.concatenate(found).reshape(-1, 2, 2).astype(np.float64)
    lengths = np.linalg.norm(segments[:, 1] - segments[:, 0], axis=1)
    least = 0.025 * max(paper.shape[:2])
    order = np.argsort(-lengths)[: 5 * _PIECES]
    return _joined(segments[order][lengths[order] > least])[:_PIECES]


def _locally_stretched(plane: NDArray[Any]) -> NDArray[np.uint8]:
    """A channel without the slow change of light over it, what is left brought to one contrast however faint it was."""
    soft = cv2.medianBlur(plane, 5).astype(np.float32)
    off = soft - cv2.blur(soft, (_SLOW, _SLOW))
    reach = max(float(np.percentile(np.abs(off), 90)), _FAINTEST)
    return np.asarray(np.clip(128 + cv2.GaussianBlur(off, (0, 0), 1.0) * (50 / reach), 0, 255), dtype=np.uint8)


def _joined(segments: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Segments along one line, with gaps no longer than what lies around them, as one; the longest first."""
    left, joined = segments, []
    while len(left):
        own, left = left[0], left[1:]
        while len(left) and (other := _goes_on(own, left)) is not None:
            ends = np.concatenate([own, left[other]])
            places = (ends - own[0]) @ (own[1] - own[0])
            own = np.array([ends[int(places.argmin())], ends[int(places.argmax())]])
            left = np.delete(left, other, axis=0)
        joined.append(own)
    return sorted(joined, key=lambda piece: -float(np.linalg.norm(piece[1] - piece[0])))


def _goes_on(own: NDArray[np.float64], others: NDArray[np.float64]) -> int | None:
    """Which of other segments lies on the line of one, not far from its ends."""
    long = float(np.linalg.norm(own[1] - own[0]))
    along = (own[1] - own[0]) / max(long, 1e-6)
    off = np.abs((others - own[0]) @ np.array([-along[1], along[0]])).max(axis=1)
    t = (others - own[0]) @ along
    gap = np.maximum(np.maximum(t.min(axis=1) - long, -t.max(axis=1)), 0)
    fits = (off < 2.5 + 0.008 * gap) & (gap < 0.5 * (long + np.abs(t[:, 1] - t[:, 0])))
    return int(fits.argmax()) if fits.any() else None


def _direction(piece: NDArray[np.float64]) -> float:
    return math.atan2(piece[1][1] - piece[0][1], piece[1][0] - piece[0][0]) % math.pi


def _between(a: float, b: float) -> float:
    """The angle between two directions, at most a right one."""
    off = abs(a - b) % math.pi
    return min(off, math.pi - off)


def _face(a: NDArray[np.float64], b: NDArray[np.float64], shape: tuple[int, ...]) -> bool:
    """Whether two pieces may be opposite sides of a card: about parallel, some way apart, and beside one another."""
    if _between(_direction(a), _direction(b)) > _OPPOSITE:
        return False
    along = a[1] - a[0]
    long = float(np.linalg.norm(along))
    along = along / max(long, 1e-6)
    apart = abs(float((b.mean(axis=0) - a.mean(axis=0)) @ np.array([-along[1], along[0]])))
    t = np.sort((b - a[0]) @ along)
    beside = min(float(t[1]), long) - max(float(t[0]), 0.0)
    return apart > 0.06 * max(shape[:2]) and beside > 0.25 * min(long, float(t[1] - t[0]))


# ---------------------------------------------------------------- judging


def _edges(paper: Pixels) -> _Edges:
    soft = cv2.GaussianBlur(paper, (0, 0), 1.2).astype(np.float32)
    soft[:, :, 1:] *= 1.5  # a step in colour is seldom one in lightness
    x = np.asarray(cv2.Scharr(soft, cv2.CV_32F, 1, 0), dtype=np.float32) / 32
    y = np.asarray(cv2.Scharr(soft, cv2.CV_32F, 0, 1), dtype=np.float32) / 32
    best = np.hypot(x, y).argmax(axis=2)[:, :, None]
    x, y = np.take_along_axis(x, best, 2)[:, :, 0], np.take_along_axis(y, best, 2)[:, :, 0]
    strength = np.hypot(x, y)
    least, whole = max(0.8, 2.0 * float(np.median(strength))), np.maximum(strength, 1e-6)
    return _Edges(*(np.asarray(plane, dtype=np.float32) for plane in (strength / least, x / whole, y / whole)))


def _judge(corners: Quad, small: Pixels, edges: _Edges, lines: Sequence[Quad]) -> Candidate | None:
    """How much a quadrilateral is like a card; None where it cannot be one."""
    long, short = sorted(size(corners), reverse=True)
    if (
        short < 30
        or not _ASPECTS[0] < long / short < _ASPECTS[1]
        or not cv2.isContourConvex(corners.astype(np.float32))
        or _on_rim(corners, small)
    ):
        return None
    sides = _shown(corners, edges)
    shown, weakest = float(sides.mean()), float(sides.min())
    if shown < _SHOWN:
        return None
    outline = corners.astype(np.float32)
    held = sum(cv2.pointPolygonTest(outline, tuple(map(float, quad.mean(axis=0))), False) >= 0 for quad in lines)
    cut = sum(_is_cut(quad, outline) for quad in lines) / max(held, 1)
    if cut > _CUT and weakest < _UNCUT:
        return None
    shape = 1 - min(abs(long / short - CARD_ASPECT) / CARD_ASPECT, 1)
    text = 0.4 + 0.6 * min(held, 6) / 6
    return Candidate(corners, held, shown, weakest, shown**2 * (0.4 + shape) * (1 - 0.5 * min(cut, 1)) * text)


def _is_plain(candidate: Candidate, lines: int) -> bool:
    """Whether a sheet is so plainly the one with the picture's text that no other way of finding it is needed."""
    return candidate.weakest > 0.9 and candidate.held >= max(4, 0.6 * lines)


def _shown(corners: Quad, edges: _Edges) -> NDArray[np.float64]:
    """The share of each side, its rounded ends left out, along which an edge runs in its direction."""
    high, wide = edges.strength.shape
    sides = np.roll(corners, -1, axis=0) - corners
    normal = np.column_stack([-sides[:, 1], sides[:, 0]]) / np.maximum(np.linalg.norm(sides, axis=1), 1e-6)[:, None]
    places = corners[:, None, None] + _ALONG[None, :, None, None] * sides[:, None, None]
    places = places + _BESIDE[None, None, :, None] * normal[:, None, None]
    x = np.clip(places[..., 0].round().astype(int), 0, wide - 1)
    y = np.clip(places[..., 1].round().astype(int), 0, high - 1)
    across = edges.across_x[y, x] * normal[:, None, None, 0] + edges.across_y[y, x] * normal[:, None, None, 1]
    return np.asarray(((edges.strength[y, x] > 1) & (np.abs(across) > 0.85)).any(axis=2).mean(axis=1))


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


# ---------------------------------------------------------------- setting right


def snapped(pixels: Pixels, corners: Quad) -> Quad:
    """Corners that are about a card's, moved to the edges that run near its sides; a side without a plain edge stays where it is."""
    own = np.array([[0, 0], [_FLAT[0], 0], [_FLAT[0], _FLAT[1]], [0, _FLAT[1]]], np.float32) + _MARGIN
    to_flat = cv2.getPerspectiveTransform(corners.astype(np.float32), own)
    whole = (_FLAT[0] + 2 * _MARGIN, _FLAT[1] + 2 * _MARGIN)
    flat = cv2.warpPerspective(pixels, to_flat, whole, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    bare = cv2.morphologyEx(cv2.medianBlur(flat, 3), cv2.MORPH_CLOSE, np.ones((_STROKES, _STROKES), np.uint8))
    lab = cv2.GaussianBlur(cv2.cvtColor(bare, cv2.COLOR_BGR2LAB), (0, 0), 1.0).astype(np.float32)
    sides = []
    for turn in range(4):  # top, right, bottom, left: each as the top of the picture turned
        upright = np.rot90(lab, turn)
        sides.append(_top_edge(np.ascontiguousarray(upright)))
    return np.asarray(_carried(_four(sides, whole), np.linalg.inv(to_flat)), dtype=np.float64)


def _top_edge(lab: _Plane) -> tuple[float, float]:
    """Height of the edge near the top side, at its left and right end, in pixels; (_MARGIN, _MARGIN) where none is plain."""
    band = lab[: 2 * _MARGIN + 1, _MARGIN:-_MARGIN]
    step = band[4:] - band[:-4]  # row y of it is the step at y + 2
    parts = np.array_split(step[:, band.shape[1] // 12 : -band.shape[1] // 12], 12, axis=1)
    blocks = np.stack([part.mean(axis=1) for part in parts])  # part, row, channel
    places = (np.arange(12) - 5.5) / 11
    best, found = 0.0, (float(_MARGIN), float(_MARGIN))
    strengths = []
    for rise in range(-_RISE, _RISE + 1, 2):
        shifts = np.round(places * rise).astype(int)
        rows = np.arange(_RISE, blocks.shape[1] - _RISE)
        moved = np.stack([blocks[i][rows + shifts[i]] for i in range(12)])
        strength = np.abs(np.median(moved, axis=0)).max(axis=1)
        strengths.append(strength)
        near = 1 - 0.4 * np.abs(rows + 2 - _MARGIN) / _MARGIN
        at = int((strength * near).argmax())
        if strength[at] * near[at] > best:
            best, middle = float(strength[at] * near[at]), float(rows[at] + 2)
            half = rise / 2 * lab.shape[1] / (band.shape[1] * 10 / 12 * 11 / 12)
            found = (middle - half, middle + half)
    plain = best > max(1.5, 4 * float(np.median(strengths)))
    return found if plain else (float(_MARGIN), float(_MARGIN))


def _four(sides: Sequence[tuple[float, float]], whole: tuple[int, int]) -> Quad:
    """The corners between four sides, each given as seen with the picture turned so many quarters counter-clockwise."""
    wide, high = whole
    lines: list[_Line] = []
    for turn, (left, right) in enumerate(sides):
        long = wide if turn % 2 == 0 else high
        a, b = np.array([0.0, left]), np.array([float(long), right])
        ends = [_turned_back(point, turn, wide, high) for point in (a, b)]
        lines.append((ends[0], ends[1] - ends[0]))
    return np.array(
        [_meet(lines[3], lines[0]), _meet(lines[0], lines[1]), _meet(lines[1], lines[2]), _meet(lines[2], lines[3])]
    )


def _turned_back(point: NDArray[np.float64], turn: int, wide: int, high: int) -> NDArray[np.float64]:
    x, y = point
    return np.array([(x, y), (wide - y, x), (wide - x, high - y), (y, high - x)][turn])


def _carried(points: Quad, transform: NDArray[Any]) -> Quad:
    mapped = np.hstack([points, np.ones((len(points), 1))]) @ transform.T
    return np.asarray(mapped[:, :2] / mapped[:, 2:], dtype=np.float64)
