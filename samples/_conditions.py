"""The conditions that `cards.py` draws: each makes one application of one picture (or of a pair) from a source of chance.

What a good and what a faulty picture is stands in `_faults`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from random import Random
from typing import Any

import _bilingual
import _card_faces
import _card_people
import _faults
import _grounds
import _lens
import _other_cards
import _shots
import cv2
import numpy as np
from _cards import HIGH, WIDE, Card
from _paper import Drawn, Paper
from _people import Person
from _shots import Draw, Taken, Taking
from _truth import Expected, Placed

Array = Any
TODAY = date(2026, 11, 24)
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


# ---------------------------------------------------------------- who and which side


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


def _one(rng: Random) -> tuple[str, Draw]:
    """The front, or in two of five cases the back."""
    both = sides(rng)
    return ("id_card_back", both.back) if rng.random() < 0.4 else ("id_card_front", both.front)


def _named(rng: Random, kind: str) -> str:
    return rng.choice(NAMES[kind])


def _photographed(rng: Random, taking: Taking, *codes: str, draw: tuple[str, Draw] | None = None) -> Made:
    kind, drawing = draw or _one(rng)
    made = Made()
    file = made.add(_named(rng, kind), _shots.take(drawing, taking, rng))
    made.findings += [Expected(code, (file,)) for code in codes]
    return made


# ---------------------------------------------------------------- good ones


def scan(rng: Random) -> Made:
    """A flatbed's cut-out: flush or with a margin, a little askew, white, grey or black beneath; or what an app cuts out of a photo.

    One in eight comes as a PDF.
    """
    kind, draw = _one(rng)
    if rng.random() < 0.25:
        made, taken = Made(), app_scan(rng, draw)
        made.add(_named(rng, kind), taken)
        made.drawn["by"] = "app"
        return made
    if rng.random() < 0.15:
        made = Made()
        _as_pdf(made, [flatbed(rng, draw)], rng.choice((150, 300)))
        return made
    return _scanned(rng, kind, draw)


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


def _scanned(rng: Random, kind: str, draw: Draw, names: Sequence[str] = ()) -> Made:
    made = Made()
    made.add(rng.choice(names) if names else _named(rng, kind), flatbed(rng, draw), "scan")
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


def photo(rng: Random) -> Made:
    return _photographed(rng, _shots.good(rng))


def hard(rng: Random) -> Made:
    return _photographed(rng, _shots.hard(rng))


def paper(rng: Random) -> Made:
    """A good photo of a card that lies on print, a form, a newspaper, handwriting or blank paper."""
    taking = replace(
        _shots.good(rng),
        ground=rng.choice(sorted(_grounds.PAPERS)),
        size=rng.choice(_shots.SIZES),
        share=rng.uniform(0.5, 0.85),
    )
    return _photographed(rng, replace(taking, enlarge=1))


TURNS = ("90", "180", "270", "exif 6", "exif 3", "exif 8", "mirrored", "exif 2", "exif wrongly")


def turned(rng: Random) -> Made:
    """Turned by quarters in its pixels or by EXIF, mirrored as front cameras do, or told wrongly by EXIF."""
    kind, draw = _one(rng)
    taking = replace(_shots.good(rng), size=rng.choice(_shots.SIZES), suffix="jpg", enlarge=1)
    taken = _shots.take(draw, taking, rng)
    how, made = rng.choice(TURNS), Made()
    data, shown = turned_file(taken.pixels, how, taking.quality)
    if how == "mirrored":
        flip = np.array([[-1, 0, taking.size[0]], [0, 1, 0], [0, 0, 1]], float)
        taken = replace(taken, pixels=shown, lying=tuple(replace(one, matrix=flip @ one.matrix) for one in taken.lying))
    made.add(_named(rng, kind), taken, data=data)
    made.drawn["turned"] = how
    return made


def turned_file(pixels: Array, how: str, quality: int) -> tuple[bytes, Array]:
    """The file of a picture that is turned in a way of `TURNS`, and its pixels."""
    quarters = {"90": 3, "180": 2, "270": 1, "exif 6": 1, "exif 3": 2, "exif 8": 3}.get(how, 0)
    shown = np.rot90(pixels, quarters) if quarters else pixels
    if how in {"mirrored", "exif 2"}:
        shown = pixels[:, ::-1]
    told = {"exif 6": 6, "exif 3": 3, "exif 8": 8, "exif 2": 2, "exif wrongly": 6}.get(how)
    return _lens.encode(shown, "jpg", quality, exif=told), shown


# ---------------------------------------------------------------- faults


def blurred(rng: Random) -> Made:
    """Out of focus, shaken, or both: from what is just not to be read on."""
    sigma = rng.choice((rng.uniform(_faults.LEAST_BLURRED, 1.6), rng.uniform(1.4, 3.2)))
    kind = rng.choice(("focus", "motion", "both"))
    focus, motion = {"focus": (sigma, 0.0), "motion": (0.15, 1.15 * sigma), "both": (0.72 * sigma, 0.72 * sigma)}[kind]
    taking = replace(_shots.good(rng), focus=focus, motion=motion, size=rng.choice(_shots.SIZES), enlarge=1)
    made = _photographed(rng, taking, "IMG101")
    made.drawn["kind"] = kind
    return made


def glare(rng: Random) -> Made:
    """A lamp mirrored over a value, from two letters to a third of the card; what it covers is lost."""
    kind, draw = _one(rng)
    fields = {
        "id_card_front": ("name", "birth_date", "address", "id_number", "id_number"),
        "id_card_back": ("issuing_authority", "valid_from", "valid_until"),
    }
    chosen, size = rng.choice(fields[kind]), rng.choice((rng.uniform(2, 4), rng.uniform(3, 9)))
    base = replace(_shots.good(rng), size=rng.choice(_shots.SIZES), enlarge=1, light=rng.uniform(150, 215), sheen=False)
    key = rng.random()
    for more in range(8):  # the spot grows until it hides a letter
        chance = Random(key)
        taken = _shots.take(draw, replace(base, glare=(chosen, size * 1.25**more)), chance)
        if taken.lost[0]:
            break
    made = Made()
    file = made.add(_named(rng, kind), taken)
    made.findings.append(Expected("IMG102", (file,)))
    made.drawn["over"] = sorted(taken.lost[0])
    return made


def cropped(rng: Random) -> Made:
    """Beyond the picture's edge on a side or two, or under a finger."""
    kind, draw = _one(rng)
    base = replace(_shots.good(rng), size=rng.choice(_shots.SIZES), enlarge=1)
    taken = (_under_a_finger if rng.random() < 0.2 else _beyond_the_edge)(rng, draw, base)
    made = Made()
    file = made.add(_named(rng, kind), taken)
    made.findings.append(Expected("IMG103", (file,)))
    return made


