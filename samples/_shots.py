"""One picture of one card or of several: how it is taken, and the taking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import _faults
import _grounds
import _lens
import cv2
import numpy as np
from _cards import HIGH, WIDE, Card
from _lens import CORNERS, Lying, Pose
from _paper import Drawn

Array = Any
Draw = Callable[[Random, float], Card]  # draws a card with so many pixels to the unit
SIZES = ((1280, 960), (1280, 960), (1600, 1200), (1440, 1080), (960, 1280), (1200, 1600), (1920, 1080), (2048, 1536))
LARGE = ((4032, 3024), (4000, 3000), (3024, 4032))  # 12 megapixels; the largest are drawn so and enlarged


@dataclass(frozen=True)
class Taking:
    """How a picture is taken. Blur is in strokes of the card's values, `light` the lightness that the card's light places get."""

    size: tuple[int, int] = (1280, 960)
    ground: str = "wood"
    share: float = 0.7  # of the picture's shorter way that the card takes, in its own direction
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    at: tuple[float, float] = (0.5, 0.5)
    keep_in: bool = True
    curl: float = 0.0
    lamps: int = 1
    uneven: float = 0.12
    warm: float = 0.05
    hand: float = 0.1
    shadow: float = 0.0
    sleeve: float = 0.0
    finger: float = 0.0
    light: float = 225.0
    focus: float = 0.2  # sigma of the defocus, in strokes
    motion: float = 0.0  # sigma of the motion, in strokes
    noise: float = 2.0
    shot: float = 0.3
    quality: int = 80
    suffix: str = "jpg"
    chat: bool = False
    enlarge: int = 1
    rounded: float = 36.0
    thick: float = 1.0
    sheen: bool = False
    glare: tuple[str, float] | None = None
    dots: tuple[float, float] | None = None  # pitch in units, strength


@dataclass(frozen=True)
class Taken:
    """The picture as pixels, with where the cards lie and what of each is lost."""

    pixels: Array
    lying: tuple[Lying, ...]
    taking: Taking
    lost: tuple[frozenset[str], ...]
    facts: dict[str, Any] = field(default_factory=dict)

    def drawn(self, n: int, data: bytes, original: str = "photo") -> Drawn:
        high, wide = self.pixels.shape[:2]
        fields = _lens.placed(self.lying[n], wide, high)
        for name in self.lost[n]:
            fields[name]["value"] = None
        return Drawn(
            self.lying[n].card.type, data, self.taking.suffix, original, fields, sizes=((wide, high),), unit="px"
        )


# ---------------------------------------------------------------- ways of taking


def good(rng: Random) -> Taking:
    """A photo that no officer refuses, as most people take it."""
    big = rng.random()
    size = rng.choice(LARGE) if big < 0.04 else rng.choice(SIZES)
    kinds = [*_grounds.TABLES] * 2 + [*_grounds.BUSY]
    return Taking(
        size, rng.choice(kinds), rng.uniform(0.56, 0.95), rng.gauss(0, 6), rng.gauss(0, 7), rng.gauss(0, 5),
        (rng.uniform(0.42, 0.58), rng.uniform(0.42, 0.58)), lamps=rng.choice((1, 2)), uneven=rng.uniform(0.05, 0.25),
        warm=rng.uniform(0, 0.09), hand=rng.choice((0.0, 0.12, 0.25)), light=rng.uniform(152, 236), focus=rng.uniform(0.05, 0.34),
        motion=rng.choice((0.0, 0.0, rng.uniform(0, 0.25))), noise=rng.uniform(0.8, 3.2), shot=rng.uniform(0.1, 0.5),
        quality=rng.randint(62, 93), suffix=rng.choice(("jpg",) * 16 + ("png", "webp", "webp", "tif")), sheen=rng.random() < 0.4,
        enlarge=2 if big < 0.008 else 1,
    )  # fmt: skip


def hard(rng: Random) -> Taking:
    """A photo that an officer takes though it was badly made: two or three things at once that make reading hard."""
    taking = replace(
        good(rng),
        size=rng.choice(SIZES[:6]),
        enlarge=1,
        suffix="jpg",
        share=rng.uniform(0.6, 0.9),
        focus=rng.uniform(0.15, 0.4),
    )
    troubles: dict[str, Callable[[Taking], Taking]] = {
        "tilted": lambda t: _tilted(t, rng),
        "turned": lambda t: replace(t, roll=rng.uniform(-32, 32)),
        "shadow": lambda t: replace(t, shadow=rng.uniform(0.25, 0.5), light=rng.uniform(205, 238)),
        "finger": lambda t: replace(t, finger=rng.uniform(15, _faults.MOST_RIM - 3)),
        "sleeve": lambda t: replace(t, sleeve=rng.uniform(0.08, 0.28)),
        "busy": lambda t: replace(t, ground=rng.choice(("flowers", "clutter", "cloth", "tiles"))),
        "curl": lambda t: replace(t, curl=rng.choice((-1, 1)) * rng.uniform(8, 24), rounded=0.0, thick=0.7),
        "soft": lambda t: replace(t, focus=rng.uniform(0.3, 0.38), motion=rng.uniform(0.1, 0.28)),
        "dim": lambda t: replace(t, light=rng.uniform(130, 160), noise=rng.uniform(4, 8), shot=rng.uniform(0.6, 1.4)),
        "chat": lambda t: by_chat(t, rng),
        "lamps": lambda t: replace(t, lamps=2, uneven=rng.uniform(0.25, 0.42), warm=0.12),
    }
    for name in rng.sample(sorted(troubles), rng.choice((2, 3, 3))):
        taking = troubles[name](taking)
    if taking.shadow:  # what lies in it must be light enough
        taking = replace(taking, light=max(taking.light, 200.0), uneven=min(taking.uneven, 0.2), hand=0.0)
    return taking


def by_chat(taking: Taking, rng: Random) -> Taking:
    """Sent by a chat, which makes it small and compresses it."""
    return replace(
        taking, chat=True, share=rng.uniform(0.74, 0.93), focus=rng.uniform(0.05, 0.2), motion=0.0, quality=rng.randint(36, 55), suffix="jpg"
    )  # fmt: skip


def _tilted(taking: Taking, rng: Random) -> Taking:
    far, way = rng.uniform(18, 35), rng.uniform(0, 2 * np.pi)
    return replace(taking, yaw=far * np.cos(way), pitch=far * np.sin(way), share=rng.uniform(0.75, 0.95))


# ---------------------------------------------------------------- the taking


def take(draw: Draw, taking: Taking, rng: Random) -> Taken:
    """One card, photographed."""
    matrix = _lens.camera(pose(taking), taking.size)
    return shoot([draw], [np.eye(3)], matrix, taking, rng)


def pose(taking: Taking) -> Pose:
    wide, high = taking.size
    across = taking.share * min(wide, high * WIDE / HIGH)
    held = Pose(across, taking.yaw, taking.pitch, taking.roll, taking.at)
    reach = np.array([(0, abs(taking.curl))])
    points = np.concatenate([CORNERS + reach, CORNERS - reach])
    return _lens.within(held, taking.size, points=points) if taking.keep_in else held


def shoot(
    draws: Sequence[Draw],
    places: Sequence[Array],
    matrix: Array,
    taking: Taking,
    rng: Random,
    ground: Array | None = None,
) -> Taken:
    """Cards at their places on the plane (from units to units) under a camera (`matrix`: from units to the picture)."""
    lying = []
    for draw, place in zip(draws, places, strict=True):
        across = Lying(Card("", None), matrix @ place, taking.curl).across  # type: ignore[arg-type]
        card = draw(rng, float(np.clip(1.15 * across / WIDE, 0.7, 2.6)))
        lying.append(Lying(card, matrix @ place, taking.curl))
    scene = _lens.table(_grounds.ground(taking.ground, rng) if ground is None else ground, matrix, taking.size)
    for one in lying:
        scene = _lens.lay(scene, one, rounded=taking.rounded, thick=taking.thick)
    scene, hands = _lit(scene, lying[0], taking, rng)
    blurred = _blurred(scene, lying[0].across, taking, rng)
    if taking.dots:
        blurred = _faults.screen_dots(blurred, matrix, rng, *taking.dots)
    pixels = _lens.sensor(blurred, rng, noise=taking.noise, shot=taking.shot)
    pixels, lying = _finished(pixels, lying, taking)
    return _judged(pixels, lying, hands, taking)


def _lit(scene: Array, first: Lying, taking: Taking, rng: Random) -> tuple[Array, list[tuple[Array, float]]]:
    """Sleeve, lamps and shadows, exposure, fingers and reflections."""
    hands: list[tuple[Array, float]] = []
    if taking.sleeve:
        scene = _lens.sleeve(scene, first, rng, taking.sleeve)
    scene = _lens.lamps(scene, rng, uneven=taking.uneven, count=taking.lamps, warm=taking.warm)
    if taking.hand:
        scene = _lens.hand_shadow(scene, rng, taking.hand)
    if taking.finger:
        scene, hands = _lens.fingers(scene, first, rng, taking.finger)
    scene = scene * (taking.light / max(light(scene, first, 97 if taking.light > 105 else 70), 1.0))
    if taking.shadow:
        scene = _lens.hard_shadow(scene, first, rng, taking.shadow)
    if taking.sheen:
        scene = _faults.sheen(scene, first, rng)
    if taking.glare:
        scene = _faults.glare(scene, first, rng, *taking.glare)
    return scene, hands


def light(scene: Array, lying: Lying, share: float = 70) -> float:
    """The lightness of a card's light places: this percentile over it."""
    mask = np.zeros(scene.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, lying.corners.astype(np.int32), 1)
    step = max(scene.shape[0] // 500, 1)
    inside = scene[::step, ::step][mask[::step, ::step] > 0]
    return (
        float(np.percentile(inside.max(axis=1) if share > 90 else inside.mean(axis=1), share)) if len(inside) else 255.0
    )


def _blurred(scene: Array, across: float, taking: Taking, rng: Random) -> Array:
    stroke = _faults.STROKE * across
    scene = _lens.defocus(scene, 2 * taking.focus * stroke)
    return _lens.shake(scene, 3.46 * taking.motion * stroke, rng.uniform(0, 180))


def _finished(pixels: Array, lying: list[Lying], taking: Taking) -> tuple[Array, list[Lying]]:
    """Enlarged to 48 megapixels, or made small by a chat."""
    factor = float(taking.enlarge)
    if taking.chat:
        factor = 960 / max(pixels.shape[:2])
    if factor == 1:
        return pixels, lying
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    pixels = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=way)
    return pixels, [replace(one, matrix=np.diag((factor, factor, 1.0)) @ one.matrix) for one in lying]


def _judged(pixels: Array, lying: Sequence[Lying], hands: Sequence[tuple[Array, float]], taking: Taking) -> Taken:
    high, wide = pixels.shape[:2]
    lost = []
    for one in lying:
        gone = _faults.lost_outside(one, wide, high) | _faults.lost_under(one, hands)
        gone |= {name for name, share in _faults.burnt_letters(pixels, one).items() if share > _faults.LOST_LETTER}
        lost.append(frozenset(gone))
    first = lying[0]
    facts = {
        "across": round(first.across), "strokes_of_blur": round(float(np.hypot(taking.focus, taking.motion)), 2),
        "light": round(light(pixels.astype(np.float32), first)), "outside": round(_faults.outside(first, wide, high), 3),
        "ground": taking.ground,
    }  # fmt: skip
    return Taken(pixels, tuple(lying), taking, tuple(lost), facts)
