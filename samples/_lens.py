"""A phone's camera over a table with cards: a pinhole with yaw, pitch and roll, lamps, hard shadows, fingers, sleeves, curl, blur, noise.

All is in pixels of the picture, but for what is said to be in units of `_cards` (1012 units are a card's width).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import cv2
import numpy as np
from _cards import HIGH, WIDE, Card
from _grounds import SIDE
from PIL import Image

Array = Any
Box = tuple[float, float, float, float]
CORNERS = np.array([(0, 0), (WIDE, 0), (WIDE, HIGH), (0, HIGH)], np.float64)


@dataclass(frozen=True)
class Pose:
    """How the camera looks at the plane: angles in degrees, the card's middle as shares of the picture, its mean width in pixels."""

    across: float
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    at: tuple[float, float] = (0.5, 0.5)


@dataclass(frozen=True)
class Lying:
    """A card in the scene: `matrix` maps its units to the picture; `curl` bends it by so many units at its ends."""

    card: Card
    matrix: Array
    curl: float = 0.0

    def points(self, units: Array) -> Array:
        """Where points of the flat card (units, n x 2) stand in the picture."""
        bent = np.array(units, float)
        bent[:, 1] += self._bend(bent[:, 0])
        mapped = np.column_stack([bent, np.ones(len(bent))]) @ self.matrix.T
        return mapped[:, :2] / mapped[:, 2:]

    def _bend(self, x: Array) -> Array:
        return self.curl * ((x - WIDE / 2) / (WIDE / 2)) ** 2

    @property
    def corners(self) -> Array:
        return self.points(CORNERS)

    @property
    def across(self) -> float:
        """The mean length of the two long sides in the picture."""
        a, b, c, d = self.corners
        return float((np.linalg.norm(b - a) + np.linalg.norm(c - d)) / 2)


def camera(pose: Pose, size: tuple[int, int], centre: tuple[float, float] = (WIDE / 2, HIGH / 2)) -> Array:
    """From units of the plane to the picture; the point `centre` of the plane comes to `pose.at`."""
    wide, high = size
    focal = 0.78 * max(size)
    yaw, pitch, roll = np.radians((pose.yaw, pose.pitch, pose.roll))
    ry = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    rx = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    rz = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    turn = rx @ ry @ rz  # first turned on the table, then tilted
    far = focal * WIDE / pose.across
    plane = np.column_stack([turn[:, 0], turn[:, 1], (0.0, 0.0, far)])
    lens = np.diag((focal, focal, 1.0))
    lens[:2, 2] = (pose.at[0] * wide, pose.at[1] * high)
    shift = np.array([[1, 0, -centre[0]], [0, 1, -centre[1]], [0, 0, 1]], float)
    return lens @ plane @ shift


def within(
    pose: Pose,
    size: tuple[int, int],
    margin: float = 0.015,
    points: Array = CORNERS,
    centre: tuple[float, float] = (WIDE / 2, HIGH / 2),
) -> Pose:
    """The same pose, moved and if need be further away, so that all points lie in the picture, `margin` from its edge."""
    wide, high = size
    for _ in range(60):
        corners = mapped(camera(pose, size, centre), points)
        low, top = corners.min(axis=0), corners.max(axis=0)
        room = np.array((wide, high)) * (1 - 2 * margin)
        if np.any(top - low > room):
            pose = Pose(pose.across * 0.95, pose.yaw, pose.pitch, pose.roll, pose.at)
            continue
        edge = np.array((wide, high)) * margin
        move = np.maximum(edge - low, 0) - np.maximum(top - (np.array((wide, high)) - edge), 0)
        return Pose(
            pose.across, pose.yaw, pose.pitch, pose.roll, (pose.at[0] + move[0] / wide, pose.at[1] + move[1] / high)
        )
    raise ValueError("the card does not fit into the picture")


def mapped(matrix: Array, points: Array) -> Array:
    mapped = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return mapped[:, :2] / mapped[:, 2:]