def _beyond_the_edge(rng: Random, draw: Draw, base: Taking) -> Taken:
    beyond = rng.choice((rng.uniform(_faults.LEAST_CROPPED, 0.12), rng.uniform(0.1, 0.4)))
    wide, high = base.size
    pose = _shots.pose(base)
    corners = _lens.Lying(Card("", None), _lens.camera(pose, base.size)).corners  # type: ignore[arg-type]
    low, top = corners.min(axis=0), corners.max(axis=0)
    x, y = 0.0, 0.0
    for side in rng.choice((("left",), ("right",), ("top",), ("bottom",), ("left", "top"), ("right", "bottom"))):
        reach = beyond * (top - low)
        x, y = {
            "left": (-low[0] - reach[0], y), "right": (wide - top[0] + reach[0], y),
            "top": (x, -low[1] - reach[1]), "bottom": (x, high - top[1] + reach[1]),
        }[side]  # fmt: skip
    moved = replace(
        base,
        keep_in=False,
        at=(pose.at[0] + x / wide, pose.at[1] + y / high),
        share=pose.across / min(wide, high * WIDE / HIGH),
    )
    return _shots.take(draw, moved, rng)


def _under_a_finger(rng: Random, draw: Draw, base: Taking) -> Taken:
    key, reach = rng.random(), rng.uniform(130, 330)
    for more in range(12):
        taken = _shots.take(draw, replace(base, finger=min(reach + 50 * more, 600)), Random(key + more))
        if taken.lost[0]:
            break
    return taken


