"""An application of pictures in the making: whose card it is, photos, scans, and the pages of PDFs and TIFFs."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random
from typing import Any

import _card_faces
import _card_people
import _grounds
import _lens
import _shots
import cv2
import numpy as np
from _cards import HIGH, WIDE, Card
from _paper import Drawn, Paper
from _people import Person
from _shots import Draw, Taken, Taking
from _truth import Expected, Placed

NAMES = {
    "id_card_front": (
        "身份证人像面",
        "正面",
        "front",
        "IMG_20261121_083012",
        "mmexport1763712345678",
        "微信图片_20261121083012",
        "照片1",
    ),
    "id_card_back": (
        "身份证国徽面",
        "反面",
        "back",
        "IMG_20261121_083027",
        "mmexport1763712345999",
        "微信图片_20261121083027",
        "照片2",
    ),
}


OTHER_NAMES = ("证件", "IMG_20261121_091500", "mmexport1763718888888", "扫描件", "照片")


@dataclass
class Made:
    """An application: its files, the documents in them, what a review must find, and how it was drawn."""

    files: dict[str, bytes] = field(default_factory=dict)
    placed: list[Placed] = field(default_factory=list)
    findings: list[Expected] = field(default_factory=list)
    drawn: dict[str, Any] = field(default_factory=dict)

    def add(self, name: str, taken: Taken, original: str = "photo", data: bytes | None = None) -> str:
        """Put a picture in; gives its file's name."""
        taking = taken.taking
        file = f"{name}.{taking.suffix}"
        self.files[file] = _lens.encode(taken.pixels, taking.suffix, taking.quality) if data is None else data
        for n in range(len(taken.lying)):
            self.placed.append(Placed(file, taken.drawn(n, self.files[file], original)))
        self.drawn |= taken.facts
        return file


@dataclass(frozen=True)
class Sides:
    """The card of one holder: what draws its sides."""

    who: Person
    issued: date
    until: str

    def front(self, rng: Random, scale: float) -> Card:
        return _card_faces.front(self.who, rng, scale)

    def back(self, rng: Random, scale: float) -> Card:
        return _card_faces.back(self.who, self.issued, self.until, rng, scale)

    def temporary(self, rng: Random, scale: float) -> Card:
        return _card_faces.temporary(self.who, self.issued, self.until, rng, scale)


def sides(rng: Random) -> Sides:
    who = _card_people.holder(rng)
    return Sides(who, *_card_people.issued_for(rng, who, expired=rng.random() < 0.06))


def one_side(rng: Random) -> tuple[str, Draw]:
    """The front, or in two of five cases the back."""
    both = sides(rng)
    return ("id_card_back", both.back) if rng.random() < 0.4 else ("id_card_front", both.front)


def named(rng: Random, kind: str) -> str:
    return rng.choice(NAMES[kind])


def photographed(rng: Random, taking: Taking, *codes: str, draw: tuple[str, Draw] | None = None) -> Made:
    kind, drawing = draw or one_side(rng)
    made = Made()
    file = made.add(named(rng, kind), _shots.take(drawing, taking, rng))
    made.findings += [Expected(code, (file,)) for code in codes]
    return made


def app_scan(rng: Random, draw: Draw) -> Taken:
    """A good photo, straightened by its owner's app along roughly found corners, with its contrast raised."""
    taken = _shots.take(draw, replace(_shots.good(rng), size=(1600, 1200), enlarge=1, suffix="jpg"), rng)
    (lying,) = taken.lying
    middle = lying.corners.mean(axis=0)
    spread = np.array([[1 + rng.uniform(0.004, 0.035)] for _ in range(4)])
    found = (middle + (lying.corners - middle) * spread).astype(np.float32)
    wide = rng.choice((800, 1000, 1280))
    high = round(wide * HIGH / WIDE)
    flat = cv2.getPerspectiveTransform(found, np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32))
    pixels = cv2.warpPerspective(taken.pixels, flat, (wide, high), flags=cv2.INTER_AREA).astype(np.float32)
    pixels = np.clip((pixels - 110) * rng.uniform(1.0, 1.3) + rng.uniform(112, 136), 0, 255).astype(np.uint8)
    return replace(taken, pixels=pixels, lying=(replace(lying, matrix=flat @ lying.matrix),))


