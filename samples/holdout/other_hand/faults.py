"""Photo faults: pictures that an officer would send back (or look at twice), and why.

Each is made on a picture whose card is known to the pixel, strong enough that a person agrees: a blurred number cannot be read
with certainty, a glare spot burns out most of a value, a crop cuts a value off.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import cv2
import numpy as np

from . import scene
from .cards import Stored, encoded, papers, store
from .flat import Flat, Press
from .people import person
from .scene import Card, Shot, Tops
from .truth import Found, Paper, begin, tell

_VALUES = {
    "front": ("name", "birth_date", "address", "id_number", "id_number", "id_number"),
    "back": ("issuing_authority", "valid_from", "valid_until"),
}


def _length(card: Card) -> float:
    """The card's length in the picture."""
    return float(np.linalg.norm(card.corners[1] - card.corners[0]))


def blurred(flat: Flat, tops: Tops, rng: Random) -> Shot:
    """Out of focus, or a hand that moved: the strokes of the number run into one another."""
    shot = scene.photo((flat,), tops, rng)
    length = _length(shot.cards[0])
    if rng.random() < 0.6:
        pixels = cv2.GaussianBlur(shot.pixels, (0, 0), length * rng.uniform(0.0062, 0.012))
    else:
        pixels = scene.shaken(shot.pixels, rng, length * rng.uniform(0.024, 0.045))
    return Shot(scene.sensor(pixels, rng, 0, 2), shot.cards)


def glare(flat: Flat, tops: Tops, rng: Random) -> Shot:
    """A lamp's or a flash's reflection that burns out most of one value, with a bloom around it."""
    shot = scene.photo((flat,), tops, rng)
    card = shot.cards[0]
    left, top, right, bottom = card.box(rng.choice(_VALUES[flat.side]))
    width, height, length = right - left, bottom - top, _length(card)
    centre = (left + width * rng.uniform(0.4, 0.6), top + height * rng.uniform(0.4, 0.6))
    axes = (
        max(width * rng.uniform(0.4, 0.6), length * 0.07),
        max(height * rng.uniform(0.6, 1.1), length * rng.uniform(0.045, 0.09)),
    )
    spot = np.zeros(shot.pixels.shape[:2], np.uint8)
    cv2.ellipse(spot, (tuple(map(float, centre)), tuple(2 * a for a in axes), rng.uniform(-25, 25)), 255, -1)
    sharp = cv2.blur(spot, (int(length * 0.012) | 1,) * 2)
    bloom = cv2.blur(cv2.blur(spot, (int(length * 0.11) | 1,) * 2), (int(length * 0.11) | 1,) * 2)
    light = cv2.add(cv2.convertScaleAbs(sharp, alpha=1.4), cv2.convertScaleAbs(bloom, alpha=0.55))
    tone = np.array(rng.choice(((255, 255, 255), (244, 252, 255), (255, 250, 242))), np.float32) / 255
    lit = cv2.add(shot.pixels, np.clip(light[..., None] * tone, 0, 255).astype(np.uint8))
    return Shot(lit, shot.cards)


def cropped(flat: Flat, tops: Tops, rng: Random) -> Shot:
    """Part of the card, with some or all of a value, lies outside the picture."""
    shot = scene.photo((flat,), tops, rng)
    card = shot.cards[0]
    height, width = shot.pixels.shape[:2]
    low, high = card.corners.min(axis=0), card.corners.max(axis=0)
    edges = [0, 0, width, height]
    side = rng.choice(("left", "right", "bottom", "top") if flat.side == "front" else ("left", "right", "bottom"))
    part = {
        "left": rng.uniform(0.2, 0.36),
        "right": rng.uniform(0.12, 0.4),
        "bottom": rng.uniform(0.17, 0.33),
        "top": rng.uniform(0.18, 0.36),
    }[side]
    if flat.side == "back" and side in ("left", "right"):
        part += 0.15
    if side in ("left", "right"):
        cut = low[0] + (high[0] - low[0]) * (part if side == "left" else 1 - part)
        edges[0 if side == "left" else 2] = int(cut)
    else:
        cut = low[1] + (high[1] - low[1]) * (part if side == "top" else 1 - part)
        edges[1 if side == "top" else 3] = int(cut)
    left, top, right, bottom = edges
    move = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], float)
    return Shot(np.ascontiguousarray(shot.pixels[top:bottom, left:right]), (card.moved(move),))


