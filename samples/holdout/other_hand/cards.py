"""ID cards under some conditions: scan, photo, hard, turned, of a bilingual region, temporary, both sides on one picture, HEIC.

Each application holds both sides of one card, drawn under one condition.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from PIL import Image

from . import scene
from .flat import Flat, Press
from .people import AS_OF, BILINGUAL, Person, person
from .scene import CHAT_QUALITY, Shot, Tops
from .scripts import of_region
from .truth import Found, Paper, begin, tell

CONDITIONS = (*("scan", "photo", "hard", "turned") * 5, "bilingual", "bilingual", "temporary", "pair", "heic")
"""The conditions in the order of the applications; after the last the first comes again."""

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
    """Write a picture; its suffix says the format (.jpg, .png, .pdf, .HEIC)."""
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
    if path.suffix == ".HEIC":
        _store_heic(path, picture, exif, how.quality)
    else:
        picture.save(path, **options)


def _store_heic(path: Path, picture: Image.Image, exif: Image.Exif, quality: int) -> None:
    """As an iPhone stores it: through Debian's `heif-enc` (package libheif-examples)."""
    if not shutil.which("heif-enc"):
        raise SystemExit("drawing HEIC pictures needs heif-enc; on Debian: apt-get install libheif-examples")
    with tempfile.TemporaryDirectory() as there:
        whole = Path(there) / "whole.jpg"
        picture.save(whole, quality=97, exif=exif)
        subprocess.run(["heif-enc", "-q", str(quality), "-o", str(path), str(whole)], check=True, capture_output=True)


def values(who: Person, side: str) -> dict[str, Any]:
    """The fields of a side as the contract has them."""
    names = {"front": _FRONT, "back": _BACK, "temporary": _FRONT + _BACK}[side]
    out = {n: getattr(who, {"birth_date": "birth", "issuing_authority": "authority"}.get(n, n)) for n in names}
    if side != "front" and who.valid_until is None:
        out["valid_until"] = "长期"
    return out


def papers(file: str, shot: Shot, who: Person, original: str, scale: float = 1.0, unit: str = "px") -> list[Paper]:
    """The documents of a picture, with the boxes of their values in the page's unit."""
    height, width = shot.pixels.shape[:2]
    out = []
    for card in shot.cards:
        side = card.flat.side
        if side == "temporary-title":
            continue
        kind = "temporary_id_card" if side == "temporary" else f"id_card_{side}"
        boxes = {n: [v * scale for v in card.box(n)] for n in values(who, side)}
        size = (width * scale, height * scale)
        out.append(Paper(file, kind, values(who, side), original, [size], unit, boxes))
    return out


def _names(rng: Random, swapped: bool) -> tuple[str, str]:
    number = rng.randint(1000, 9800)
    front, back = rng.choice(
        (("front", "back"), ("身份证人像面", "身份证国徽面"), (f"IMG_{number}", f"IMG_{number + 1}"), (f"mmexport17{number}0001", f"mmexport17{number}0002"), ("身份证正面", "身份证反面"))
    )  # fmt: skip
    return (back, front) if swapped else (front, back)


@dataclass(frozen=True)
class Taken:
    """The pictures of an application as they are to be stored, and how they came about."""

    shots: list[Shot]
    how: Stored
    suffix: str = ".jpg"
    original: str = "photo"
    kind: str = ""


def _scan(flats: Sequence[Flat], _: Tops, rng: Random, together: bool | None = None) -> Taken:
    if together is None:
        together = rng.random() < 0.35
    shots = [scene.scan(tuple(flats), rng)] if together else [scene.scan((flat,), rng) for flat in flats]
    suffix = ".pdf" if rng.random() < 0.3 else ".png" if rng.random() < 0.15 else ".jpg"
    return Taken(shots, Stored(quality=rng.choice((75, 85, 92)), dpi=200), suffix, "scan")


def _photo(flats: Sequence[Flat], tops: Tops, rng: Random, together: bool | None = None) -> Taken:
    if together is None:
        together = rng.random() < 0.12
    shots = [scene.photo(tuple(flats), tops, rng)] if together else [scene.photo((flat,), tops, rng) for flat in flats]
    return Taken(shots, Stored(quality=rng.choice((70, 80, 90)), phone=rng.random() < 0.7))


def _hard(flats: Sequence[Flat], tops: Tops, rng: Random) -> Taken:
    chat = rng.random() < 0.3
    shots = [scene.hard((flat,), tops, rng, chat) for flat in flats]
    if chat:
        return Taken(shots, Stored(quality=CHAT_QUALITY))
    return Taken(shots, Stored(quality=rng.choice((60, 75)), phone=rng.random() < 0.5))


def _pair(flats: Sequence[Flat], tops: Tops, rng: Random) -> Taken:
    return (_photo if rng.random() < 0.7 else _scan)(flats, tops, rng, together=True)


def _heic(flats: Sequence[Flat], tops: Tops, rng: Random) -> Taken:
    taken = _photo(flats, tops, rng, together=False)
    return replace(taken, how=Stored(quality=rng.choice((50, 70)), phone=True), suffix=".HEIC")


