"""What happens to a flat card or page on its way into a file: a scanner, a copy shop's A4 sheet, or a phone's camera."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

import cv2
import numpy as np
from _cards import HIGH, WIDE, Card
from _paper import Drawn
from PIL import Image

Array = Any  # a picture or a homography; numpy's own types say no more here
Flaw = Callable[[Array, Array], Array]  # scene, where the card lies -> scene


@dataclass(frozen=True)
class Shot:
    """How a photo is taken. `tilt` is the push of the corners as a share of the card, `turn` in degrees, `quarter` in steps of 90°.

    `quarter` turns the pixels of the file; with `exif` the file also says so, as phones do. `shift` moves the card by shares of the
    picture, over its edge if need be. `flaws` spoil the scene; `hidden` names the values that nobody can read after that.
    """

    ground: str = "wood"
    size: tuple[int, int] = (1280, 960)
    share: float = 0.7
    tilt: float = 0.04
    turn: float = 3.0
    shadow: float = 0.25
    blur: float = 0.6
    noise: float = 2.5
    quality: int = 72
    quarter: int = 0
    exif: bool = False
    shift: tuple[float, float] = (0.0, 0.0)
    flaws: tuple[Flaw, ...] = ()
    hidden: tuple[str, ...] = ()


def photo(card: Card, shot: Shot, rng: Random) -> Drawn:
    """A phone's photo of one side of a card."""
    noise = np.random.default_rng(rng.randrange(2**32))
    wide, high = shot.size
    scene = _ground(shot.ground, wide, high, noise)
    matrix = _corners(shot, rng)
    scene = _lay(scene, card, matrix)
    scene = _light(scene, shot, rng)
    for flaw in shot.flaws:
        scene = flaw(scene, matrix)
    if shot.blur:
        scene = cv2.GaussianBlur(scene, (0, 0), shot.blur)
    scene += noise.normal(0, shot.noise, scene.shape)
    pixels = np.clip(scene, 0, 255).astype(np.uint8)
    fields = _placed(card, matrix, wide, high, "ocr")
    for name in shot.hidden:
        fields[name]["value"] = None
    return Drawn(
        card.type, _jpeg(np.rot90(pixels, shot.quarter), shot), "jpg", "photo", fields, sizes=((wide, high),), unit="px"
    )  # fmt: skip


def glare(x: float, y: float, across: float, along: float) -> Flaw:
    """A lamp mirrored in the card's varnish, burnt out in the middle; all in pixels of the flat card."""

    def spoil(scene: Array, matrix: Array) -> Array:
        spot = np.zeros((HIGH, WIDE), np.float32)
        cv2.ellipse(spot, (int(x), int(y)), (int(across), int(along)), 0, 0, 360, 1.0, -1)
        spot = cv2.GaussianBlur(spot, (0, 0), 7)
        high, wide = scene.shape[:2]
        return scene + cv2.warpPerspective(spot, matrix, (wide, high))[..., None] * 420

    return spoil


def dim(share: float) -> Flaw:
    """Next to no light."""
    return lambda scene, matrix: scene * share


def screen(period: float = 4.1) -> Flaw:
    """The card is shown by a monitor: its grid of dots against that of the camera, and bands of colour over all."""

    def spoil(scene: Array, matrix: Array) -> Array:
        y, x = np.mgrid[0 : scene.shape[0], 0 : scene.shape[1]].astype(np.float32)
        across, down = x + 0.06 * y, y - 0.06 * x
        dots = 1 + 0.2 * np.cos(2 * np.pi * across / period) + 0.16 * np.cos(2 * np.pi * down / period)
        wave = 26 * np.sin(y / 90)
        bands = np.dstack([9 * np.cos((x + wave) / 9 + 2 * n) * np.cos(y / 41 + n) for n in range(3)])
        return scene * dots[..., None] * 0.94 + bands + np.array((-6, 0, 8), np.float32)

    return spoil