def dark(flat: Flat, tops: Tops, rng: Random) -> Shot:
    """A room without light: a tenth of the light or little more, and the noise of it."""
    shot = scene.photo((flat,), tops, rng)
    dim = cv2.convertScaleAbs(shot.pixels, alpha=rng.uniform(0.05, 0.16))
    return Shot(scene.sensor(scene.relight(dim, rng, 1, 0.4), rng, 0.6, rng.uniform(3, 5)), shot.cards)


def small(flat: Flat, tops: Tops, rng: Random) -> Shot:
    """Few pixels: a card far away, or a thumbnail of a good picture; its letters are at most 7.2 pixels tall."""
    length = rng.uniform(115, 205)
    if rng.random() < 0.5:
        shot = scene.photo((flat,), tops, rng)
        return scene.resized(shot, int(shot.pixels.shape[1] * length / _length(shot.cards[0])))
    width, height = 1280, 960
    pixels = scene.cut(rng, rng.choice(tops[rng.choice(("planks", "plain", "stone", "check"))]), width, height)
    corners = scene.pose(
        rng,
        width,
        height,
        length / width,
        rng.uniform(0, 12),
        rng.uniform(-10, 10),
        (rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7)),
    )
    pixels, card = scene.lay(pixels, flat, corners, rng)
    return Shot(scene.sensor(scene.relight(pixels, rng, 1, 0.2), rng, 0.6, 2), (card,))