def scanned(rng: Random, kind: str, draw: Draw, names: Sequence[str] = ()) -> Made:
    made = Made()
    made.add(rng.choice(names) if names else named(rng, kind), flatbed(rng, draw), "scan")
    return made


def flatbed(rng: Random, draw: Draw) -> Taken:
    across = rng.choice((640, 760, 1012, 1012, 1350))
    margin = rng.choice((0.0, 0.0, 0.03, 0.08, 0.2)) * across
    size = (round(across + 2 * margin), round(across * HIGH / WIDE + 2 * margin))
    lid = rng.choice((250, 250, 250, 225, 24))
    roll = rng.gauss(0, 0.8) if margin else 0.0
    taking = Taking(
        size, "lid", lamps=1, focus=rng.uniform(0.05, 0.25), noise=rng.uniform(0.3, 1.5), shot=0.1, quality=rng.randint(55, 92),
        suffix=rng.choice(("jpg",) * 8 + ("png", "tif")), rounded=rng.choice((36.0, 36.0, 0.0)), thick=0.3 if margin else 0.0,
    )  # fmt: skip
    scale = across / WIDE
    spin = cv2.getRotationMatrix2D((WIDE / 2, HIGH / 2), roll, 1.0)
    matrix = np.array([[scale, 0, margin], [0, scale, margin], [0, 0, 1]]) @ np.vstack([spin, [0, 0, 1]])
    ground = np.full((_grounds.SIDE, _grounds.SIDE, 3), lid, np.uint8)
    flat = replace(taking, uneven=0.0, warm=0.0, hand=0.0, light=rng.uniform(228, 246))
    return _shots.shoot([draw], [np.eye(3)], matrix, flat, rng, ground)


def as_pdf(made: Made, shown: Sequence[Taken], dpi: int) -> str:
    """Pictures as the pages of a PDF, as scanners and copy shops write it."""
    points, file = 72 / dpi, "身份证.pdf"
    sizes = [(one.pixels.shape[1] * points, one.pixels.shape[0] * points) for one in shown]
    paper = Paper(
        sizes[0],
        "sans",
        datetime(2026, 11, 20, 10, 0, 0),
        title="scan",
        producer="Canon iR-ADV",
        creator="Canon iR-ADV",
    )
    for n, (taken, size) in enumerate(zip(shown, sizes, strict=True)):
        if n:
            paper.next_page()
        paper.canvas.setPageSize(size)
        paper.size = size
        paper.picture(io.BytesIO(_lens.encode(taken.pixels, "jpg", taken.taking.quality)), 0, 0, *size)
        made.placed += _on_page(file, taken, points, size, n + 1)
        made.drawn |= taken.facts
    made.files[file] = paper.finish()
    return file


def _on_page(file: str, taken: Taken, points: float, size: tuple[float, float], page: int) -> list[Placed]:
    shrink = np.diag((points, points, 1.0))
    found = []
    for one, lost in zip(taken.lying, taken.lost, strict=True):
        fields = _lens.placed(replace(one, matrix=shrink @ one.matrix), *size)
        for name in lost:
            fields[name]["value"] = None
        found.append(Placed(file, Drawn(one.card.type, b"", "pdf", "scan", fields, sizes=(size,), unit="pt"), (page,)))
    return found


def as_tif(made: Made, shown: Sequence[Taken]) -> None:
    file = "身份证.tif"
    made.files[file] = _lens.pages([one.pixels for one in shown])
    for n, taken in enumerate(shown, 1):
        made.placed.append(Placed(file, taken.drawn(0, b"", "scan"), (n,)))
        made.drawn |= taken.facts
