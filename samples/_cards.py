"""The two sides of a resident ID card of a made-up person, as a flat picture with the place of every value.

1012 x 638 pixels are a card (85.6 x 54 mm) at 300 dpi. Every card carries a pale 样本, and in place of the emblem and the portrait
there are plain shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

import _fonts
import numpy as np
from _people import Person, term
from PIL import Image, ImageDraw

WIDE, HIGH = 1012, 638
BLUE = (52, 96, 142)
INK = (28, 28, 32)


@dataclass
class Card:
    """A flat side. `fields` maps a name to its value and box, in units of 1/1012 of a card's width.

    `scale` is how many pixels of the picture a unit takes. `letters` has the box of every character of a field, where they are known.
    """

    type: str
    image: Image.Image
    fields: dict[str, tuple[Any, tuple[float, float, float, float]]] = field(default_factory=dict)
    scale: float = 1.0
    letters: dict[str, list[tuple[float, float, float, float]]] = field(default_factory=dict)


def front(person: Person, rng: Random, *, face: str = "sans", number: str | None = None) -> Card:
    """`number` overrides the printed ID number, to draw a card that is wrong in itself."""
    card = Card("id_card_front", _ground(rng, (232, 240, 246), (214, 230, 238)))
    pen = ImageDraw.Draw(card.image)
    _portrait(pen, rng)
    label, value = _fonts.pillow(face, 33), _fonts.pillow(face, 38)
    _label(pen, 58, 72, "姓 名", label)
    _value(card, pen, "name", 178, 68, person.name, _fonts.pillow(face, 42))
    _label(pen, 58, 152, "性 别", label)
    _value(card, pen, "sex", 178, 148, person.sex, value)
    _label(pen, 322, 152, "民 族", label)
    _value(card, pen, "ethnicity", 432, 148, person.ethnicity, value)
    _label(pen, 58, 230, "出 生", label)
    _birth(card, pen, person.born, label, value)
    _label(pen, 58, 310, "住 址", label)
    _address(card, pen, person.address, value)
    _label(pen, 58, 532, "公民身份号码", label)
    _number(card, pen, number or person.id_number, face)
    pen.text((700, 462), "样 本", fill=(196, 206, 214), font=_fonts.pillow(face, 44))
    return card


def back(person: Person, issued: date, rng: Random, *, face: str = "sans", until: str | None = None) -> Card:
    until = until or term(person.born, issued)
    card = Card("id_card_back", _ground(rng, (238, 238, 232), (228, 226, 216)))
    pen = ImageDraw.Draw(card.image)
    pen.ellipse((62, 56, 222, 216), fill=(214, 84, 72), outline=(188, 60, 52), width=8)
    pen.text((142, 136), "样本", fill=(246, 224, 170), font=_fonts.pillow("serif", 52), anchor="mm")
    pen.text((300, 66), "中华人民共和国", fill=INK, font=_fonts.pillow("serif", 62), stroke_width=1, stroke_fill=INK)
    pen.text((292, 158), "居 民 身 份 证", fill=INK, font=_fonts.pillow("serif", 78), stroke_width=1, stroke_fill=INK)
    label, value = _fonts.pillow(face, 33), _fonts.pillow(face, 37)
    _label(pen, 210, 448, "签发机关", label)
    _value(card, pen, "issuing_authority", 404, 445, person.authority, value)
    _label(pen, 210, 530, "有效期限", label)
    first = issued.strftime("%Y.%m.%d")
    last = until if until == "长期" else until.replace("-", ".")
    _value(card, pen, "valid_from", 404, 527, first, value, said=issued.isoformat())
    x = 404 + value.getlength(first)
    pen.text((x, 527), "-", fill=INK, font=value)
    _value(card, pen, "valid_until", x + value.getlength("-"), 527, last, value, said=until)
    pen.text((820, 350), "样 本", fill=(206, 204, 194), font=_fonts.pillow(face, 44))
    return card


def _ground(rng: Random, one: tuple[int, int, int], other: tuple[int, int, int]) -> Image.Image:
    """A pale ground with waves, and rounded white corners left to the camera."""
    y, x = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    blend = (0.5 + 0.5 * np.sin(x / 173 + rng.uniform(0, 6)) * np.cos(y / 131 + rng.uniform(0, 6)))[..., None]
    base = np.array(one, np.float32) * blend + np.array(other, np.float32) * (1 - blend)
    for n in range(3):
        wave = np.sin((x * (0.16 + 0.05 * n) + 22 * np.sin(y / (34 + 9 * n) + rng.uniform(0, 6))) / 2.6)
        base -= (wave > 0.93)[..., None] * np.array((9, 6, 3), np.float32)
    return Image.fromarray(np.clip(base, 0, 255).astype(np.uint8))


def _portrait(pen: ImageDraw.ImageDraw, rng: Random) -> None:
    skin = rng.choice(((214, 186, 164), (204, 172, 148), (224, 198, 178)))
    pen.rounded_rectangle((658, 82, 938, 440), 16, fill=(222, 230, 238))
    pen.ellipse((676, 330, 920, 560), fill=(92, 104, 124))
    pen.rectangle((650, 441, 950, 570), fill=(222, 234, 241))
    pen.ellipse((726, 128, 870, 316), fill=skin)
    pen.pieslice((716, 104, 880, 280), 180, 360, fill=(48, 44, 46))


def _label(pen: ImageDraw.ImageDraw, x: float, y: float, text: str, font: Any) -> None:
    pen.text((x, y), text, fill=BLUE, font=font)


def _value(
    card: Card, pen: ImageDraw.ImageDraw, name: str, x: float, y: float, text: str, font: Any, *, said: Any = None
) -> None:
    pen.text((x, y), text, fill=INK, font=font)
    card.fields[name] = (said if said is not None else text, pen.textbbox((x, y), text, font=font))


def _birth(card: Card, pen: ImageDraw.ImageDraw, born: date, label: Any, value: Any) -> None:
    x, box = 178.0, None
    for number, unit in ((born.year, "年"), (born.month, "月"), (born.day, "日")):
        text = str(number)
        pen.text((x, 227), text, fill=INK, font=value)
        box = box or pen.textbbox((x, 227), text, font=value)
        x += value.getlength(text) + 14
        pen.text((x, 230), unit, fill=BLUE, font=label)
        end = pen.textbbox((x, 230), unit, font=label)
        x += label.getlength(unit) + 16
    card.fields["birth_date"] = (born.isoformat(), (box[0], min(box[1], end[1]), end[2], max(box[3], end[3])))


def _address(card: Card, pen: ImageDraw.ImageDraw, address: str, font: Any) -> None:
    lines, current = [], ""
    for character in address:
        if font.getlength(current + character) > 424:
            lines.append(current)
            current = ""
        current += character
    lines.append(current)
    boxes = []
    for n, line in enumerate(lines):
        pen.text((178, 306 + 54 * n), line, fill=INK, font=font)
        boxes.append(pen.textbbox((178, 306 + 54 * n), line, font=font))
    left, top = min(b[0] for b in boxes), boxes[0][1]
    card.fields["address"] = (address, (left, top, max(b[2] for b in boxes), boxes[-1][3]))


def _number(card: Card, pen: ImageDraw.ImageDraw, number: str, face: str) -> None:
    font, x = _fonts.pillow(face, 44), 344.0
    boxes = []
    for digit in number:
        pen.text((x, 524), digit, fill=INK, font=font, stroke_width=1, stroke_fill=INK)
        boxes.append(pen.textbbox((x, 524), digit, font=font, stroke_width=1))
        x += 32
    edges = (boxes[0][0], min(b[1] for b in boxes), boxes[-1][2], max(b[3] for b in boxes))
    card.fields["id_number"] = (number, edges)