def recapture(flat: Flat, tops: Tops, rng: Random) -> Shot:
    """A photo of a screen that shows the card: the screen's own grid beats against the camera's, its black frame, its cold light."""
    shown = scene.photo((flat,), tops, rng) if rng.random() < 0.5 else _shown_alone(flat, rng)
    width, height = 1600, 1200
    inner_w = 1320
    inner_h = int(inner_w * shown.pixels.shape[0] / shown.pixels.shape[1])
    factor = inner_w / shown.pixels.shape[1]
    screen = cv2.resize(shown.pixels, (inner_w, inner_h), interpolation=cv2.INTER_AREA)
    screen = _grid(screen, rng)
    frame = rng.randint(24, 60)
    framed = cv2.copyMakeBorder(screen, frame, frame, frame, frame, cv2.BORDER_CONSTANT, value=(20, 19, 18))
    inset = np.array([[factor, 0, frame], [0, factor, frame], [0, 0, 1]], float)
    ground = scene.cut(rng, rng.choice(tops[rng.choice(("planks", "plain", "stone"))]), width, height)
    corners = _screen_pose(rng, width, height, framed.shape[1] / framed.shape[0])
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [framed.shape[1], 0], [framed.shape[1], framed.shape[0]], [0, framed.shape[0]]], np.float32),
        corners.astype(np.float32),
    )
    ground = cv2.convertScaleAbs(ground, alpha=0.45)
    cv2.warpPerspective(
        framed, matrix, (width, height), dst=ground, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    if rng.random() < 0.5:
        ground = scene.relight(ground, rng, 1, 0.25)
    return Shot(scene.sensor(ground, rng, 0.45, 2.5), tuple(c.moved(matrix @ inset) for c in shown.cards))


def _shown_alone(flat: Flat, rng: Random) -> Shot:
    """A card cut out and shown full screen by a viewer."""
    ground = np.full((960, 1280, 3), rng.choice((0, 24, 60, 255)), np.uint8)
    corners = scene.pose(rng, 1280, 960, rng.uniform(0.75, 0.92), 0, rng.uniform(-1, 1))
    pixels, card = scene.lay(ground, flat, corners, rng, shadow=0)
    return Shot(pixels, (card,))


def _grid(screen: np.ndarray, rng: Random) -> np.ndarray:
    """Sub-pixel stripes at a pitch near the camera's, lines of refresh, and the cold white of a screen."""
    height, width = screen.shape[:2]
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    pitch, depth = rng.uniform(2.1, 3.4), rng.uniform(0.16, 0.34)
    stripes = [1 - depth * (0.5 + 0.5 * np.cos(2 * math.pi * (x / pitch + k / 3))) for k in range(3)]
    rows = 1 - depth * 0.7 * (0.5 + 0.5 * np.cos(2 * math.pi * y / (pitch * rng.uniform(0.97, 1.03))))
    beat = 1 + rng.uniform(0.04, 0.12) * np.sin(
        2 * math.pi * (x[None, :] / rng.uniform(40, 130) + y[:, None] / rng.uniform(60, 400))
    )
    field = (
        np.stack(stripes, axis=-1)[None]
        * rows[:, None, None]
        * beat[..., None]
        * np.array([1.22, 1.12, 1.08], np.float32)
    )
    return np.clip(screen * field, 0, 255).astype(np.uint8)


def _screen_pose(rng: Random, width: int, height: int, ratio: float) -> np.ndarray:
    half_w = width * rng.uniform(0.42, 0.49)
    half_h = half_w / ratio
    base = np.array([[-half_w, -half_h], [half_w, -half_h], [half_w, half_h], [-half_w, half_h]])
    jitter = np.array([[rng.uniform(-0.04, 0.04) * width, rng.uniform(-0.04, 0.04) * height] for _ in range(4)])
    return base + jitter + (width / 2, height / 2)


def photocopy(flat: Flat, tops: Tops, rng: Random) -> Shot:
    """A black-and-white copy: toner, specks, a streak of a dirty drum; scanned, or photographed as a curled sheet."""
    width, height = 1240, 1754
    sheet = np.full((height, width, 3), 250, np.uint8)
    share = rng.uniform(0.42, 0.6)
    corners = scene.pose(
        rng, width, height, share, 0, rng.uniform(-3, 3), (rng.uniform(0.4, 0.6), rng.uniform(0.25, 0.6))
    )
    sheet, card = scene.lay(sheet, flat, corners, rng, shadow=0.3)
    sheet = _toner(sheet, rng)
    if rng.random() < 0.5:
        top = int(max(0, card.corners[:, 1].min() - rng.uniform(40, 300)))
        bottom = int(min(height, card.corners[:, 1].max() + rng.uniform(40, 300)))
        return Shot(
            np.ascontiguousarray(sheet[top:bottom]),
            (card.moved(np.array([[1, 0, 0], [0, 1, -top], [0, 0, 1]], float)),),
        )
    return _photographed(sheet, card, tops, rng)


def _toner(sheet: np.ndarray, rng: Random) -> np.ndarray:
    """Black and white by a steep curve, by the copier's dots, or as grey as a multi-purpose machine makes it; specks and streaks on all."""
    grey = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY).astype(np.float32)
    noise = np.random.default_rng(rng.randrange(2**32))
    kind = rng.choice(("steep", "steep", "dots", "grey"))
    if kind == "grey":
        grey = 255 * np.clip(grey / 250, 0, 1) ** rng.uniform(1.0, 1.6) + noise.normal(0, 4, grey.shape).astype(
            np.float32
        )
    elif kind == "dots":
        grey = _dots(grey, rng)
    else:
        steep, middle = rng.uniform(1.4, 2.6), rng.uniform(120, 165)
        grey = 255 / (1 + np.exp(-steep * (grey - middle) / 40))
        grey += cv2.GaussianBlur(noise.normal(0, 26, grey.shape).astype(np.float32), (0, 0), 0.8)
    grey[noise.random(grey.shape) < 0.0006] = 30
    for _ in range(rng.randint(0, 3)):
        x = rng.randrange(grey.shape[1] - 6)
        grey[:, x : x + rng.randint(1, 3)] -= rng.uniform(15, 60)
    return cv2.merge([np.clip(grey, 0, 255).astype(np.uint8)] * 3)


def _dots(grey: np.ndarray, rng: Random) -> np.ndarray:
    """A halftone: a screen of dots at an angle over the mid tones, solid black strokes."""
    pitch, angle = rng.uniform(2.6, 3.6), math.radians(rng.uniform(20, 70))
    y, x = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]].astype(np.float32)
    u, v = x * math.cos(angle) + y * math.sin(angle), y * math.cos(angle) - x * math.sin(angle)
    screen = 128 + 62 * (np.cos(2 * math.pi * u / pitch) + np.cos(2 * math.pi * v / pitch))
    return cv2.GaussianBlur(255 / (1 + np.exp(-(grey + 34 - screen) / 22)), (0, 0), 0.7)