def flat(card: Card, rng: Random, *, margin: int = 0, quality: int = 80) -> Drawn:
    """A scanner's cut-out of one side, a little askew where there is a margin."""
    noise = np.random.default_rng(rng.randrange(2**32))
    wide, high = WIDE + 2 * margin, HIGH + 2 * margin
    angle = rng.uniform(-0.6, 0.6) if margin else 0.0
    spun = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), angle, 1.0)
    matrix = np.vstack([spun, [0, 0, 1]])
    matrix = np.array([[1, 0, margin], [0, 1, margin], [0, 0, 1]], float) @ matrix
    scene = _lay(np.full((high, wide, 3), 250, np.float32), card, matrix)
    scene += noise.normal(0, 1.2, scene.shape)
    data = _encode(np.clip(scene, 0, 255).astype(np.uint8), quality)
    return Drawn(
        card.type, data, "jpg", "scan", _placed(card, matrix, wide, high, "ocr"), sizes=((wide, high),), unit="px"
    )


def sheet(cards: list[Card], rng: Random, *, dpi: int = 150, grey: bool = False) -> tuple[Image.Image, list[Drawn]]:
    """A copy shop's A4 sheet with the sides of a card one above the other; boxes in points of a PDF page of A4."""
    noise = np.random.default_rng(rng.randrange(2**32))
    wide, high = round(8.27 * dpi), round(11.69 * dpi)
    scene = np.full((high, wide, 3), 251, np.float32)
    scale = 3.37 * dpi / WIDE
    matrices = []
    for n, card in enumerate(cards):
        spun = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), rng.uniform(-1.2, 1.2), scale)
        matrix = np.vstack([spun, [0, 0, 1]])
        matrix[:2, 2] += (wide / 2 - WIDE / 2 + rng.uniform(-40, 40), high * (0.24 + 0.3 * n) - HIGH / 2)
        scene = _lay(scene, card, matrix)
        matrices.append(matrix)
    scene += noise.normal(0, 0.9, scene.shape)
    pixels = np.clip(scene, 0, 255).astype(np.uint8)
    if grey:
        pixels = np.repeat(pixels.mean(axis=2, keepdims=True), 3, axis=2).astype(np.uint8)
    points = 72 / dpi
    shrink = np.diag([points, points, 1.0])
    size = (wide * points, high * points)
    drawn = [
        Drawn(card.type, b"", "pdf", "scan", _placed(card, shrink @ matrix, *size, "ocr"), sizes=(size,), unit="pt")
        for card, matrix in zip(cards, matrices, strict=True)
    ]
    return Image.fromarray(pixels), drawn


def landscape(rng: Random, size: tuple[int, int] = (1000, 750)) -> bytes:
    """A picture that is no document: hills under a sky."""
    noise = np.random.default_rng(rng.randrange(2**32))
    wide, high = size
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    scene = np.dstack([120 + y / 6, 165 + y / 9, np.full_like(y, 225)])
    for n, colour in enumerate(((96, 128, 92), (72, 108, 70), (44, 80, 48))):
        ridge = high * (0.5 + 0.14 * n) + 46 * np.sin(x / (150 - 30 * n) + n) + 18 * np.sin(x / 47 + 2 * n)
        scene[y > ridge] = colour
    scene += noise.normal(0, 3, scene.shape)
    return _encode(np.clip(scene, 0, 255).astype(np.uint8), 70)


