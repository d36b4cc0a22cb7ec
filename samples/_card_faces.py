"""The sides of an ID card as printed, each a little otherwise: faces, sizes, places, colours, the fine lines of the ground.

Measured like `_cards`: 1012 x 638 units are a card; the picture has `scale` pixels to the unit. Emblem, portrait and wall are plain
imitations, and every side bears a pale 样本.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

import _fonts
import cv2
import numpy as np
from _cards import HIGH, WIDE, Card
from _people import Person
from PIL import Image, ImageDraw

Box = tuple[float, float, float, float]
VALUE_FACES = (
    ("noto-sans",) * 5 + ("zenhei",) * 4 + ("noto-bold", "noto-serif", "noto-serif", "uming", "ukai", "fangsong")
)
NUMBER_FACES = ("ocr-b",) * 5 + ("mono", "mono-bold", "noto-mono", "noto-sans", "zenhei")
INK, BLUE, RED = (26, 28, 34), (46, 108, 160), (190, 46, 40)


@dataclass
class Style:
    """How one card is printed: its faces, how far all print is moved (units), by what all sizes are multiplied, its colours."""

    value: str
    label: str
    number: str
    move: tuple[float, float]
    grow: float
    ink: tuple[int, int, int]
    blue: tuple[int, int, int]
    paper: Any
    lines: float


def style(rng: Random) -> Style:
    value = rng.choice(VALUE_FACES)
    label = value if rng.random() < 0.7 else rng.choice(("noto-sans", "zenhei"))
    shade = rng.randint(-12, 22)
    return Style(
        value,
        "noto-sans" if label == "fangsong" else label,
        rng.choice(NUMBER_FACES),
        (rng.uniform(-0.012, 0.012) * WIDE, rng.uniform(-0.014, 0.014) * HIGH),
        rng.uniform(0.94, 1.06),
        tuple(max(part + shade, 8) for part in INK),  # type: ignore[arg-type]
        tuple(min(part + rng.randint(-14, 30), 205) for part in BLUE),  # type: ignore[arg-type]
        np.array((rng.uniform(206, 236), rng.uniform(228, 243), rng.uniform(232, 246)), np.float32),
        rng.uniform(0.3, 0.95),
    )


@dataclass
class Print:
    """Print on a card's picture, that remembers every value's box and letters."""

    card: Card
    style: Style
    rng: Random
    pen: ImageDraw.ImageDraw = field(init=False)

    def __post_init__(self) -> None:
        self.pen = ImageDraw.Draw(self.card.image)

    def face(self, wanted: str, text: str) -> str:
        """The wanted face, or one that has the characters."""
        return next(one for one in (wanted, "zenhei", "noto-sans") if _fonts.has(one, text))

    def width(self, text: str, size: float, face: str) -> float:
        return float(_fonts.card(self.face(face, text), self._pixels(size)).getlength(text)) / self.card.scale

    def _pixels(self, size: float) -> int:
        return max(round(size * self.style.grow * self.card.scale), 6)

    def text(
        self, x: float, y: float, text: str, size: float, face: str, fill: tuple[int, int, int], *,
        name: str | None = None, said: Any = None, gap: float = 0.0, bold: float = 0.0, anchor: str = "lm",
    ) -> float:  # fmt: skip
        """One line from x on, centred on y (units); `gap` stands between the letters. Gives where it ends.

        Letters of a named value are remembered, and join those that the name has already.
        """
        scale, move = self.card.scale, self.style.move
        font = _fonts.card(self.face(face, text), self._pixels(size))
        left, middle = (x + move[0]) * scale, (y + move[1]) * scale
        stroke = round(bold * scale)
        boxes: list[Box] = []
        for part in text if gap or name else [text]:
            self.pen.text(
                (left, middle), part, fill=fill, font=font, anchor=anchor, stroke_width=stroke, stroke_fill=fill
            )
            edges = self.pen.textbbox((left, middle), part, font=font, anchor=anchor, stroke_width=stroke)
            boxes.append(tuple(edge / scale for edge in edges))  # type: ignore[arg-type]
            left += font.getlength(part) + gap * scale
        if name:
            self._remember(name, text if said is None else said, boxes)
        return left / scale - move[0]

    def _remember(self, name: str, value: Any, boxes: Sequence[Box]) -> None:
        letters = [*self.card.letters.get(name, ()), *boxes]
        self.card.letters[name] = letters
        lows, highs = zip(*((b[:2], b[2:]) for b in letters), strict=True)
        whole = (min(b[0] for b in lows), min(b[1] for b in lows), max(b[0] for b in highs), max(b[1] for b in highs))
        self.card.fields[name] = (value, whole)

    def label(self, x: float, y: float, text: str, size: float = 31, gap: float = 0.0) -> float:
        return self.text(x + self.near(5), y + self.near(3), text, size, self.style.label, self.style.blue, gap=gap)

    def value(self, name: str, x: float, y: float, text: str, size: float = 37, **more: Any) -> float:
        return self.text(
            x + self.near(7), y + self.near(4), text, size, self.style.value, self.style.ink, name=name, **more
        )

    def near(self, most: float) -> float:
        return self.rng.uniform(-most, most)


# ---------------------------------------------------------------- the sides


def front(
    person: Person, rng: Random, scale: float = 1.5, *, look: Style | None = None, number: str | None = None
) -> Card:
    """`number` overrides the printed ID number, to draw a card that is wrong in itself."""
    look = look or style(rng)
    card = Card("id_card_front", ground(rng, look, scale), scale=scale)
    out = Print(card, look, rng)
    portrait(card, rng, (640, 76, 950, 474))
    holder(out, person, 58.0, (94, 172, 250, 334), 300 if rng.random() < 0.5 else 322)
    digits(out, number or person.id_number, 568)
    sample(out, 640 + rng.uniform(0, 90), 520, 40)
    return card


def holder(
    out: Print, person: Person, left: float, rows: Sequence[float], ethnic: float, wide: float = 430, step: float = 52
) -> None:
    """Name, sex, ethnicity, birth date and address, on rows at these heights."""
    gap = out.rng.choice((8.0, 18.0, 26.0))
    value = left + 122
    out.label(left, rows[0], "姓名", gap=gap)
    name(out, value, rows[0], person.name, wide)
    out.label(left, rows[1], "性别", gap=gap)
    out.value("sex", value, rows[1], person.sex)
    out.label(ethnic, rows[1], "民族", gap=gap)
    out.value("ethnicity", ethnic + 112, rows[1], person.ethnicity)
    out.label(left, rows[2], "出生", gap=gap)
    _birth(out, value, rows[2], person.born)
    out.label(left, rows[3], "住址", gap=gap)
    address(out, value, rows[3], person.address, wide, step)


def name(out: Print, x: float, y: float, text: str, wide: float = 430) -> None:
    """On one line; a long one is printed smaller, and in two lines where that is not enough."""
    for size in (43, 38, 34, 30):
        if out.width(text, size, out.style.value) <= wide:
            out.value("name", x, y, text, size, gap=out.rng.choice((0.0, 0.0, 7.0)) if len(text) < 5 else 0.0)
            return
    half = text.find("·", len(text) // 2 - 2) + 1 or len(text) // 2
    out.text(x, y - 18, text[:half], 30, out.style.value, out.style.ink, name="name", said=text)
    out.text(x, y + 18, text[half:], 30, out.style.value, out.style.ink, name="name", said=text)


def address(out: Print, x: float, y: float, text: str, wide: float = 430, step: float = 52) -> None:
    """Broken at any character where the line is full, in at most three lines."""
    for size in (37, 34, 31, 28):
        lines = broken(out, text, size, wide)
        if len(lines) <= 3:
            break
    x, y = x + out.near(7), y + out.near(4)
    for n, line in enumerate(lines):
        out.text(x, y + n * step, line, size, out.style.value, out.style.ink, name="address", said=text)


def broken(out: Print, text: str, size: float, wide: float) -> list[str]:
    lines, current = [], ""
    for character in text:
        if current and out.width(current + character, size, out.style.value) > wide:
            lines.append(current)
            current = ""
        current += character
    return [*lines, current]


def _birth(out: Print, x: float, y: float, born: date) -> None:
    x, y, gap = x + out.near(6), y + out.near(4), out.rng.uniform(8, 22)
    for number, unit in ((born.year, "年"), (born.month, "月"), (born.day, "日")):
        x = (
            out.text(x, y, str(number), 37, out.style.value, out.style.ink, name="birth_date", said=born.isoformat())
            + gap
        )
        x = out.text(x, y, unit, 30, out.style.label, out.style.blue) + gap
    left, top, right, bottom = out.card.fields["birth_date"][1]
    out.card.fields["birth_date"] = (born.isoformat(), (left, top, right + gap + 30, bottom))


def digits(out: Print, number: str, y: float, left: float = 58.0, start: float = 338.0) -> None:
    out.label(left, y, "公民身份号码", 31, gap=out.rng.choice((0.0, 3.0)))
    face = out.style.number
    size = {"ocr-b": 47, "mono": 45, "mono-bold": 45}.get(face, 45) * out.rng.uniform(0.96, 1.04)
    pitch = out.rng.uniform(30.5, 33.5)
    gap = pitch - out.width("0", size, face)
    x, bold = start + out.near(9), out.rng.choice((0.0, 0.6, 1.0))
    out.text(x, y + out.near(4), number, size, face, out.style.ink, name="id_number", gap=max(gap, 1.0), bold=bold)


def back(
    person: Person, issued: date, until: str, rng: Random, scale: float = 1.5, *, look: Style | None = None
) -> Card:
    look = look or style(rng)
    card = Card("id_card_back", ground(rng, look, scale, wall=True), scale=scale)
    out = Print(card, look, rng)
    emblem(card, rng, (60, 46, 226, 226))
    titles(out, rng)
    label = 196.0 + out.near(14)
    out.label(label, 462, "签发机关", 32)
    authority(out, label + 196, 462, person.authority)
    out.label(label, 548, "有效期限", 32)
    term(out, label + 196, 548, issued, until)
    sample(out, 800 + rng.uniform(-20, 40), 380, 40)
    return card


def titles(out: Print, rng: Random, *, rows: tuple[float, float] = (96, 196), least: float = 1.0) -> None:
    """The two lines of the back, on rows at these heights; `least` makes them smaller."""
    face = rng.choice(("noto-serif", "noto-serif", "noto-bold", "uming", "ukai"))
    for text, y, size, left, right in (
        ("中华人民共和国", rows[0], 58 * least, 288, 900),
        ("居民身份证", rows[1], 74 * least, 280, 930),
    ):
        gap = (right - left - out.width(text, size, face)) / (len(text) - 1)
        out.text(left + out.near(8), y, text, size, face, out.style.ink, gap=max(gap, 0.0), bold=1.2)


def authority(out: Print, x: float, y: float, text: str) -> None:
    size = next((s for s in (36, 33, 30) if out.width(text, s, out.style.value) < 970 - x), 28)
    out.value("issuing_authority", x, y, text, size)


def term(out: Print, x: float, y: float, issued: date, until: str, size: float = 36) -> None:
    first, last = issued.strftime("%Y.%m.%d"), until.replace("-", ".")
    x, y, dash = x + out.near(7), y + out.near(4), out.rng.choice(("-", "-", "—"))
    face, ink = out.style.value, out.style.ink
    x = out.text(x, y, first, size, face, ink, name="valid_from", said=issued.isoformat()) + 2
    x = out.text(x, y, dash, size, face, ink) + 2
    out.text(x, y, last, size, face, ink, name="valid_until", said=until)


def temporary(person: Person, issued: date, until: str, rng: Random, scale: float = 1.5) -> Card:
    """The temporary card: all values of both sides on one, under its title."""
    look = style(rng)
    look.grow *= 0.94
    card = Card("temporary_id_card", ground(rng, look, scale, wall=rng.random() < 0.4), scale=scale)
    out = Print(card, look, rng)
    portrait(card, rng, (706, 92, 950, 420))
    if rng.random() < 0.6:
        emblem(card, rng, (40, 14, 122, 104))
    face = rng.choice(("noto-serif", "noto-bold", "noto-sans", "uming"))
    title = rng.choice((("中华人民共和国", "临时居民身份证"), ("中华人民共和国临时居民身份证",)))
    for n, text in enumerate(title):
        size = 34 if len(title) == 2 else 44
        out.text(
            506 - out.width(text, size, face) / 2,
            34 + 42 * n + (10 if len(title) == 1 else 0),
            text,
            size,
            face,
            RED if rng.random() < 0.3 else look.ink,
        )
    holder(out, person, 58.0, (134, 194, 254, 314), 320, 470)
    digits(out, person.id_number, 482, start=330)
    out.label(58, 540, "签发机关", 29)
    out.value("issuing_authority", 220, 540, person.authority, 33)
    out.label(58, 596, "有效期限", 29)
    term(out, 220, 596, issued, until, 33)
    sample(out, 800, 560, 36)
    return card


# ---------------------------------------------------------------- ground, portrait, emblem


def ground(rng: Random, look: Style, scale: float, *, wall: bool = False) -> Image.Image:
    """Bluish green with fine interlaced lines and a rosette; on the back pale waves of a wall over hills."""
    high, wide = HIGH, WIDE
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    base = np.broadcast_to(look.paper, (high, wide, 3)).copy()
    tint = np.clip(x / WIDE + 0.35 * np.sin(y / 160 + rng.uniform(0, 6)), 0, 1)[..., None]
    base += tint * np.array((rng.uniform(-6, 14), rng.uniform(-10, 4), rng.uniform(-16, 4)), np.float32)
    inks = [np.array(c, np.float32) for c in ((30, 6, 10), (8, 16, 26), (26, 18, 2), (14, 22, 8))]
    for n in range(3):
        wave = y + 26 * np.sin(x / rng.uniform(60, 130) + rng.uniform(0, 6)) + 9 * np.sin(x / rng.uniform(19, 40) + n)
        base -= _fine(wave, rng.uniform(9, 15), 0.16)[..., None] * inks[n] * look.lines
    cx, cy = rng.uniform(400, 640), rng.uniform(250, 390)
    angle, far = np.arctan2(y - cy, x - cx), np.hypot(x - cx, y - cy)
    petals = far + 18 * np.sin(angle * rng.choice((12, 16, 20)))
    rosette = _fine(petals, 11, 0.17) * np.clip(1.3 - far / 300, 0, 1)
    base -= rosette[..., None] * inks[3] * look.lines * 1.4
    if wall:
        base = _wall(base, x, y, rng)
    printed = np.clip(base, 0, 255).astype(np.uint8)
    return Image.fromarray(
        cv2.resize(printed, (round(wide * scale), round(high * scale)), interpolation=cv2.INTER_CUBIC)
    )


def _fine(plane: Any, pitch: float, width: float) -> Any:
    """Soft lines where the plane passes the multiples of a pitch."""
    off = np.abs((plane / pitch) % 1.0 - 0.5)
    return np.clip((off - 0.5 + width) / (0.5 * width), 0, 1)


def _wall(base: Any, x: Any, y: Any, rng: Random) -> Any:
    for n in range(3):
        ridge = 330 + 70 * n + 52 * np.sin(x / rng.uniform(90, 170) + rng.uniform(0, 6)) + 20 * np.sin(x / 47 + n)
        teeth = ridge - 7 * ((x // 9) % 2)
        base -= ((y > teeth) & (y < ridge + 16))[..., None] * np.array((16, 10, 14), np.float32)
        base -= ((y > ridge + 16) & (y < ridge + 90))[..., None] * np.array((5, 3, 6), np.float32)
    return base


def emblem(card: Card, rng: Random, place: Box) -> None:
    """A round red-gold shape that stands in for the emblem."""
    pen, s = ImageDraw.Draw(card.image), card.scale
    left, top, right, bottom = (edge * s for edge in place)
    gold, red = (rng.randint(196, 226), rng.randint(150, 178), rng.randint(70, 104)), (rng.randint(178, 206), 44, 38)
    pen.ellipse((left, top, right, bottom), fill=gold)
    inset = (right - left) * 0.1
    pen.ellipse((left + inset, top + inset, right - inset, bottom - inset), fill=red)
    mid, r = (left + right) / 2, (right - left) / 2
    for n, (dx, dy, size) in enumerate(
        ((0, -0.34, 0.2), (-0.34, -0.06, 0.1), (0.34, -0.06, 0.1), (-0.2, 0.12, 0.09), (0.2, 0.12, 0.09))
    ):
        _star(pen, mid + dx * r, (top + bottom) / 2 + dy * r, size * r * (1 if n else 1.1), gold)
    pen.rectangle((mid - 0.4 * r, bottom - 0.62 * r, mid + 0.4 * r, bottom - 0.46 * r), fill=gold)
    pen.text(
        (mid, bottom - 0.28 * r),
        "样本",
        fill=(246, 226, 170),
        font=_fonts.card("noto-bold", max(round(0.26 * r), 6)),
        anchor="mm",
    )


def _star(pen: ImageDraw.ImageDraw, x: float, y: float, r: float, fill: tuple[int, int, int]) -> None:
    angles = [np.pi * (n / 5 - 0.5) for n in range(10)]
    pen.polygon(
        [
            (x + (r if n % 2 == 0 else 0.4 * r) * np.cos(a), y + (r if n % 2 == 0 else 0.4 * r) * np.sin(a))
            for n, a in enumerate(angles)
        ],
        fill=fill,
    )


def portrait(card: Card, rng: Random, place: Box) -> None:
    """Head and shoulders of nobody, softly shaded, on the card's ground or on a paler one."""
    left, top, right, bottom = place
    wide, high, s = right - left, bottom - top, card.scale
    size = (round(wide * s), round(high * s))
    shape = Image.new("RGBA", size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(shape)
    if rng.random() < 0.5:
        pen.rectangle((0, 0, *size), fill=(236, 242, 246, 210))

    def part(x0: float, y0: float, x1: float, y1: float) -> Box:
        return (x0 * size[0], y0 * size[1], x1 * size[0], y1 * size[1])

    skin = rng.choice(((214, 178, 152), (198, 160, 132), (226, 196, 172), (186, 150, 126)))
    hair = rng.choice(((34, 30, 32), (52, 44, 42), (120, 118, 118)))
    cloth = rng.choice(((70, 82, 104), (38, 40, 46), (228, 230, 234), (128, 52, 56), (84, 110, 96)))
    long = rng.random() < 0.4
    if long:
        pen.rounded_rectangle(part(0.22, 0.14, 0.78, 0.76), size[0] // 6, fill=(*hair, 255))
    pen.rounded_rectangle(part(0.02, 0.74, 0.98, 1.3), size[0] // 4, fill=(*cloth, 255))
    pen.rectangle(part(0.41, 0.6, 0.59, 0.8), fill=(*(c - 14 for c in skin), 255))
    pen.polygon(
        [(0.38 * size[0], 0.76 * size[1]), (0.62 * size[0], 0.76 * size[1]), (0.5 * size[0], 0.9 * size[1])],
        fill=(240, 240, 240, 255),
    )
    pen.ellipse(part(0.27, 0.14, 0.73, 0.68), fill=(*skin, 255))
    pen.pieslice(part(0.25, 0.09, 0.75, 0.56), 180, 360, fill=(*hair, 255))
    for x in (0.39, 0.61):
        pen.ellipse(part(x - 0.035, 0.395, x + 0.035, 0.425), fill=(40, 34, 34, 255))
        pen.rectangle(part(x - 0.06, 0.352, x + 0.06, 0.366), fill=(*hair, 255))
    pen.line((*part(0.5, 0.42, 0.48, 0.51),), fill=(*(c - 30 for c in skin), 255), width=max(size[0] // 60, 1))
    pen.ellipse(part(0.42, 0.55, 0.58, 0.58), fill=(168, 98, 94, 255))
    soft = Image.fromarray(cv2.GaussianBlur(np.asarray(shape), (0, 0), max(size[0] / 130, 0.6)))
    card.image.paste(soft, (round(left * s), round(top * s)), soft)


def sample(out: Print, x: float, y: float, size: float) -> None:
    """The pale 样本."""
    paper = tuple(int(part * 0.84) for part in out.style.paper)
    out.text(x, y, "样本", size, "noto-sans", paper, gap=16)  # type: ignore[arg-type]