def table(
    ground: Array, matrix: Array, size: tuple[int, int], middle: tuple[float, float] = (WIDE / 2, HIGH / 2)
) -> Array:
    """The ground under the same camera, its middle at a point of the plane; float32."""
    to_units = np.array([[2, 0, middle[0] - SIDE], [0, 2, middle[1] - SIDE], [0, 0, 1]], float)
    warped = cv2.warpPerspective(ground, matrix @ to_units, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return warped.astype(np.float32)


def lay(scene: Array, lying: Lying, *, rounded: float = 36.0, thick: float = 1.0) -> Array:
    """The card over the scene, with its corners rounded and a soft shadow beside it (`thick` 0: printed on what it lies on)."""
    high, wide = scene.shape[:2]
    card, pad = lying.card, 90
    scale = card.scale
    picture = np.asarray(card.image)
    shrink = lying.across / picture.shape[1]
    if shrink < 0.8:  # seen through a lens, not through a sieve
        picture = cv2.GaussianBlur(picture, (0, 0), 0.42 / shrink)
    mask = _rounded(picture.shape[1], picture.shape[0], rounded * scale)
    matrix = lying.matrix @ np.diag((1 / scale, 1 / scale, 1.0))
    if lying.curl:
        picture, mask = (_curled(one, lying.curl * scale, round(pad * scale)) for one in (picture, mask))
        matrix = matrix @ np.array([[1, 0, 0], [0, 1, -round(pad * scale)], [0, 0, 1]], float)
    warped = cv2.warpPerspective(picture, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpPerspective(mask, matrix, (wide, high), flags=cv2.INTER_LINEAR).astype(np.float32) / 255
    if not thick:
        return scene * (1 - alpha[..., None]) + warped * alpha[..., None]
    unit = lying.across / WIDE
    shade = cv2.GaussianBlur(alpha, (0, 0), max(9 * unit * thick, 0.5))
    shade = np.roll(shade, (round(7 * unit * thick), round(6 * unit * thick)), (0, 1))
    alpha = alpha[..., None]
    return scene * (1 - 0.4 * shade[..., None]) * (1 - alpha) + warped * alpha


def _rounded(wide: int, high: int, radius: float) -> Array:
    mask, r = np.zeros((high, wide), np.uint8), round(radius)
    if r < 2:
        return np.full((high, wide), 255, np.uint8)
    cv2.rectangle(mask, (r, 0), (wide - r - 1, high), 255, -1)
    cv2.rectangle(mask, (0, r), (wide, high - r - 1), 255, -1)
    for x in (r, wide - r - 1):
        for y in (r, high - r - 1):
            cv2.circle(mask, (x, y), r, 255, -1, cv2.LINE_AA)
    return mask


def _curled(picture: Array, bend: float, pad: int) -> Array:
    """Every column moved down by its share of the bend (as `Lying.points` does), with room above and below."""
    high, wide = picture.shape[:2]
    x = np.arange(wide, dtype=np.float32)
    moved = bend * ((x - wide / 2) / (wide / 2)) ** 2
    down = np.arange(high + 2 * pad, dtype=np.float32)[:, None] - pad - moved[None, :]
    across = np.broadcast_to(x[None, :], down.shape)
    light = (
        picture
        if picture.ndim == 2
        else np.clip(picture * (1 + 0.1 * np.sign(bend) * ((x - wide / 2) / (wide / 2)))[None, :, None], 0, 255).astype(
            np.uint8
        )
    )
    return cv2.remap(light, np.ascontiguousarray(across), np.ascontiguousarray(down, np.float32), cv2.INTER_LINEAR)


# ---------------------------------------------------------------- light


def lamps(scene: Array, rng: Random, *, uneven: float = 0.25, count: int = 2, warm: float = 0.08) -> Array:
    """One or two lamps, each with its place and colour."""
    high, wide = scene.shape[:2]
    y, x = np.mgrid[0 : (high + 7) // 8, 0 : (wide + 7) // 8].astype(np.float32) * 8
    total = np.full((*y.shape, 3), 1 - uneven, np.float32)
    for _ in range(count):
        far = np.hypot((x - rng.uniform(-0.3, 1.3) * wide) / wide, (y - rng.uniform(-0.3, 1.3) * high) / high)
        tint = 1 + rng.uniform(-warm, warm) * np.array((1.0, 0.15, -1.0), np.float32)
        total += (2 * uneven / count / (0.6 + far**2 * 1.6))[..., None] * tint
    level = float(np.median(total))
    return scene * cv2.resize(total / level, (wide, high), interpolation=cv2.INTER_LINEAR)


def hand_shadow(scene: Array, rng: Random, depth: float) -> Array:
    """The soft shadow of the hand with the phone."""
    high, wide = scene.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    hand = np.hypot((x - rng.uniform(-0.1, 1.1) * wide) / wide, (y - 1.1 * high) / high)
    return scene * (1 - depth / (1 + np.exp((hand - 0.55) * 14)))[..., None]


def hard_shadow(scene: Array, lying: Lying, rng: Random, depth: float) -> Array:
    """A straight edge of shadow over about half of the card; light falls to `1 - depth` there."""
    high, wide = scene.shape[:2]
    angle, middle = rng.uniform(0, 2 * np.pi), lying.corners.mean(axis=0)
    normal = np.array((np.cos(angle), np.sin(angle)))
    offset = rng.uniform(-0.2, 0.2) * lying.across
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    away = (x - middle[0]) * normal[0] + (y - middle[1]) * normal[1] - offset
    edge = lying.across * rng.uniform(0.004, 0.03)
    return scene * (1 - depth / (1 + np.exp(-np.clip(away / edge, -40, 40))))[..., None]


def sleeve(scene: Array, lying: Lying, rng: Random, haze: float) -> Array:
    """A plastic sleeve over the card: lifted blacks, an edge around it, pale streaks that burn nothing out."""
    high, wide = scene.shape[:2]
    out = rng.uniform(18, 60)
    corners = np.array([(-out, -out), (WIDE + out, -out), (WIDE + out, HIGH + out), (-out, HIGH + out)])
    outline = lying.points(corners).astype(np.int32)
    mask = np.zeros((high, wide), np.float32)
    cv2.fillConvexPoly(mask, outline, 1.0, cv2.LINE_AA)
    rim = np.zeros((high, wide), np.float32)
    cv2.polylines(rim, [outline], True, 1.0, max(round(lying.across / 240), 1), cv2.LINE_AA)
    scene = scene * (1 - haze * mask[..., None]) + haze * 225 * mask[..., None]
    scene = scene + 46 * cv2.GaussianBlur(rim, (0, 0), max(lying.across / 700, 0.4))[..., None]
    streaks = np.zeros((high, wide), np.float32)
    for _ in range(rng.randint(2, 6)):
        start = lying.points(np.array([(rng.uniform(0, WIDE), rng.uniform(0, HIGH))]))[0]
        angle, length = rng.uniform(0, 6.28), rng.uniform(0.1, 0.5) * lying.across
        end = start + length * np.array((np.cos(angle), np.sin(angle)))
        cv2.line(
            streaks,
            tuple(start.astype(int).tolist()),
            tuple(end.astype(int).tolist()),
            rng.uniform(0.4, 1.0),
            max(round(lying.across * rng.uniform(0.004, 0.03)), 1),
            cv2.LINE_AA,
        )
    streaks = cv2.GaussianBlur(streaks, (0, 0), lying.across * 0.008) * mask
    return scene + streaks[..., None] * rng.uniform(14, 34)


def fingers(scene: Array, lying: Lying, rng: Random, reach: float) -> tuple[Array, list[tuple[Array, float]]]:
    """One or two finger tips over a short side, `reach` units far; with the line and the thickness of each, in the picture."""
    laid = []
    skin = np.array(rng.choice(((206, 160, 132), (186, 138, 110), (224, 184, 160))), np.float32)
    side = rng.choice(("left", "right"))
    for n in range(rng.choice((1, 1, 2))):
        y = rng.uniform(0.35, 0.75) * HIGH + n * 130
        thick = rng.uniform(70, 100)
        inner = (reach - thick / 2 if side == "left" else WIDE - reach + thick / 2, y)
        outer = (inner[0] - (700 if side == "left" else -700), y + rng.uniform(-80, 200))
        laid.append((lying.points(np.array([inner, outer])), thick * lying.across / WIDE))
        scene = _finger(scene, *laid[-1], skin)
    return scene, laid


def _finger(scene: Array, ends: Array, thick: float, skin: Array) -> Array:
    high, wide = scene.shape[:2]
    shape = np.zeros((high, wide), np.uint8)
    (x0, y0), (x1, y1) = np.clip(ends, -30000, 30000).astype(int).tolist()
    cv2.line(shape, (x0, y0), (x1, y1), 255, max(int(thick), 2), cv2.LINE_AA)
    alpha = cv2.GaussianBlur(shape, (0, 0), max(thick / 40, 0.6)).astype(np.float32)[..., None] / 255
    round_off = cv2.GaussianBlur(shape, (0, 0), thick / 5).astype(np.float32)[..., None] / 255
    cast = (
        cv2.GaussianBlur(np.roll(shape, (int(thick / 9), int(thick / 12)), (0, 1)), (0, 0), thick / 8).astype(
            np.float32
        )[..., None]
        / 255
    )
    scene = scene * (1 - 0.35 * cast)
    return scene * (1 - alpha) + skin * (0.55 + 0.5 * round_off) * alpha


# ---------------------------------------------------------------- lens and sensor


def defocus(scene: Array, radius: float) -> Array:
    """Out of focus: a disc of this radius (pixels)."""
    if radius < 0.35:
        return scene
    n = int(np.ceil(radius)) + 1
    y, x = np.mgrid[-n : n + 1, -n : n + 1].astype(np.float32)
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1)
    return cv2.filter2D(scene, -1, disc / disc.sum(), borderType=cv2.BORDER_REPLICATE)


def shake(scene: Array, length: float, degrees: float) -> Array:
    """The hand moved: a line of this length (pixels)."""
    if length < 1:
        return scene
    n = int(np.ceil(length / 2)) + 1
    kernel = np.zeros((2 * n + 1, 2 * n + 1), np.float32)
    dx, dy = np.cos(np.radians(degrees)) * length / 2, np.sin(np.radians(degrees)) * length / 2
    for t in np.linspace(-1, 1, 8 * n):
        x, y = n + t * dx, n + t * dy
        ix, iy = int(x), int(y)
        for ox, oy in ((0, 0), (1, 0), (0, 1), (1, 1)):
            share = (1 - abs(x - ix - ox)) * (1 - abs(y - iy - oy))
            if ix + ox <= 2 * n and iy + oy <= 2 * n:
                kernel[iy + oy, ix + ox] += share
    return cv2.filter2D(scene, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)


def sensor(
    scene: Array, rng: Random, *, noise: float = 2.0, shot: float = 0.3, gain: float = 1.0, sharpen: float = 0.3
) -> Array:
    """Noise as it falls on a sensor (`noise` everywhere, `shot` with the light's root), denoised a little and sharpened; uint8."""
    source = np.random.default_rng(rng.randrange(2**32))
    high, wide = scene.shape[:2]
    scene = np.clip(scene, 0, 262)
    grain = source.standard_normal((high, wide, 1), np.float32) * 0.8
    colour = cv2.resize(source.standard_normal(((high + 1) // 2, (wide + 1) // 2, 3), np.float32), (wide, high)) * 0.6
    scene = scene + (grain + colour) * (noise + shot * np.sqrt(np.maximum(scene, 0)) / 4)
    scene *= gain
    if sharpen:
        scene += sharpen * (scene - cv2.GaussianBlur(scene, (0, 0), 1.2))
    return np.clip(scene, 0, 255).astype(np.uint8)


# ---------------------------------------------------------------- the file


def encode(pixels: Array, suffix: str, quality: int, *, exif: int | None = None) -> bytes:
    """JPEG, WebP, PNG or TIFF; `exif` is the orientation that the file tells."""
    buffer = io.BytesIO()
    image = Image.fromarray(np.ascontiguousarray(pixels))
    if suffix == "png":
        image.save(buffer, "PNG", compress_level=3)
    elif suffix == "tif":
        image.save(buffer, "TIFF", compression="jpeg" if image.mode == "RGB" else None, quality=quality)
    elif suffix == "webp":
        image.save(buffer, "WEBP", quality=quality, method=2)
    else:
        tags = Image.Exif()
        if exif is not None:
            tags[0x010F], tags[0x0110], tags[0x0112] = "SAMPLE", "PHONE", exif
        image.save(buffer, "JPEG", quality=quality, **({"exif": tags.tobytes()} if exif is not None else {}))
    return buffer.getvalue()


SPECIAL = (
    "cmyk.jpg",
    "progressive.jpg",
    "grey.jpg",
    "16-bit.png",
    "alpha.png",
    "palette.png",
    "lossless.webp",
    "lzw.tif",
    "plain.bmp",
)


def special(pixels: Array, kind: str) -> bytes:
    """A file of one of the less common kinds of `SPECIAL`."""
    image, buffer = Image.fromarray(np.ascontiguousarray(pixels)), io.BytesIO()
    if kind == "16-bit.png":
        wide = np.ascontiguousarray(pixels[..., ::-1]).astype(np.uint16) * 257
        return bytes(cv2.imencode(".png", wide)[1])
    if kind == "alpha.png":
        image.putalpha(255)
    options: dict[str, dict[str, Any]] = {
        "cmyk.jpg": {"quality": 85},
        "progressive.jpg": {"quality": 80, "progressive": True},
        "grey.jpg": {"quality": 80},
        "lossless.webp": {"lossless": True, "method": 0},
        "lzw.tif": {"compression": "tiff_lzw"},
    }
    modes = {"cmyk.jpg": "CMYK", "grey.jpg": "L", "palette.png": "P"}
    image = image.quantize(64) if kind == "palette.png" else image.convert(modes.get(kind, image.mode))
    name = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "tif": "TIFF", "bmp": "BMP"}[kind.rsplit(".", 1)[1]]
    image.save(buffer, name, **options.get(kind, {}))
    return buffer.getvalue()


def pages(pictures: Sequence[Array]) -> bytes:
    """A TIFF with a page for each picture."""
    first, *rest = (Image.fromarray(np.ascontiguousarray(one)) for one in pictures)
    buffer = io.BytesIO()
    first.save(buffer, "TIFF", compression="tiff_lzw", save_all=True, append_images=rest)
    return buffer.getvalue()


def placed(lying: Lying, wide: float, high: float) -> dict[str, dict[str, Any]]:
    """The fields with their boxes on the page: the bounds of where they stand, clipped to the page.

    One that lies beyond the page has neither value nor box.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, (value, box) in lying.card.fields.items():
        points = lying.points(_rim(box))
        low, top = np.maximum(points.min(axis=0), 0), np.minimum(points.max(axis=0), (wide, high))
        if np.all(top - low > 1):
            place = [round(float(edge), 1) for edge in (*low, *top)]
            found[name] = {"value": value, "page": 1, "box": place, "method": "ocr"}
        else:
            found[name] = {"value": None, "page": 1, "method": "ocr"}
    return found


def _rim(box: Box) -> Array:
    left, top, right, bottom = box
    x = np.linspace(left, right, 7)
    return np.concatenate([np.column_stack([x, np.full(7, top)]), np.column_stack([x, np.full(7, bottom)])])