def _lay(scene: Array, card: Card, matrix: Array) -> Array:
    """Put the card with its rounded corners over the scene."""
    high, wide = scene.shape[:2]
    picture = np.asarray(card.image, np.float32)
    scale = np.sqrt(abs(np.linalg.det(matrix[:2, :2])))
    if scale < 0.6:  # a small card is seen through the lens, not through a sieve
        picture = cv2.GaussianBlur(picture, (0, 0), 0.45 / scale)
    mask = np.zeros((HIGH, WIDE), np.float32)
    radius = 36
    cv2.rectangle(mask, (radius, 0), (WIDE - radius, HIGH), 1.0, -1)
    cv2.rectangle(mask, (0, radius), (WIDE, HIGH - radius), 1.0, -1)
    for x in (radius, WIDE - radius):
        for y in (radius, HIGH - radius):
            cv2.circle(mask, (x, y), radius, 1.0, -1)
    warped = cv2.warpPerspective(picture, matrix, (wide, high), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpPerspective(mask, matrix, (wide, high), flags=cv2.INTER_LINEAR)[..., None]
    edge = cv2.GaussianBlur(alpha, (0, 0), 9)[..., None]
    return (scene * (1 - 0.35 * np.roll(edge, (6, 5), (0, 1)))) * (1 - alpha) + warped * alpha


def _corners(shot: Shot, rng: Random) -> Array:
    wide, high = shot.size
    half_w = shot.share * wide / 2
    half_h = half_w * HIGH / WIDE
    centre = np.array((wide / 2 + rng.uniform(-0.04, 0.04) * wide, high / 2 + rng.uniform(-0.04, 0.04) * high))
    corners = np.array([(-half_w, -half_h), (half_w, -half_h), (half_w, half_h), (-half_w, half_h)])
    centre += np.array(shot.shift) * (wide, high)
    corners += np.array([[rng.uniform(-1, 1), rng.uniform(-1, 1)] for _ in range(4)]) * shot.tilt * 2 * half_h
    angle = np.radians(shot.turn)
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    target = (corners @ spin.T + centre).astype(np.float32)
    source = np.array([(0, 0), (WIDE, 0), (WIDE, HIGH), (0, HIGH)], np.float32)
    return cv2.getPerspectiveTransform(source, target)


def _ground(kind: str, wide: int, high: int, noise: Any) -> Array:
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    if kind == "wood":
        grain = np.sin((y + 14 * np.sin(x / 210)) / 5.5) * 9 + np.sin(y / 63 + np.sin(x / 330)) * 14
        return np.dstack([150 + grain, 110 + grain * 0.9, 74 + grain * 0.7])
    if kind == "tiles":
        joint = ((x % 230 < 6) | (y % 230 < 6)) * -48.0
        speckle = cv2.GaussianBlur(noise.normal(0, 30, (high, wide)).astype(np.float32), (0, 0), 2.0)
        return np.dstack([176 + joint + speckle, 174 + joint + speckle, 168 + joint + speckle])
    if kind == "cloth":
        weave = np.sin(x / 2.2) * 10 + np.sin(y / 2.2) * 10 + ((x // 90 + y // 90) % 2) * 26
        return np.dstack([62 + weave, 84 + weave, 122 + weave])
    shade = (x + y) / (wide + high) * 40
    return np.dstack([58 + shade, 60 + shade, 64 + shade])  # a dark desk


def _light(scene: Array, shot: Shot, rng: Random) -> Array:
    """Lamp from one side, and the soft shadow of the hand that holds the phone."""
    high, wide = scene.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    slope = (x / wide - 0.5) * rng.uniform(-0.2, 0.2) + (y / high - 0.5) * rng.uniform(-0.2, 0.2)
    hand = np.hypot((x - rng.uniform(-0.1, 1.1) * wide) / wide, (y - 1.1 * high) / high)
    shade = 1.02 + slope - shot.shadow / (1 + np.exp((hand - 0.55) * 14))
    return scene * shade[..., None]


def _placed(card: Card, matrix: Array, wide: float, high: float, method: str) -> dict[str, dict[str, Any]]:
    """The fields with their boxes on the page: the bounds of the quadrilateral, clipped to the page."""
    found = {}
    for name, (value, (left, top, right, bottom)) in card.fields.items():
        corners = np.array([[left, top, 1], [right, top, 1], [right, bottom, 1], [left, bottom, 1]], float) @ matrix.T
        points = corners[:, :2] / corners[:, 2:]
        low, upper = points.min(axis=0), points.max(axis=0)
        box = [max(low[0], 0.0), max(low[1], 0.0), min(upper[0], wide), min(upper[1], high)]
        found[name] = {"value": value, "page": 1, "box": [round(float(edge), 1) for edge in box], "method": method}
    return found


def _encode(pixels: Array, quality: int, **more: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(buffer, "JPEG", quality=quality, **more)
    return buffer.getvalue()


def _jpeg(pixels: Array, shot: Shot) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "SAMPLE", "PHONE"
    if shot.exif:  # the orientation that undoes np.rot90 counted counter-clockwise
        exif[0x0112] = {0: 1, 1: 6, 2: 3, 3: 8}[shot.quarter % 4]
    return _encode(pixels, shot.quality, exif=exif.tobytes())
