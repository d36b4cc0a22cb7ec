"""The faults of a picture of a card, from those on that an officer just refuses; and what of the card is lost by them.

Where the line lies. A stroke of the values is STROKE of the card's width; the card's width is that in the picture as handed in.

| fault | a good picture | a faulty one |
|---|---|---|
| blurred | sigma of all blur at most 0.5 strokes | 1.1 strokes and more (a disc's sigma is half its radius, a line's its length / 3.46) |
| small | card at least 480 px wide | at most 300 |
| dark | the card's light places (its 70th percentile) at least 105 of 255, in a hard shadow 85 | at most 62 |
| cropped | all of the card in the picture, a finger only over its rim (45 units) | 5 % of its width or height and more beyond the edge, or a finger over a value |
| glare | nothing burnt out over a value | two fifths of a letter of a value and more at 250 and above in every channel: that value is lost |
| recapture | | the card is shown by a screen, whose dots beat with the sensor's |
| photocopy | | a grey copy |
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

import cv2
import numpy as np
from _cards import HIGH, WIDE, Card
from _lens import Lying
from PIL import Image

Array = Any
STROKE = 0.0036  # of the card's width
MOST_BLUR, LEAST_BLURRED = 0.5, 1.1  # strokes
LEAST_ACROSS, MOST_SMALL = 480.0, 300.0  # pixels
LEAST_LIGHT, LEAST_SHADED, MOST_DARK = 105.0, 85.0, 62.0
LEAST_CROPPED = 0.05
MOST_RIM = 45.0  # units that a finger may lie over the rim
LOST_LETTER, BURNT = 0.4, 250


def glare(scene: Array, lying: Lying, rng: Random, field: str, size: float) -> Array:
    """A lamp's mirror image over a field: a spot, a tube or a window, `size` letters large, soft at its rim."""
    letters = lying.card.letters[field]
    left, top, right, bottom = rng.choice(letters)
    one = max(right - left, bottom - top)
    x, y = (left + right) / 2 + rng.uniform(-0.3, 0.3) * one, (top + bottom) / 2 + rng.uniform(-0.2, 0.2) * one
    reach = max(size, 1.3) * one / 2
    spot = np.zeros((HIGH, WIDE), np.float32)
    kind = rng.choice(("spot", "spot", "tube", "window"))
    long, angle = reach * rng.uniform(1.0, 1.8), rng.uniform(0, 180)
    if kind == "tube":
        long, reach = reach * rng.uniform(2, 5), reach * 0.8
    if kind == "window":
        corners = cv2.boxPoints(((x, y), (2 * long, 2 * reach), angle)).astype(np.int32)
        cv2.fillConvexPoly(spot, corners, 1.0, cv2.LINE_AA)
    else:
        cv2.ellipse(spot, (round(x), round(y)), (round(long), round(reach)), angle, 0, 360, 1.0, -1, cv2.LINE_AA)
    rim = cv2.GaussianBlur(spot, (0, 0), max(reach * rng.uniform(0.12, 0.7), 3))
    halo = cv2.GaussianBlur(spot, (0, 0), reach * 1.2)
    high, wide = scene.shape[:2]
    light = cv2.warpPerspective(rim * rng.uniform(260, 460) + halo * rng.uniform(20, 110), lying.matrix, (wide, high))
    return scene + light[..., None] * np.array((1.0, rng.uniform(0.96, 1.0), rng.uniform(0.9, 1.0)), np.float32)