def _curled(sheet: np.ndarray, rng: Random) -> np.ndarray:
    """The sheet as it lies: its lines bend by up to a hundredth of its width, its light runs in waves."""
    height, width = sheet.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bend, waves, turn = width * rng.uniform(0.002, 0.01), rng.uniform(1.5, 4.5), rng.uniform(0, 6)
    phase = waves * x / width + turn
    bent = cv2.remap(sheet, x, y + bend * np.sin(phase), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    light = 1 + 0.09 * np.cos(waves * np.linspace(0, 1, 60, dtype=np.float32) + turn)[None, :].repeat(40, 0)
    return scene.multiply(bent, light)


def _photographed(sheet: np.ndarray, card: Card, tops: Tops, rng: Random) -> Shot:
    """A phone over the copy: paper does not lie flat, and the whole leans a little."""
    left, top = (card.corners.min(axis=0) - rng.uniform(60, 160)).clip(0)
    right, bottom = card.corners.max(axis=0) + rng.uniform(60, 160)
    piece = sheet[int(top) : int(bottom), int(left) : int(right)]
    height, width = piece.shape[:2]
    piece = _curled(piece, rng)
    out_w, out_h = 1600, int(1600 * height / width)
    jitter = np.array([[rng.uniform(-0.05, 0.05) * out_w, rng.uniform(-0.05, 0.05) * out_h] for _ in range(4)])
    target = (
        np.array(
            [
                [0.04 * out_w, 0.04 * out_h],
                [0.96 * out_w, 0.04 * out_h],
                [0.96 * out_w, 0.96 * out_h],
                [0.04 * out_w, 0.96 * out_h],
            ]
        )
        + jitter
    )
    matrix = cv2.getPerspectiveTransform(
        np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32), target.astype(np.float32)
    )
    ground = scene.cut(rng, rng.choice(tops[rng.choice(("planks", "stone", "plain"))]), out_w, out_h)
    cv2.warpPerspective(
        piece, matrix, (out_w, out_h), dst=ground, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT
    )
    moved = matrix @ np.array([[1, 0, -int(left)], [0, 1, -int(top)], [0, 0, 1]], float)
    return Shot(scene.sensor(scene.relight(ground, rng, 1, 0.25), rng, 0.6, 2.5), (card.moved(moved),))


FAULTS: dict[str, tuple[str, Callable[[Flat, Tops, Random], Shot]]] = {
    "blurred": ("IMG101", blurred),
    "glare": ("IMG102", glare),
    "cropped": ("IMG103", cropped),
    "dark": ("IMG104", dark),
    "small": ("IMG105", small),
    "recapture": ("IMG201", recapture),
    "photocopy": ("IMG202", photocopy),
}


def draw_application(folder: Path, kind: str, press: Press, tops: Tops, rng: Random) -> None:
    """Both sides of one card: one with the fault, the other a good photo."""
    code, make = FAULTS[kind]
    who = person(rng)
    begin(folder, "salaried")
    flats = press.both(who, rng)
    faulty = 0 if rng.random() < 0.65 else 1
    told: list[Paper] = []
    for k, (flat, name) in enumerate(zip(flats, ("front.jpg", "back.jpg"), strict=True)):
        shot = make(flat, tops, rng) if k == faulty else scene.photo((flat,), tops, rng)
        if rng.random() < 0.15:
            shot = Shot(encoded(shot.pixels, 70), shot.cards)
        store(folder / name, shot.pixels, Stored(quality=rng.choice((75, 85))), rng)
        told += papers(name, shot, who, "photo")
    found = [Found("BNK001"), Found(code, [("front.jpg", "back.jpg")[faulty]])]
    drawn = {"set": "faults", "fault": kind, "side": ("front", "back")[faulty]}
    tell(folder, "salaried", told, found, drawn)


def draw_faults(out: Path, each: int, press: Press, tops: Tops, seed: int, kinds: Sequence[str] = tuple(FAULTS)) -> int:
    """`each` applications of every kind of fault; returns how many were drawn."""
    for kind in kinds:
        for n in range(each):
            draw_application(out / f"fault-{kind}-{n:03d}", kind, press, tops, Random(f"{seed}/fault/{kind}/{n}"))
    return each * len(kinds)
