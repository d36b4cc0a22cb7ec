"""From a flat card to a picture of it: lying on a table or a scanner's glass, lit, held, sleeved, photographed, sent by a chat app.

A `Shot` carries the picture together with the homography of each card in it, so that every value's box is known to the pixel.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from random import Random

import cv2
import numpy as np

from .flat import Flat
from .tables import PATTERNED, PRINTED, cut

_LETTER = 60.0  # an address's letter in the flat picture

Tops = dict[str, list[np.ndarray]]
Corners = np.ndarray  # 4 x 2: the card's own top left, top right, bottom right, bottom left


@dataclass(frozen=True)
class Card:
    """A card in a picture: which side, and where its flat pixels went."""

    flat: Flat
    matrix: np.ndarray

    @property
    def corners(self) -> Corners:
        """Where its corners are in the picture."""
        height, width = self.flat.pixels.shape[:2]
        return carry(self.matrix, np.array([[0, 0], [width, 0], [width, height], [0, height]], float))

    def box(self, name: str) -> tuple[float, float, float, float]:
        """The bounds of a value in the picture."""
        left, top, right, bottom = self.flat.boxes[name]
        points = carry(self.matrix, np.array([[left, top], [right, top], [right, bottom], [left, bottom]], float))
        return (*points.min(axis=0), *points.max(axis=0))  # type: ignore[return-value]

    def letter(self) -> float:
        """How many pixels tall the letters of the address or the authority are in the picture, where they are smallest.

        They are 3 mm on the card (60 of the flat picture's pixels); the smaller singular value of the mapping counts.
        """
        sizes = []
        for left, top, right, bottom in self.flat.boxes.values():
            x, y = (left + right) / 2, (top + bottom) / 2
            a, b, c = carry(self.matrix, np.array([[x, y], [x + 1, y], [x, y + 1]]))
            sizes.append(float(np.linalg.svd(np.array([b - a, c - a]), compute_uv=False)[1]) * _LETTER)
        return min(sizes, default=math.inf)

    def moved(self, matrix: np.ndarray) -> Card:
        """The card after the whole picture went through `matrix`."""
        return replace(self, matrix=matrix @ self.matrix)


@dataclass(frozen=True)
class Shot:
    """A picture, the cards in it, and what makes it hard to read (for a benchmark's tables)."""

    pixels: np.ndarray
    cards: tuple[Card, ...]
    traits: tuple[str, ...] = ()


def carry(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points through a homography."""
    mapped = np.hstack([points, np.ones((len(points), 1))]) @ matrix.T
    return mapped[:, :2] / mapped[:, 2:]


def pose(
    rng: Random, width: int, height: int, share: float, tilt: float, turn: float, at: tuple[float, float] = (0.5, 0.5),
    ratio: float = 540 / 856,
) -> Corners:  # fmt: skip
    """Corners of a card seen by a camera: `share` of the picture's width, tilted `tilt` degrees in some direction, turned `turn`."""
    half_w, half_h = 0.5, 0.5 * ratio
    points = np.array([[-half_w, -half_h, 0], [half_w, -half_h, 0], [half_w, half_h, 0], [-half_w, half_h, 0]])
    axis, angle = rng.uniform(0, 2 * math.pi), math.radians(tilt)
    rotation, _ = cv2.Rodrigues(np.array([math.cos(axis), math.sin(axis), 0.0]) * angle)
    spin, _ = cv2.Rodrigues(np.array([0.0, 0.0, math.radians(turn)]))
    seen = points @ spin.T @ rotation.T
    distance = rng.uniform(1.5, 2.6)
    flat = seen[:, :2] * (distance / (seen[:, 2:] + distance))
    size = (
        share * width / (flat[:, 0].max() - flat[:, 0].min())
        if abs(math.cos(math.radians(turn))) > 0.5
        else share * height / (flat[:, 1].max() - flat[:, 1].min())
    )
    return _within(flat * size + (at[0] * width, at[1] * height), width, height)


def _within(corners: Corners, width: int, height: int) -> Corners:
    """The corners moved, and made smaller where need be, so that the whole card lies in the picture with a margin of 1.5 %."""
    frame, middle = np.array([width, height]), corners.mean(axis=0)
    low, high = corners.min(axis=0), corners.max(axis=0)
    corners = (corners - middle) * min(1.0, float((0.97 * frame / (high - low)).min())) + middle
    low, high = corners.min(axis=0), corners.max(axis=0)
    return corners + np.maximum(0.015 * frame - low, 0) - np.maximum(high - 0.985 * frame, 0)


def _matrix(flat: Flat, corners: Corners) -> np.ndarray:
    height, width = flat.pixels.shape[:2]
    source = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(source, corners.astype(np.float32))


def _mask(height: int, width: int) -> np.ndarray:
    """A card's shape, with its round corners."""
    mask, radius = np.zeros((height, width), np.uint8), int(width * 0.036)
    cv2.rectangle(mask, (radius, 0), (width - radius, height), 255, -1)
    cv2.rectangle(mask, (0, radius), (width, height - radius), 255, -1)
    for x in (radius, width - radius):
        for y in (radius, height - radius):
            cv2.circle(mask, (x, y), radius, 255, -1)
    return mask


def lay(ground: np.ndarray, flat: Flat, corners: Corners, rng: Random, shadow: float = 0.5) -> tuple[np.ndarray, Card]:
    """Lay a card on a ground: its shadow first, then its pixels, without aliasing."""
    height, width = ground.shape[:2]
    matrix = _matrix(flat, corners)
    shrink = min(1.0, 1.3 * float(np.linalg.norm(corners[1] - corners[0]) / flat.pixels.shape[1]))
    small = (
        cv2.resize(flat.pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA) if shrink < 1 else flat.pixels
    )
    scaled = matrix @ np.diag([flat.pixels.shape[1] / small.shape[1], flat.pixels.shape[0] / small.shape[0], 1.0])
    mask = cv2.warpPerspective(_mask(*small.shape[:2]), scaled, (width, height), flags=cv2.INTER_LINEAR)
    if shadow:
        move = np.float32([[1, 0, rng.uniform(-9, 9)], [0, 1, rng.uniform(2, 12)]])
        dark = cv2.blur(cv2.warpAffine(mask, move, (width, height)), (21, 21))
        ground = cv2.multiply(ground, cv2.merge([255 - cv2.convertScaleAbs(dark, alpha=shadow)] * 3), scale=1 / 255)
    laid = cv2.warpPerspective(small, scaled, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    weight = cv2.merge([mask] * 3)
    mixed = cv2.add(cv2.multiply(laid, weight, scale=1 / 255), cv2.multiply(ground, 255 - weight, scale=1 / 255))
    return mixed, Card(flat, matrix)


def relight(pixels: np.ndarray, rng: Random, lamps: int, depth: float) -> np.ndarray:
    """`lamps` light sources of their own colour: a soft field from 1 - `depth` to 1."""
    rows, columns = np.mgrid[0:1:30j, 0:1:40j].astype(np.float32)
    field = np.zeros((30, 40, 3), np.float32)
    for _ in range(lamps):
        x, y, spread = rng.uniform(-0.2, 1.2), rng.uniform(-0.2, 1.2), rng.uniform(0.5, 1.2)
        colour = np.array(rng.choice(((1, 1, 1), (0.9, 0.98, 1.06), (1.06, 1.0, 0.93), (0.94, 1.03, 1.0))), np.float32)
        field += np.exp(-((columns - x) ** 2 + (rows - y) ** 2) / spread**2)[..., None] * colour
    field = 1 - depth + depth * field / field.max()
    return multiply(pixels, field)


def multiply(pixels: np.ndarray, field: np.ndarray) -> np.ndarray:
    """Pixels times a small field of factors, stretched over the whole picture."""
    wide = cv2.resize(field, pixels.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    if wide.ndim == 2:
        wide = cv2.merge([wide] * 3)
    return cv2.multiply(pixels, np.maximum(wide, 0), dtype=cv2.CV_8U)


def hard_shadow(pixels: np.ndarray, rng: Random) -> np.ndarray:
    """The shadow of a phone or an arm: a band with a soft edge, still readable."""
    small = np.ones((90, 120), np.float32)
    x, width, slope = rng.uniform(0, 90), rng.uniform(25, 60), rng.uniform(-50, 50)
    band = np.array([[x, 0], [x + width, 0], [x + width + slope, 90], [x + slope, 90]], np.int32)
    cv2.fillPoly(small, [band], rng.uniform(0.5, 0.68))
    return multiply(pixels, cv2.GaussianBlur(small, (0, 0), rng.uniform(1.2, 4)))


# Where fingers may lie: along which edge (by the corners that it joins), which part of it, and how deep (in card lengths) without
# touching a value. A portrait, a label's margin and the emblem's rim may be covered.
_HOLDS = {
    "front": ((1, 2, 0.08, 0.62, 0.05), (1, 2, 0.08, 0.62, 0.05), (0, 3, 0.1, 0.9, 0.03), (0, 1, 0.05, 0.95, 0.025), (3, 2, 0.05, 0.95, 0.025)),
    "back": ((1, 2, 0.08, 0.6, 0.06), (0, 3, 0.1, 0.9, 0.05), (0, 1, 0.05, 0.95, 0.025), (3, 2, 0.05, 0.95, 0.025)),
}  # fmt: skip


def fingers(pixels: np.ndarray, card: Card, rng: Random) -> np.ndarray:
    """One to three finger tips over an edge of the card, beside all values."""
    skin = np.array(rng.choice(((140, 170, 214), (120, 150, 200), (160, 190, 232), (90, 118, 165))), np.float32)
    first, last, low, high, deep = rng.choice(_HOLDS.get(card.flat.side, _HOLDS["front"]))
    corners, centre = card.corners, card.corners.mean(axis=0)
    length = float(np.linalg.norm(corners[1] - corners[0]))
    edge, middle = corners[last] - corners[first], (corners[last] + corners[first]) / 2
    inward = (centre - middle) / np.linalg.norm(centre - middle)
    count, thick = rng.randint(1, 3), int(length * rng.uniform(0.1, 0.125))
    step = thick * 1.08 / float(np.linalg.norm(edge))
    start = rng.uniform(low, max(low, high - step * (count - 1)))
    out = pixels
    for k in range(count):
        along = corners[first] + edge * min(start + step * k, 0.97)
        tip = along + inward * (length * deep * rng.uniform(0.5, 1.0) - thick / 2)
        out = _finger(out, tip, along - inward * length * 0.45, thick, skin * rng.uniform(0.9, 1.05))
    return out


def _finger(pixels: np.ndarray, tip: np.ndarray, root: np.ndarray, thick: int, skin: np.ndarray) -> np.ndarray:
    """A finger from its root to the middle of its round tip, with a nail, darker at its sides."""
    mask = np.zeros(pixels.shape[:2], np.uint8)
    cv2.line(mask, tuple(map(int, tip)), tuple(map(int, root)), 255, thick, cv2.LINE_AA)
    layer = np.empty_like(pixels)
    layer[:] = np.clip(skin, 0, 255)
    nail = tip - (root - tip) / np.linalg.norm(root - tip) * thick * 0.08
    cv2.circle(layer, tuple(map(int, nail)), thick // 3, tuple(map(float, skin * 1.1 + (12, 8, 10))), -1)
    shade = cv2.GaussianBlur(cv2.erode(mask, np.ones((9, 9))), (0, 0), thick / 6)
    layer = cv2.multiply(layer, cv2.merge([np.maximum(shade, 185)] * 3), scale=1 / 255)
    weight = cv2.merge([cv2.GaussianBlur(mask, (0, 0), 1.5)] * 3)
    return cv2.add(cv2.multiply(layer, weight, scale=1 / 255), cv2.multiply(pixels, 255 - weight, scale=1 / 255))


def sleeve(pixels: np.ndarray, card: Card, rng: Random) -> np.ndarray:
    """A clear plastic sleeve: a milky film a little larger than the card, its welded edge, and faint streaks of light."""
    centre = card.corners.mean(axis=0)
    outer = (card.corners - centre) * rng.uniform(1.06, 1.14) + centre
    mask = cv2.fillConvexPoly(np.zeros(pixels.shape[:2], np.uint8), outer.astype(np.int32), 255, cv2.LINE_AA)
    film = cv2.addWeighted(pixels, 0.9, np.full_like(pixels, 235), 0.1, 0)
    for _ in range(rng.randint(2, 5)):
        a, b = (tuple(map(int, outer[k] + (outer[(k + 1) % 4] - outer[k]) * rng.random())) for k in (0, 2))
        streak = cv2.line(np.zeros(pixels.shape[:2], np.uint8), a, b, 255, rng.randint(2, 12), cv2.LINE_AA)
        streak = cv2.GaussianBlur(streak, (0, 0), rng.uniform(2, 9))
        film = cv2.add(film, cv2.merge([cv2.convertScaleAbs(streak, alpha=rng.uniform(0.12, 0.3))] * 3))
    cv2.polylines(film, [outer.astype(np.int32)], True, (228, 228, 228), 2, cv2.LINE_AA)
    return np.where(mask[..., None] > 127, film, pixels)


def sensor(pixels: np.ndarray, rng: Random, soft: float, noise: float) -> np.ndarray:
    """The camera: a little softness, noise, white balance, contrast."""
    if soft > 0.3:
        pixels = cv2.GaussianBlur(pixels, (0, 0), soft)
    exposure = rng.uniform(0.9, 1.06)
    gains = [exposure * rng.uniform(0.965, 1.035) for _ in range(3)]
    grain = np.empty(pixels.shape, np.int16)
    cv2.setRNGSeed(rng.randrange(2**31 - 1))
    cv2.randn(grain, 0, noise)
    balanced = cv2.multiply(pixels, (*gains, 1.0), dtype=cv2.CV_16S)
    return np.clip(cv2.add(balanced, grain), 0, 255).astype(np.uint8)


def turned(shot: Shot, quarters: int) -> Shot:
    """The whole picture turned counter-clockwise by quarters."""
    height, width = shot.pixels.shape[:2]
    matrices = {
        0: np.eye(3),
        1: np.array([[0, 1, 0], [-1, 0, width], [0, 0, 1]], float),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1]], float),
        3: np.array([[0, -1, height], [1, 0, 0], [0, 0, 1]], float),
    }
    matrix = matrices[quarters % 4]
    return Shot(
        np.ascontiguousarray(np.rot90(shot.pixels, quarters % 4)),
        tuple(c.moved(matrix) for c in shot.cards),
        shot.traits,
    )


def mirrored(shot: Shot) -> Shot:
    """As a front camera stores it."""
    matrix = np.array([[-1, 0, shot.pixels.shape[1]], [0, 1, 0], [0, 0, 1]], float)
    return Shot(np.ascontiguousarray(shot.pixels[:, ::-1]), tuple(c.moved(matrix) for c in shot.cards), shot.traits)


def resized(shot: Shot, width: int) -> Shot:
    """As a chat app sends it: no wider than `width`."""
    factor = width / shot.pixels.shape[1]
    if factor >= 1:
        return shot
    small = cv2.resize(shot.pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return Shot(small, tuple(c.moved(np.diag([factor, factor, 1.0])) for c in shot.cards), shot.traits)


SIZES = ((1600, 1200), (2000, 1500), (1920, 1080), (2400, 1800), (1440, 1080), (1200, 1600), (1500, 2000), (1080, 1920))
_LARGE = ((4000, 3000), (4032, 3024))  # what a phone's camera stores


def photo(flats: tuple[Flat, ...], tops: Tops, rng: Random) -> Shot:
    """A careful phone photo: little tilt, even light, the card large in the picture, on any ground."""
    large = rng.random() < 0.06
    width, height = rng.choice(_LARGE if large else SIZES)
    if len(flats) > 1 and rng.random() < 0.5:
        width, height = height, width
    kind = rng.choice(tuple(tops))
    pixels = cut(rng, rng.choice(tops[kind]), width, height)
    if rng.random() < 0.15:  # the card held up: what lies behind it is out of focus
        pixels = cv2.GaussianBlur(pixels, (0, 0), width * rng.uniform(0.003, 0.012))
    cards = []
    for flat, at, share in _places(flats, rng, width, height):
        corners = pose(rng, width, height, share, rng.uniform(0, 14), rng.uniform(-7, 7), at, _ratio(flat))
        pixels, card = lay(pixels, flat, corners, rng)
        cards.append(card)
    pixels = relight(pixels, rng, rng.randint(1, 2), rng.uniform(0.1, 0.3))
    soft = rng.uniform(0.3, 0.9) * max(1.0, width / 2400)
    return Shot(
        sensor(pixels, rng, soft, rng.uniform(1.5, 4)),
        tuple(cards),
        (_ground_trait(kind), *(("12 MP",) if large else ())),
    )


def _ratio(flat: Flat) -> float:
    return flat.pixels.shape[0] / flat.pixels.shape[1]


def _ground_trait(kind: str) -> str:
    return "on print" if kind in PRINTED else "on a pattern" if kind in PATTERNED else "on a plain ground"


def _places(
    flats: tuple[Flat, ...], rng: Random, width: int, height: int
) -> list[tuple[Flat, tuple[float, float], float]]:
    if len(flats) == 1:
        share = min(rng.uniform(0.55, 0.86) if width > height else rng.uniform(0.74, 0.93), 1.25 * height / width)
        return [(flats[0], (rng.uniform(0.46, 0.54), rng.uniform(0.45, 0.55)), share)]
    share = min(0.62 * height / width, 0.86)  # two cards, one above the other
    return [
        (flat, (rng.uniform(0.48, 0.52), y + rng.uniform(-0.015, 0.015)), share)
        for flat, y in zip(flats, (0.27, 0.74), strict=True)
    ]


_HARD_GROUNDS = (*PRINTED, *PRINTED, *PATTERNED, "planks", "stone", "plain")
CHAT_WIDTH, CHAT_QUALITY = 960, 40


def hard(flats: tuple[Flat, ...], tops: Tops, rng: Random, chat: bool = False) -> Shot:
    """A careless photo, every value still there to be read: tilt, two lamps, a shadow, a sleeve or fingers, a shaking hand.

    With `chat` it is as small as a chat app sends it (the caller stores it at `CHAT_QUALITY`). The README says where its line is.
    """
    while True:
        width, height = rng.choice(SIZES[:4])
        shot = _careless(flats[0], tops, rng, width, height, calm=chat)
        shot = resized(shot, CHAT_WIDTH) if chat else shot
        if shot.cards[0].letter() >= LEAST_LETTER:
            return Shot(shot.pixels, shot.cards, (*shot.traits, *(("chat",) if chat else ())))


LEAST_LETTER = 14.0
"""No letter of a value on a good picture is less tall than this (pixels)."""


def _careless(flat: Flat, tops: Tops, rng: Random, width: int, height: int, calm: bool) -> Shot:
    kind = rng.choice(_HARD_GROUNDS)
    pixels = cut(rng, rng.choice(tops[kind]), width, height)
    share, at = rng.uniform(0.5, 0.72), (rng.uniform(0.45, 0.55), rng.uniform(0.46, 0.54))
    tilt, turn = rng.uniform(16, 36), rng.uniform(-24, 24)
    corners = pose(rng, width, height, share, tilt, turn, at, _ratio(flat))
    pixels, card = lay(pixels, flat, corners, rng, shadow=0.7)
    traits = [_ground_trait(kind)]
    if rng.random() < 0.3:
        pixels, traits = sleeve(pixels, card, rng), [*traits, "sleeve"]
    if rng.random() < 0.35:
        pixels, traits = fingers(pixels, card, rng), [*traits, "fingers"]
    pixels = relight(pixels, rng, 2, rng.uniform(0.3, 0.55))
    if rng.random() < 0.5:
        pixels, traits = hard_shadow(pixels, rng), [*traits, "shadow"]
    scale = width / 1600
    if rng.random() < 0.4 and not calm:
        pixels, traits = shaken(pixels, rng, rng.uniform(1.5, 3.5) * scale), [*traits, "shaken"]
    return Shot(sensor(pixels, rng, rng.uniform(0.6, 1.3) * scale, rng.uniform(3, 8)), (card,), tuple(traits))


def shaken(pixels: np.ndarray, rng: Random, length: float) -> np.ndarray:
    """A hand that moved by `length` pixels while the shutter was open."""
    size = int(length) | 1
    kernel = np.zeros((size + 2, size + 2), np.float32)
    angle, middle = rng.uniform(0, math.pi), (size + 1) / 2
    dx, dy = math.cos(angle) * length / 2, math.sin(angle) * length / 2
    cv2.line(
        kernel, (round(middle - dx), round(middle - dy)), (round(middle + dx), round(middle + dy)), 1.0, 1, cv2.LINE_AA
    )
    return cv2.filter2D(pixels, -1, kernel / kernel.sum())


def scan(flats: tuple[Flat, ...], rng: Random) -> Shot:
    """A flatbed scan: an A4 page (at 150 or 200 dpi) or the card's own corner of the glass, almost straight, even light."""
    dpi = rng.choice((150, 200, 300))
    whole = len(flats) > 1 or rng.random() < 0.4
    per_mm = dpi / 25.4
    width, height = (round(210 * per_mm), round(297 * per_mm)) if whole else (round(120 * per_mm), round(84 * per_mm))
    lid = np.full((height, width, 3), rng.choice((255, 252, 246, 238, 225)), np.uint8)
    pixels, cards = lid, []
    for k, flat in enumerate(flats):
        side = 85.6 * per_mm
        y = rng.uniform(0.2, 0.26) + 0.36 * k if whole else rng.uniform(0.46, 0.54)
        corners = pose(
            rng, width, height, side / width, 0, rng.uniform(-2.2, 2.2), (rng.uniform(0.42, 0.58) if whole else 0.5, y)
        )
        pixels, card = lay(pixels, flat, corners, rng, shadow=0.25)
        cards.append(card)
    return Shot(sensor(pixels, rng, rng.uniform(0.2, 0.7), rng.uniform(0.5, 2)), tuple(cards))
