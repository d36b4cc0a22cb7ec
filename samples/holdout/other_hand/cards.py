"""ID cards in four conditions: scan, photo, hard, turned. Each application holds both sides, drawn under one condition."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image

from . import scene
from .flat import Flat, Press
from .people import AS_OF, Person, person
from .scene import Shot, Tops
from .truth import Found, Paper, begin, tell

CONDITIONS = ("scan", "photo", "hard", "turned")

_FRONT = ("name", "sex", "ethnicity", "birth_date", "address", "id_number")
_BACK = ("issuing_authority", "valid_from", "valid_until")
_PHONES = (
    ("HUAWEI", "LIO-AN00"),
    ("Xiaomi", "2211133C"),
    ("Apple", "iPhone 14"),
    ("vivo", "V2309A"),
    ("OPPO", "PHZ110"),
)


@dataclass(frozen=True)
class Stored:
    """How a picture is stored: JPEG quality, an EXIF orientation, whether a phone's tags are there, dots per inch."""

    quality: int = 88
    orientation: int = 1
    phone: bool = False
    dpi: int | None = None


def store(path: Path, pixels: np.ndarray, how: Stored, rng: Random) -> None:
    """Write a picture; its suffix says the format (.jpg, .png, .pdf)."""
    picture = Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB))
    exif = Image.Exif()
    if how.phone:
        make, model = rng.choice(_PHONES)
        exif[0x010F], exif[0x0110] = make, model
    if how.orientation != 1:
        exif[0x0112] = how.orientation
    options: dict[str, Any] = {"quality": how.quality} if path.suffix == ".jpg" else {}
    if how.dpi:
        options |= {"resolution": how.dpi} if path.suffix == ".pdf" else {"dpi": (how.dpi, how.dpi)}
    if path.suffix == ".jpg" and len(exif):
        options["exif"] = exif
    picture.save(path, **options)


def values(who: Person, side: str) -> dict[str, Any]:
    """The fields of a side as the contract has them."""
    names = _FRONT if side == "front" else _BACK
    out = {n: getattr(who, {"birth_date": "birth", "issuing_authority": "authority"}.get(n, n)) for n in names}
    if side == "back" and who.valid_until is None:
        out["valid_until"] = "长期"
    return out


def papers(file: str, shot: Shot, who: Person, original: str, scale: float = 1.0, unit: str = "px") -> list[Paper]:
    """The documents of a picture, with the boxes of their values in the page's unit."""
    height, width = shot.pixels.shape[:2]
    out = []
    for card in shot.cards:
        side = card.flat.side
        boxes = {n: [v * scale for v in card.box(n)] for n in values(who, side)}
        out.append(
            Paper(file, f"id_card_{side}", values(who, side), original, [(width * scale, height * scale)], unit, boxes)
        )
    return out


def _names(rng: Random, swapped: bool) -> tuple[str, str]:
    number = rng.randint(1000, 9800)
    front, back = rng.choice(
        (("front", "back"), ("身份证人像面", "身份证国徽面"), (f"IMG_{number}", f"IMG_{number + 1}"), (f"mmexport17{number}0001", f"mmexport17{number}0002"), ("身份证正面", "身份证反面"))
    )  # fmt: skip
    return (back, front) if swapped else (front, back)


def _scan(flats: Sequence[Flat], _: Tops, rng: Random) -> tuple[list[Shot], Stored, str]:
    together = rng.random() < 0.35
    shots = [scene.scan(tuple(flats), rng)] if together else [scene.scan((flat,), rng) for flat in flats]
    suffix = ".pdf" if rng.random() < 0.3 else ".png" if rng.random() < 0.15 else ".jpg"
    return shots, Stored(quality=rng.choice((75, 85, 92)), dpi=200), suffix


def _photo(flats: Sequence[Flat], tops: Tops, rng: Random) -> tuple[list[Shot], Stored, str]:
    together = rng.random() < 0.12
    shots = [scene.photo(tuple(flats), tops, rng)] if together else [scene.photo((flat,), tops, rng) for flat in flats]
    return shots, Stored(quality=rng.choice((70, 80, 90)), phone=rng.random() < 0.7), ".jpg"


