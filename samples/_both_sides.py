"""Both sides of a card in one picture, on a copy shop's sheet, or in two pictures with swapped names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

import _faults
import _grounds
import _lens
import _shots
import cv2
import numpy as np
from _cards import HIGH, WIDE
from _pictures import OTHER_NAMES, Made, Sides, as_pdf, sides
from _shots import Draw, Taken, Taking
from _truth import Expected

Array = Any


def pair(rng: Random) -> Made:
    """Both sides in one picture, in any arrangement; in two of five each turned on its own. One in six are two pictures with swapped names."""
    both = sides(rng)
    if rng.random() < 0.16:
        return _swapped(rng, both)
    draws = [both.front, both.back]
    if rng.random() < 0.4:
        draws.reverse()
    gap, own = rng.uniform(30, 130), rng.random() < 0.4
    ways = [rng.choice((0, 90, 180, 270)) if own else 0 for _ in draws]
    flow = rng.choice(("down", "across", "slanted"))
    places, points = _arranged(rng, ways, flow, gap)
    middle = points.mean(axis=0)
    low, top = points.min(axis=0), points.max(axis=0)
    tall = (top - low)[1] > (top - low)[0]
    size = rng.choice(((1200, 1600), (960, 1280), (1440, 1920)) if tall else ((1600, 1200), (1280, 960), (1920, 1440)))
    base = replace(_shots.good(rng), size=size, enlarge=1, chat=False)
    if rng.random() < 0.25:
        base = replace(base, ground=rng.choice(sorted(_grounds.PAPERS)))
    most = 0.93 * min(size[0] / (top - low)[0], size[1] / (top - low)[1]) * WIDE
    pose = _lens.Pose(most, base.yaw * 0.6, base.pitch * 0.6, base.roll * 0.6)
    pose = _lens.within(pose, size, points=points, centre=tuple(middle))
    matrix = _lens.camera(pose, size, tuple(middle))
    taken = _shots.shoot(draws, places, matrix, base, rng)
    made = Made()
    made.add(rng.choice(OTHER_NAMES), taken)
    made.drawn |= {"arranged": flow, "turned": ways}
    return made


def _swapped(rng: Random, both: Sides) -> Made:
    """Two photos, each with the other side's name."""
    made, names = Made(), rng.choice((("身份证国徽面", "身份证人像面"), ("反面", "正面"), ("back", "front")))
    for draw, name in zip((both.front, both.back), names, strict=True):
        made.add(name, _shots.take(draw, replace(_shots.good(rng), size=rng.choice(_shots.SIZES), enlarge=1), rng))
    made.drawn["arranged"] = "two pictures, names swapped"
    return made


def _arranged(rng: Random, ways: Sequence[int], flow: str, gap: float) -> tuple[list[Array], Array]:
    """The places of cards on the plane, and the corners of all."""
    places, points, start = [], [], np.zeros(2)
    for way in ways:
        angle = np.radians(way + rng.gauss(0, 2.5))
        wide, high = (WIDE, HIGH) if way % 180 == 0 else (HIGH, WIDE)
        middle = start + np.array((wide, high)) / 2
        spin = np.array([[np.cos(angle), -np.sin(angle), 0], [np.sin(angle), np.cos(angle), 0], [0, 0, 1]])
        shift = np.array([[1, 0, middle[0]], [0, 1, middle[1]], [0, 0, 1]])
        place = shift @ spin @ np.array([[1, 0, -WIDE / 2], [0, 1, -HIGH / 2], [0, 0, 1]])
        places.append(place)
        points.append(_lens.mapped(place, _lens.CORNERS))
        step = {"down": (0.0, high + gap), "across": (wide + gap, 0.0), "slanted": (0.3 * wide, high + gap)}[flow]
        start = (
            start
            + step
            + np.array(
                [rng.uniform(-40, 40) if flow != "across" else 0.0, rng.uniform(-40, 40) if flow == "across" else 0.0]
            )
        )
    return places, np.concatenate(points)


def a4(rng: Random) -> Made:
    """A copy shop's sheet with both sides, as a picture or a PDF, in colour or grey."""
    both, dpi, grey = sides(rng), rng.choice((150, 200, 240)), rng.random() < 0.3
    made = Made()
    taken = sheet(rng, [both.front, both.back], dpi, grey)
    if rng.random() < 0.5:
        file = as_pdf(made, [taken], dpi)
    else:
        file = made.add(rng.choice(("身份证复印件", "扫描件", "IMG_0001")), taken, "scan")
    if grey:
        made.findings.append(Expected("IMG202", (file,)))
    made.drawn |= {"grey": grey, "dpi": dpi, "file": file.rsplit(".", 1)[1]}
    return made


def sheet(rng: Random, draws: Sequence[Draw], dpi: int, grey: bool) -> Taken:
    """Sides on a page of A4, one above the other, side by side or in a corner; often with what people write beside them."""
    size, unit = (round(8.27 * dpi), round(11.69 * dpi)), 3.37 * dpi / WIDE
    flow = rng.choice(("down", "down", "across", "corner"))
    matrices = []
    for n in range(len(draws)):
        x, y = {"down": (0.5, 0.25 + 0.31 * n), "across": (0.27 + 0.46 * n, 0.3), "corner": (0.3, 0.15 + 0.22 * n)}[
            flow
        ]
        spin = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), rng.gauss(0, 1.0), unit)
        matrix = np.vstack([spin, [0, 0, 1]])
        matrix[:2, 2] += (size[0] * x - WIDE / 2 + rng.uniform(-0.015, 0.015) * size[0], size[1] * y - HIGH / 2)
        matrices.append(matrix)
    copied = (
        [(lambda chance, scale, draw=draw: _faults.toner(draw(chance, scale), chance)) for draw in draws]
        if grey
        else draws
    )
    taking = Taking(
        size, "lid", lamps=1, uneven=0.0, warm=0.0, hand=0.0, light=rng.uniform(225, 242), focus=rng.uniform(0.05, 0.25), noise=0.8,
        shot=0.1, quality=rng.randint(60, 88), rounded=rng.choice((36.0, 0.0)), thick=0.0,
    )  # fmt: skip
    taken = _shots.shoot(
        copied, matrices, np.eye(3), taking, rng, np.full((_grounds.SIDE, _grounds.SIDE, 3), 252, np.uint8)
    )
    if rng.random() < 0.4:
        taken = replace(taken, pixels=_grounds.written_on(taken.pixels, rng, "仅供办理住房贷款使用"))
    return taken