def _mostly_photo(flats: Sequence[Flat], tops: Tops, rng: Random) -> Taken:
    return rng.choices((_photo, _hard, _scan), (6, 3, 2))[0](flats, tops, rng)


def _temporary(flats: Sequence[Flat], tops: Tops, rng: Random) -> Taken:
    return rng.choices((_photo, _scan), (7, 3))[0](flats, tops, rng, together=rng.random() < 0.4)


_TURNS = ("90", "180", "270", "exif", "sideways", "mirrored")
_EXIF = {6: 1, 3: 2, 8: 3}  # the stored picture is the upright one turned counter-clockwise by so many quarters


def _turned(flats: Sequence[Flat], tops: Tops, rng: Random) -> Taken:
    taken = _photo(flats, tops, rng)
    kind = rng.choices(_TURNS, (4, 4, 4, 4, 3, 1))[0]
    if kind == "exif":
        return replace(taken, how=Stored(taken.how.quality, rng.choice(tuple(_EXIF)), True), kind=kind)
    if kind == "mirrored":
        return replace(taken, shots=[scene.mirrored(s) for s in taken.shots], kind=kind)
    if kind == "sideways":
        quarters = rng.choice((1, 3))
        shots = [_letterboxed(scene.turned(s, quarters), tops, rng) for s in taken.shots]
        return replace(taken, shots=shots, kind=kind)
    return replace(taken, shots=[scene.turned(s, int(kind) // 90) for s in taken.shots], kind=kind)


def _letterboxed(shot: Shot, tops: Tops, rng: Random) -> Shot:
    """An upright picture amid a wide one: a card that stands on its side in a landscape photo."""
    height, width = shot.pixels.shape[:2]
    room = int(max(height, width) * 1.25)
    wide = scene.cut(rng, rng.choice(tops["plain"]), room, height)
    left = (room - width) // 2
    wide[:, left : left + width] = shot.pixels
    return Shot(
        wide, tuple(c.moved(np.array([[1, 0, left], [0, 1, 0], [0, 0, 1]], float)) for c in shot.cards), shot.traits
    )


Take = Callable[[Sequence[Flat], Tops, Random], Taken]

_DRAWN: dict[str, Take] = {
    "scan": _scan, "photo": _photo, "hard": _hard, "turned": _turned, "bilingual": _mostly_photo, "temporary": _temporary, "pair": _pair, "heic": _heic,
}  # fmt: skip


def _stored_pixels(shot: Shot, how: Stored) -> np.ndarray:
    """The pixels in the file: with an EXIF orientation they lie turned, and the truth is of the picture as displayed."""
    quarters = _EXIF.get(how.orientation, 0)
    return np.ascontiguousarray(np.rot90(shot.pixels, quarters)) if quarters else shot.pixels


def _holder(condition: str, expired: bool, rng: Random) -> Person:
    """The holder of an application's card; a temporary card holds for three months."""
    if condition == "bilingual":
        return person(rng, expired, BILINGUAL)
    who = person(rng, expired)
    if condition != "temporary":
        return who
    issued = AS_OF - timedelta(days=rng.randint(100, 200) if expired else rng.randint(1, 85))
    month = issued.year * 12 + issued.month + 2
    until = issued.replace(year=month // 12, month=month % 12 + 1, day=min(issued.day, 28))
    return replace(who, valid_from=issued, valid_until=until)


def draw_application(folder: Path, condition: str, press: Press, tops: Tops, rng: Random) -> None:
    """One application that holds a card's two sides, as bare as that: profile `salaried`, no statement."""
    expired = rng.random() < 0.08
    who = _holder(condition, expired, rng)
    begin(folder, "salaried")
    taken = _DRAWN[condition]((press.temporary if condition == "temporary" else press.both)(who, rng), tops, rng)
    names = ("身份证",) if len(taken.shots) == 1 else _names(rng, swapped=rng.random() < 0.1)
    told: list[Paper] = []
    traits = {}
    for shot, name in zip(taken.shots, names, strict=True):
        file = name + taken.suffix
        store(folder / file, _stored_pixels(shot, taken.how), taken.how, rng)
        unit, scale = ("pt", 72 / 200) if taken.suffix == ".pdf" else ("px", 1.0)
        told += papers(file, shot, who, taken.original, scale, unit)
        traits[file] = shot.traits
    found = [Found("BNK001"), *_found(told, who, condition == "temporary", expired)]
    kind = taken.kind or (of_region(who.id_number) or "" if condition == "bilingual" else "")
    tell(
        folder,
        "salaried",
        told,
        found,
        {"set": "cards", "condition": condition, "kind": kind, "traits": traits, "as_of": AS_OF.isoformat()},
    )


def _found(told: Sequence[Paper], who: Person, temporary: bool, expired: bool) -> list[Found]:
    """What the truth finds on the card: that it has expired, that it is a temporary one."""
    file = next(p.file for p in told if p.type in ("id_card_back", "temporary_id_card"))
    found = [Found("IDC104", [file])] if temporary else []
    return [*found, Found("IDC101", [file], {"valid_until": who.valid_until})] if expired else found


def draw_cards(out: Path, count: int, press: Press, tops: Tops, seed: int) -> int:
    """`count` card sides (two to an application), by `CONDITIONS`; returns the number of applications."""
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