def _hard(flats: Sequence[Flat], tops: Tops, rng: Random) -> tuple[list[Shot], Stored, str]:
    shots = [scene.hard((flat,), tops, rng) for flat in flats]
    if rng.random() < 0.3:  # sent by a chat app
        return [scene.resized(shot, 960) for shot in shots], Stored(quality=40), ".jpg"
    return shots, Stored(quality=rng.choice((60, 75)), phone=rng.random() < 0.5), ".jpg"


_TURNS = ("90", "180", "270", "exif", "sideways", "mirrored")
_EXIF = {6: 1, 3: 2, 8: 3}  # the stored picture is the upright one turned counter-clockwise by so many quarters


def _turned(flats: Sequence[Flat], tops: Tops, rng: Random) -> tuple[list[Shot], Stored, str]:
    shots, how, suffix = _photo(flats, tops, rng)
    kind = rng.choices(_TURNS, (4, 4, 4, 4, 3, 1))[0]
    if kind == "exif":
        return shots, Stored(how.quality, rng.choice(tuple(_EXIF)), True), suffix
    if kind == "mirrored":
        return [scene.mirrored(s) for s in shots], how, suffix
    if kind == "sideways":
        quarters = rng.choice((1, 3))
        shots = [_letterboxed(scene.turned(s, quarters), tops, rng) for s in shots]
        return shots, how, suffix
    return [scene.turned(s, int(kind) // 90) for s in shots], how, suffix


def _letterboxed(shot: Shot, tops: Tops, rng: Random) -> Shot:
    """An upright picture amid a wide one: a card that stands on its side in a landscape photo."""
    height, width = shot.pixels.shape[:2]
    room = int(height * 1.25)
    wide = scene.cut(rng, rng.choice(tops["plain"]), room, height)
    left = (room - width) // 2
    wide[:, left : left + width] = shot.pixels
    return Shot(wide, tuple(c.moved(np.array([[1, 0, left], [0, 1, 0], [0, 0, 1]], float)) for c in shot.cards))


_DRAWN = {"scan": _scan, "photo": _photo, "hard": _hard, "turned": _turned}


def _stored_pixels(shot: Shot, how: Stored) -> np.ndarray:
    """The pixels in the file: with an EXIF orientation they lie turned, and the truth is of the picture as displayed."""
    quarters = _EXIF.get(how.orientation, 0)
    return np.ascontiguousarray(np.rot90(shot.pixels, quarters)) if quarters else shot.pixels


def draw_application(folder: Path, condition: str, press: Press, tops: Tops, rng: Random) -> None:
    """One application that holds a card's two sides, as bare as that: profile `salaried`, no statement."""
    expired = rng.random() < 0.08
    who = person(rng, expired)
    begin(folder, "salaried")
    shots, how, suffix = _DRAWN[condition](press.both(who, rng), tops, rng)
    names = ("身份证",) if len(shots) == 1 else _names(rng, swapped=rng.random() < 0.1)
    told: list[Paper] = []
    for shot, name in zip(shots, names, strict=True):
        store(folder / (name + suffix), _stored_pixels(shot, how), how, rng)
        original = "scan" if condition == "scan" else "photo"
        unit, scale = ("pt", 72 / 200) if suffix == ".pdf" else ("px", 1.0)
        told += papers(name + suffix, shot, who, original, scale, unit)
    found = [Found("BNK001")]
    if expired:
        file = next(p.file for p in told if p.type == "id_card_back")
        found.append(Found("IDC101", [file], {"valid_until": who.valid_until}))
    tell(folder, "salaried", told, found, {"set": "cards", "condition": condition, "as_of": AS_OF.isoformat()})


def draw_cards(out: Path, count: int, press: Press, tops: Tops, seed: int) -> int:
    """`count` card sides (two to an application), the conditions in equal parts; returns the number of applications."""
    applications = (count + 1) // 2
    for n in range(applications):
        condition = CONDITIONS[n % len(CONDITIONS)]
        draw_application(out / f"card-{condition}-{n:04d}", condition, press, tops, Random(f"{seed}/card/{n}"))
    return applications


def encoded(pixels: np.ndarray, quality: int) -> np.ndarray:
    """Pixels after one more JPEG round, as when a picture is passed on."""
    buffer = io.BytesIO()
    Image.fromarray(pixels[..., ::-1]).save(buffer, "JPEG", quality=quality)
    return cv2.imdecode(np.frombuffer(buffer.getvalue(), np.uint8), cv2.IMREAD_COLOR)