def dark(rng: Random) -> Made:
    """Next to no light, with the noise that goes with it."""
    level = rng.choice((rng.uniform(40, _faults.MOST_DARK), rng.uniform(14, 42)))
    taking = replace(
        _shots.good(rng),
        light=level,
        noise=rng.uniform(2, 7),
        shot=rng.uniform(0.3, 1.2),
        sheen=False,
        enlarge=1,
        size=rng.choice(_shots.SIZES),
    )
    return _photographed(rng, taking, "IMG104")


def small(rng: Random) -> Made:
    """From too far away, or made small by a program."""
    across = rng.choice((rng.uniform(230, _faults.MOST_SMALL), rng.uniform(130, 240)))
    size = rng.choice(((800, 600), (640, 480), (600, 800), (1280, 960), (400, 300)))
    share = min(across / min(size[0], size[1] * WIDE / HIGH), 0.9)
    taking = replace(
        _shots.good(rng), size=size, share=share, enlarge=1, yaw=rng.gauss(0, 3), pitch=rng.gauss(0, 3), suffix="jpg"
    )
    return _photographed(rng, taking, "IMG105")


def recapture(rng: Random) -> Made:
    """A screen photographed, with its dots, its rim and what else it shows."""
    base = replace(
        _shots.good(rng),
        size=rng.choice(_shots.SIZES),
        enlarge=1,
        suffix="jpg",
        hand=0.0,
        focus=rng.uniform(0.05, 0.25),
        motion=0.0,
    )
    taking = replace(
        base, dots=(rng.uniform(0.8, 2.2), rng.uniform(0.3, 0.8)), rounded=rng.choice((0.0, 36.0)), thick=0.0, share=rng.uniform(0.55, 0.9),
        uneven=rng.uniform(0.02, 0.12), light=rng.uniform(190, 235), quality=rng.randint(70, 92),
    )  # fmt: skip
    kind, draw = _one(rng)
    pose = _shots.pose(taking)
    taken = _shots.shoot([draw], [np.eye(3)], _lens.camera(pose, taking.size), taking, rng, _grounds.screen(rng))
    made = Made()
    file = made.add(_named(rng, kind), taken)
    made.findings.append(Expected("IMG201", (file,)))
    return made


def photocopy(rng: Random) -> Made:
    """A black-and-white copy: its scan, or a photo of the paper."""
    kind, draw = _one(rng)

    def copied(chance: Random, scale: float) -> Card:
        return _faults.toner(draw(chance, scale), chance)

    if rng.random() < 0.4:
        made = _scanned(rng, kind, copied)
    else:
        taking = replace(
            _shots.good(rng),
            size=rng.choice(_shots.SIZES),
            enlarge=1,
            ground="white",
            thick=0.0,
            share=rng.uniform(0.5, 0.85),
        )
        if rng.random() < 0.3:
            taking = replace(taking, curl=rng.uniform(-20, 20))
        made = _photographed(rng, taking, draw=(kind, copied))
    made.findings.append(Expected("IMG202", tuple(made.files)))
    return made


# ---------------------------------------------------------------- several sides


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
    both, dpi, grey = sides(rng), rng.choice((120, 150, 200)), rng.random() < 0.3
    made = Made()
    taken = sheet(rng, [both.front, both.back], dpi, grey)
    if rng.random() < 0.5:
        file = _as_pdf(made, [taken], dpi)
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


def _as_pdf(made: Made, shown: Sequence[Taken], dpi: int) -> str:
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


FORMATS = (*_lens.SPECIAL, "48 megapixels", "pages of a tif", "pages of a pdf")


def formats(rng: Random) -> Made:
    """A good photo in a file of a less common kind, or both sides as the pages of one file."""
    made, how, both = Made(), rng.choice(FORMATS), sides(rng)
    base = replace(_shots.good(rng), size=rng.choice(_shots.SIZES[:4]), enlarge=1, suffix="jpg")
    if how.startswith("pages"):
        shown = [flatbed(rng, one) for one in (both.front, both.back)]
        if how == "pages of a pdf":
            _as_pdf(made, shown, 200)
        else:
            _as_tif(made, shown)
    elif how == "48 megapixels":
        big = replace(base, size=(4000, 3000), enlarge=2)
        made.add(_named(rng, "id_card_front"), _shots.take(both.front, big, rng))
    else:
        taken = _shots.take(both.front, base, rng)
        taken = replace(taken, taking=replace(base, suffix=how.rsplit(".", 1)[1]))
        made.add(_named(rng, "id_card_front"), taken, data=_lens.special(taken.pixels, how))
        if how == "grey.jpg":
            made.findings.append(Expected("IMG202", tuple(made.files)))
    made.drawn["format"] = how
    return made