def sheen(scene: Array, lying: Lying, rng: Random) -> Array:
    """A weak reflection that burns nothing out: every good picture may have it."""
    spot = np.zeros((HIGH // 2, WIDE // 2), np.float32)
    centre = (rng.randint(0, WIDE // 2), rng.randint(0, HIGH // 2))
    cv2.ellipse(spot, centre, (rng.randint(30, 160), rng.randint(20, 90)), rng.uniform(0, 180), 0, 360, 1.0, -1)
    spot = cv2.GaussianBlur(spot, (0, 0), 25) * rng.uniform(8, 22)
    high, wide = scene.shape[:2]
    return scene + cv2.warpPerspective(spot, lying.matrix @ np.diag((2, 2, 1.0)), (wide, high))[..., None]


def screen_dots(scene: Array, matrix: Array, rng: Random, pitch: float, strength: float) -> Array:
    """The dots of a screen, `pitch` units apart, as a sensor's pixels sample them: where the two beat, bands appear by themselves."""
    high, wide = scene.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    back = np.linalg.inv(matrix).astype(np.float32)
    depth = back[2, 0] * x + back[2, 1] * y + back[2, 2]
    u = (back[0, 0] * x + back[0, 1] * y + back[0, 2]) / depth / pitch
    v = (back[1, 0] * x + back[1, 1] * y + back[1, 2]) / depth / pitch
    per_pixel = float(np.abs(np.gradient(u[high // 2])).mean())
    passed = float(np.clip(np.sinc(0.8 * per_pixel), 0.2, 1.0))
    rows = 1 + 0.6 * strength * passed * np.cos(2 * np.pi * v)
    refresh = 1 + rng.uniform(0.0, 0.05) * np.sin(v * rng.uniform(0.004, 0.02) + rng.uniform(0, 6))
    out = np.empty_like(scene)
    for channel in range(3):
        columns = 1 + strength * passed * np.cos(2 * np.pi * (u + channel / 3))
        out[..., channel] = scene[..., channel] * columns * rows * refresh
    return out * np.array((0.95, 0.99, 1.06), np.float32) + rng.uniform(4, 16)


def toner(card: Card, rng: Random) -> Card:
    """The card as a black-and-white copier prints it: its own contrast, specks, streaks, sometimes a grid of dots."""
    noise = np.random.default_rng(rng.randrange(2**32))
    grey = cv2.cvtColor(np.asarray(card.image), cv2.COLOR_RGB2GRAY).astype(np.float32)
    grey = (grey - 150) * rng.uniform(0.8, 1.7) + rng.uniform(150, 215)
    high, wide = grey.shape
    if rng.random() < 0.35:
        y, x = np.mgrid[0:high, 0:wide].astype(np.float32) / card.scale
        dots = np.sin((x + y) * 2 * np.pi / 5.6) * np.sin((x - y) * 2 * np.pi / 5.6)
        grey += dots * 34 * np.clip((245 - grey) / 120, 0, 1)
    grey = cv2.GaussianBlur(np.clip(grey, 0, 255), (0, 0), 0.5 * card.scale)
    specks = (noise.random((high, wide)) > 0.9996).astype(np.float32)
    grey -= cv2.GaussianBlur(specks, (0, 0), 0.8 * card.scale) * 500
    if rng.random() < 0.3:
        x0 = rng.randrange(wide)
        grey[:, x0 : x0 + round(2 * card.scale)] -= rng.uniform(20, 60)
    grey += noise.normal(0, 3, grey.shape)
    pixels = np.repeat(np.clip(grey, 12, 252)[..., None], 3, axis=2).astype(np.uint8)
    return Card(card.type, Image.fromarray(pixels), card.fields, card.scale, card.letters)


# ---------------------------------------------------------------- what is lost


def burnt_letters(pixels: Array, lying: Lying) -> dict[str, float]:
    """Of each field, how much of its worst letter is burnt out in the picture."""
    flat = cv2.warpPerspective(pixels, np.linalg.inv(lying.matrix), (WIDE, HIGH), flags=cv2.INTER_LINEAR)
    burnt = (flat.min(axis=2) >= BURNT).astype(np.float32)
    return {name: max(_share(burnt, box) for box in boxes) for name, boxes in lying.card.letters.items()}


def _share(plane: Array, box: Sequence[float]) -> float:
    left, top, right, bottom = (round(edge) for edge in box)
    part = plane[max(top, 0) : bottom + 1, max(left, 0) : right + 1]
    return float(part.mean()) if part.size else 0.0


def lost_outside(lying: Lying, wide: float, high: float) -> set[str]:
    """The fields of which a letter lies beyond the picture by more than a quarter."""
    lost = set()
    for name, boxes in lying.card.letters.items():
        for left, top, right, bottom in boxes:
            x, y = np.meshgrid(np.linspace(left, right, 5), np.linspace(top, bottom, 5))
            points = lying.points(np.column_stack([x.ravel(), y.ravel()]))
            inside = np.all((points >= 0) & (points <= (wide, high)), axis=1)
            if inside.mean() < 0.75:
                lost.add(name)
    return lost


def lost_under(lying: Lying, fingers: Sequence[tuple[Array, float]]) -> set[str]:
    """The fields of which a finger covers the middle of a letter."""
    lost = set()
    for name, boxes in lying.card.letters.items():
        middles = lying.points(np.array([((b[0] + b[2]) / 2, (b[1] + b[3]) / 2) for b in boxes]))
        for (one, other), thick in fingers:
            along = (other - one) / max(float(np.linalg.norm(other - one)), 1e-6)
            t = np.clip((middles - one) @ along, 0, float(np.linalg.norm(other - one)))
            if (np.linalg.norm(middles - one - t[:, None] * along, axis=1) < thick * 0.52).any():
                lost.add(name)
    return lost


def outside(lying: Lying, wide: float, high: float) -> float:
    """How far the card reaches beyond the picture, as the share of its points that lie there."""
    x, y = np.meshgrid(np.linspace(0, WIDE, 41), np.linspace(0, HIGH, 41))
    points = lying.points(np.column_stack([x.ravel(), y.ravel()]))
    return float(1 - np.all((points >= 0) & (points <= (wide, high)), axis=1).mean())