def _as_tif(made: Made, shown: Sequence[Taken]) -> None:
    file = "身份证.tif"
    made.files[file] = _lens.pages([one.pixels for one in shown])
    for n, taken in enumerate(shown, 1):
        made.placed.append(Placed(file, taken.drawn(0, b"", "scan"), (n,)))
        made.drawn |= taken.facts


def temporary(rng: Random) -> Made:
    """The temporary card that stands for both sides."""
    both = sides(rng)
    if rng.random() < 0.3:
        made = _scanned(rng, "id_card_front", both.temporary, ("临时身份证", *OTHER_NAMES))
    else:
        made = _photographed(
            rng, _shots.good(rng) if rng.random() < 0.75 else _shots.hard(rng), draw=("id_card_front", both.temporary)
        )
    made.findings.append(Expected("IDC104", tuple(made.files)))
    return made


def bilingual(rng: Random) -> Made:
    """A side of a card in two scripts; mostly a good photo, else a scan or a hard photo."""
    script = rng.choice(_bilingual.SCRIPTS)
    who = _bilingual.holder(rng, script)
    issued, until = _card_people.issued_for(rng, who)

    def one(chance: Random, scale: float) -> Card:
        return _bilingual.front(script, who, chance, scale)

    def other(chance: Random, scale: float) -> Card:
        return _bilingual.back(script, who, issued, until, chance, scale)

    kind, draw = rng.choice((("id_card_front", one), ("id_card_front", one), ("id_card_back", other)))
    made = _anyhow(rng, kind, draw)
    made.drawn["script"] = script.name
    return made


def _anyhow(rng: Random, kind: str, draw: Draw, names: Sequence[str] = ()) -> Made:
    """Half of them photos, the rest scans, hard photos and photos on paper."""
    way = rng.random()
    if way < 0.25:
        return _scanned(rng, kind, draw, names)
    taking = _shots.good(rng) if way < 0.85 else _shots.hard(rng)
    if way > 0.75:
        taking = replace(taking, ground=rng.choice(sorted(_grounds.PAPERS)))
    made = Made()
    made.add(rng.choice(names) if names else _named(rng, kind), _shots.take(draw, replace(taking, enlarge=1), rng))
    return made


def others(rng: Random) -> Made:
    """No ID card: another card, or no card at all."""
    kind = rng.choice((*_other_cards.OTHERS, *_other_cards.OTHERS, "nothing"))
    if kind == "nothing":
        return _nothing(rng)
    made = _anyhow(rng, "", _other_cards.OTHERS[kind], OTHER_NAMES)
    made.drawn["kind"] = kind
    return made


def _nothing(rng: Random) -> Made:
    """A table or a paper without any card."""
    taking = replace(_shots.good(rng), enlarge=1, size=rng.choice(_shots.SIZES))
    ground = rng.choice(sorted(_grounds.KINDS))
    scene = _lens.table(_grounds.ground(ground, rng), _lens.camera(_shots.pose(taking), taking.size), taking.size)
    pixels = _lens.sensor(_lens.lamps(scene, rng), rng)
    made = Made(drawn={"kind": "nothing", "ground": ground})
    file = f"{rng.choice(OTHER_NAMES)}.jpg"
    made.files[file] = _lens.encode(pixels, "jpg", taking.quality)
    made.placed.append(Placed(file, Drawn("unknown", b"", "jpg", "photo", {}, sizes=(taking.size,), unit="px")))
    return made


CONDITIONS: dict[str, Callable[[Random], Made]] = {
    "scan": scan, "photo": photo, "turned": turned, "hard": hard, "blurred": blurred, "glare": glare, "cropped": cropped, "dark": dark,
    "small": small, "recapture": recapture, "photocopy": photocopy, "paper": paper, "pair": pair, "a4": a4, "temporary": temporary,
    "formats": formats,
    "bilingual": bilingual, "others": others,
}  # fmt: skip
