"""The flat card, drawn by a browser page: what a perfect scanner would see, and where each value stands on it.

A card is 856 x 540 CSS pixels (ten to the millimetre). The emblem and the portrait are plain shapes that say 样本.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from random import Random
from typing import Any

import numpy as np

from .browser import new_page, shot
from .people import Person
from .scripts import SCRIPTS, of_region

WIDTH, HEIGHT, SCALE = 856, 540, 2.0

_FACES = (
    "'WenQuanYi Zen Hei'", "'WenQuanYi Zen Hei'", "'WenQuanYi Micro Hei'", "'WenQuanYi Micro Hei'", "'AR PL SungtiL GB','WenQuanYi Zen Hei'",
    "'LXGW WenKai','WenQuanYi Zen Hei'", "'AR PL UMing CN'",
)  # fmt: skip
_DIGITS = ("'OCR B'", "'OCR B'", "'OCR B'", "'Inconsolata'", "'FreeMono'")

_PAGE = """<!doctype html><meta charset=utf-8><style>
*{margin:0;padding:0;box-sizing:border-box} body{background:#fff;width:856px}
.card{position:relative;width:856px;height:540px;overflow:hidden}
.card svg.bg{position:absolute;inset:0}
.card span,.card div.t{position:absolute;white-space:nowrap;line-height:1.18}
</style><div id=card class=card></div>
<script>function put(html, height){const host=document.getElementById('card'); host.style.height=height+'px'; host.innerHTML=html;
 const out={}; for(const e of host.querySelectorAll('[data-f]')){const range=document.createRange(); range.selectNodeContents(e);
 const r=range.getBoundingClientRect(), h=host.getBoundingClientRect(), k=e.dataset.f, b=[r.left-h.left,r.top-h.top,r.right-h.left,r.bottom-h.top], o=out[k];
 out[k]=o?[Math.min(o[0],b[0]),Math.min(o[1],b[1]),Math.max(o[2],b[2]),Math.max(o[3],b[3])]:b;} return out;}</script>"""


@dataclass(frozen=True)
class Flat:
    """A flat side: `pixels` (1080 x 1712 for a card, blue-green-red), and the box of each value in those pixels.

    `side` is front, back, temporary (the side with the values), temporary-title, or a kind of `others`.
    """

    side: str
    pixels: np.ndarray
    boxes: dict[str, tuple[float, float, float, float]]


class Press:
    """Prints flat cards, one after another, on one browser page."""

    def __init__(self, browser: Any) -> None:
        self._page = new_page(browser, WIDTH, 2 * HEIGHT, SCALE)
        self._page.set_content(_PAGE)

    def side(self, side: str, html: str, height: int = HEIGHT) -> Flat:
        """Draw one side, `height` CSS pixels high."""
        rects = self._page.evaluate(f"put({json.dumps(html)}, {height})")
        pixels = shot(self._page, clip={"x": 0, "y": 0, "width": WIDTH, "height": height})
        boxes = {name: tuple(v * SCALE for v in rect) for name, rect in rects.items()}
        return Flat(side, pixels, boxes)  # type: ignore[arg-type]

    def both(self, person: Person, rng: Random) -> tuple[Flat, Flat]:
        """Both sides of a person's card, of one print run."""
        run = print_run(person, rng)
        return self.side("front", front(person, run, rng)), self.side("back", back(person, run, rng))

    def temporary(self, person: Person, rng: Random) -> tuple[Flat, Flat]:
        """Both sides of a temporary card: the one with the holder's values, and the one with the title."""
        run = replace(print_run(person, rng), hue=("#d8ecd6", "#eef3d2", "#dcefe0"), second=None)
        values, title = temporary(person, run, rng), temporary_title(run, rng)
        return self.side("temporary", values), self.side("temporary-title", title)


@dataclass(frozen=True)
class Run:
    """How one print run differs from another: fonts, ink, offsets, tint, a second language."""

    face: str
    label_face: str
    digits: str
    ink: str
    label: str
    dx: float
    dy: float
    size: float
    hue: tuple[str, str, str]
    second: str | None
    own: bool


_HUES = (("#f7e9ea", "#e6f0f6", "#f4efe0"), ("#eaf3f3", "#f6e6ea", "#eef2fa"), ("#f3eef6", "#e9f4ee", "#fbf0e8"), ("#eef4fa", "#faeff2", "#edf3ea"))  # fmt: skip


def print_run(person: Person, rng: Random) -> Run:
    """A print run; the card of an autonomous region has a second language, and its own people's name in it."""
    second = of_region(person.id_number)
    own = bool(second and person.ethnicity in SCRIPTS[second].people and rng.random() < 0.7)
    return Run(
        face=rng.choice(_FACES),
        label_face=rng.choice(_FACES[:4]),
        digits=rng.choice(_DIGITS),
        ink=rng.choice(("#151515", "#1d1a1c", "#0d1016", "#26242a")),
        label=rng.choice(("#2c6fae", "#3a78b4", "#1f6596", "#4a82ad")),
        dx=rng.uniform(-6, 6),
        dy=rng.uniform(-5, 5),
        size=rng.uniform(0.95, 1.05),
        hue=rng.choice(_HUES),
        second=second,
        own=own,
    )


def waves(rng: Random, hue: tuple[str, str, str], strength: float) -> str:
    """A guilloche-like ground: bundles of thin waves over soft fields of colour."""
    lines = []
    for _ in range(3):
        middle, swing, length, turn = (
            rng.uniform(60, 480),
            rng.uniform(15, 80),
            rng.uniform(120, 420),
            rng.uniform(0, 6),
        )
        colour = rng.choice(("#7fb2c9", "#d79fae", "#9fbf9a", "#b9a6cf"))
        for step in range(14):
            points = " ".join(
                f"{x},{middle + step * 9 + swing * math.sin(x / length * 6.28 + turn + step * 0.12) * math.cos(x / 340):.1f}"
                for x in range(0, 857, 12)
            )
            lines.append(
                f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width=".8" opacity="{strength:.2f}"/>'
            )
    stops = "".join(f'<stop offset="{i / 2}" stop-color="{c}"/>' for i, c in enumerate(hue))
    return (
        f'<svg class=bg width=856 height=540><defs><linearGradient id=g x1=0 y1=0 x2=1 y2=1>{stops}</linearGradient></defs>'
        f'<rect width=856 height=540 fill="url(#g)"/>{"".join(lines)}</svg>'
    )  # fmt: skip


def portrait(rng: Random, sex: str) -> str:
    skin = rng.choice(("#e3b999", "#d9a98a", "#efcbb0", "#c9976f"))
    hair = rng.choice(("#1c1715", "#2b211d", "#3a3533", "#8d8a88"))
    coat = rng.choice(("#2d3947", "#5b2e35", "#e4e4e8", "#37506b", "#3c3c3c", "#7a6a4f"))
    long_hair = f'<path d="M52 110 Q50 250 70 250 L180 250 Q205 250 198 110 Z" fill="{hair}"/>' if sex == "女" else ""
    return (
        f'<svg style="position:absolute;left:545px;top:88px" width=250 height=320 viewBox="0 0 250 320">{long_hair}'
        f'<path d="M12 320 Q16 236 86 226 L164 226 Q236 236 240 320 Z" fill="{coat}"/><rect x=98 y=190 width=54 height=52 fill="{skin}"/>'
        f'<path d="M98 226 L125 256 L152 226 L166 234 L125 296 L84 234 Z" fill="#f2f2f2"/>'
        f'<ellipse cx=125 cy=130 rx=62 ry=80 fill="{skin}"/><path d="M60 128 Q56 40 125 40 Q196 40 190 128 Q182 84 150 78 Q92 84 72 92 Q64 104 60 128Z" fill="{hair}"/>'
        f'<g fill="#2a211d"><ellipse cx=101 cy=128 rx=7 ry=4 /><ellipse cx=149 cy=128 rx=7 ry=4 /><rect x=90 y=112 width=24 height=4 /><rect x=137 y=112 width=24 height=4 /></g>'
        f'<path d="M108 172 Q125 182 142 172" stroke="#a5604f" stroke-width=4 fill=none /><text x=125 y=312 font-size=20 text-anchor=middle fill="#fff" opacity=.75>样本</text></svg>'
    )  # fmt: skip


def _text(
    run: Run, x: float, y: float, size: float, text: str, *, label: bool = False, name: str = "", extra: str = ""
) -> str:
    face, colour = (run.label_face, run.label) if label else (run.face, run.ink)
    mark = f" data-f={name}" if name else ""
    style = f"left:{x + run.dx:.1f}px;top:{y + run.dy:.1f}px;font:{size * run.size:.1f}px {face};color:{colour};{extra}"
    return f'<span style="{style}"{mark}>{text}</span>'


def _labels(run: Run, places: tuple[tuple[str, float, float, str], ...]) -> str:
    out = [_text(run, x, y, 26, text, label=True) for _, x, y, text in places]
    return "".join(out + [_second(run, key or text, x, y) for key, x, y, text in places])


_ABOVE = "line-height:1.45;transform:translateY(-100%);"  # the bottom of the line stands at the given top


def _second(run: Run, key: str, x: float, y: float, colour: str = "") -> str:
    """A label in the second language: above the Chinese one, or running down at its left."""
    script = SCRIPTS.get(run.second or "")
    if not script:
        return ""
    word, style = script.words.get(key) or script.dates.get(key, ""), f"font-family:{script.font};{colour}"
    if script.downwards:
        return _text(run, x - 25, y - 14, script.size, word, label=True, extra=style + "writing-mode:vertical-lr;")
    return _text(run, x, y + 3, script.size, word, label=True, extra=style + _ABOVE)


def _own_name(run: Run, rng: Random) -> str:
    """The holder's name in the second language, above the Chinese one (Mongolian: at its right, downwards)."""
    script = SCRIPTS.get(run.second or "")
    if not script or not run.own or not script.names:
        return ""
    word, style = rng.choice(script.names), f"font-family:{script.font};"
    if script.downwards:
        return _text(run, 470, 30, 19, word, extra=style + "writing-mode:vertical-lr;")
    return _text(run, 148, 58, script.size * 1.25, word, extra=style + _ABOVE)


def address_lines(address: str, room: int = 11) -> list[str]:
    """The address as the card breaks it, at most `room` characters to a line (an ASCII digit takes half)."""
    lines, width = [""], 0.0
    for char in address:
        step = 0.55 if char.isascii() else 1.0
        if width + step > room:
            lines, width = [*lines, ""], 0.0
        lines[-1] += char
        width += step
    return lines


def front(person: Person, run: Run, rng: Random) -> str:
    """The page of the portrait side (人像面)."""
    labels = (
        ("name", 52, 62, "姓 名"), ("sex", 52, 130, "性 别"), ("ethnicity", 240, 130, "民 族"), ("birth", 52, 196, "出 生"),
        ("", 246, 196, "年"), ("", 324, 196, "月"), ("", 402, 196, "日"), ("address", 52, 264, "住 址"), ("number", 52, 452, "公民身份号码"),
    )  # fmt: skip
    parts = [waves(rng, run.hue, rng.uniform(0.25, 0.6)), _labels(run, labels), portrait(rng, person.sex)]
    return "".join([*parts, _own_name(run, rng), _values(person, run, rng, (56, 128, 194, 260, 447))])


def _values(
    person: Person, run: Run, rng: Random, rows: tuple[float, float, float, float, float], pitch: float = 43
) -> str:
    """The holder's values; `rows` are the tops of name, sex, birth date, address and number."""
    at_name, at_sex, at_birth, at_address, at_number = rows
    birth, small = person.birth, len(person.name) > 8
    parts = []
    parts += [
        _text(
            run,
            146,
            at_name if not small else at_name + 4,
            37 if not small else 30,
            person.name,
            name="name",
            extra=f"letter-spacing:{rng.choice((0, 2, 5))}px",
        )
    ]
    parts += [
        _text(run, 146, at_sex, 30, person.sex, name="sex"),
        _text(run, 334, at_sex, 30, person.ethnicity, name="ethnicity"),
    ]
    parts += [_text(run, 146, at_birth, 30, f"{birth.year}", name="birth_date", extra="letter-spacing:1.5px")]
    parts += [_text(run, 292 - 9 * len(f"{birth.month}"), at_birth, 30, f"{birth.month}", name="birth_date")]
    parts += [_text(run, 372 - 9 * len(f"{birth.day}"), at_birth, 30, f"{birth.day}", name="birth_date")]
    lines = address_lines(person.address)
    parts += [
        _text(run, 146, at_address + pitch * i, 30, line, name="address", extra="letter-spacing:1px")
        for i, line in enumerate(lines)
    ]
    spread = {"'OCR B'": 2.5, "'Inconsolata'": 6.5, "'FreeMono'": 3.0}[run.digits]
    extra = f"font-family:{run.digits};letter-spacing:{spread}px;" + (
        "font-weight:bold" if "Free" in run.digits else ""
    )
    parts.append(_text(run, 278, at_number, 37, person.id_number, name="id_number", extra=extra))
    return "".join(parts)


def term(person: Person) -> str:
    """The term as printed."""
    until = f"{person.valid_until:%Y.%m.%d}" if person.valid_until else "长期"
    return f"{person.valid_from:%Y.%m.%d}-{until}"


def back(person: Person, run: Run, rng: Random) -> str:
    """The page of the emblem side (国徽面), with a plain disc in place of the emblem."""
    parts = [waves(rng, run.hue, rng.uniform(0.25, 0.6))]
    parts.append(
        '<svg style="position:absolute;left:58px;top:48px" width=150 height=160><circle cx=75 cy=78 r=68 fill="#c8372d"/>'
        '<circle cx=75 cy=78 r=52 fill="none" stroke="#f0c84b" stroke-width=7 /><text x=75 y=92 font-size=38 text-anchor=middle fill="#f0c84b">样本</text></svg>'
    )
    title = "color:#1b1b1b;letter-spacing:"
    parts += [
        _text(run, 268, 62, 46, "中华人民共和国", extra=title + "9px"),
        _text(run, 250, 138 + (10 if run.second else 0), 68, "居民身份证", extra=title + "17px"),
    ]
    parts.append(_second_title(run))
    return "".join([*parts, _issue(person, run, 176, 330, (392, 456))])


def _second_title(run: Run) -> str:
    """The title in the second language: above the Chinese one, or down at its right."""
    script = SCRIPTS.get(run.second or "")
    if not script:
        return ""
    style = f"color:#1b1b1b;font-family:{script.font};"
    if script.downwards:
        down = style + "writing-mode:vertical-lr;"
        return _text(run, 760, 40, 19, script.title[0], extra=down) + _text(
            run, 795, 40, 19, script.title[1], extra=down
        )
    above = _text(run, 290, 64, script.size * 1.4, script.title[0], extra=style + _ABOVE)
    return above + _text(run, 290, 146, script.size * 1.25, script.title[1], extra=style + _ABOVE)


def _issue(person: Person, run: Run, left: float, right: float, rows: tuple[float, float]) -> str:
    """Who issued the card and its term: labels at `left`, values at `right`, `rows` their tops."""
    black = "color:#1b1b1b;"
    first, last = term(person).split("-")
    days = "".join(
        f"{dash}<b style='font-weight:inherit' data-f={name}>{day}</b>"
        for dash, name, day in (("", "valid_from", first), ("-", "valid_until", last))
    )
    labels = [
        _text(run, left, y, 27, text, label=True, extra=black)
        for y, text in zip(rows, ("签发机关", "有效期限"), strict=True)
    ]
    second = [_second(run, key, left, y, black) for y, key in zip(rows, ("authority", "term"), strict=True)]
    authority = _text(
        run, right, rows[0] - 2, 30, person.authority, name="issuing_authority", extra="letter-spacing:1px"
    )
    return "".join([*labels, *second, authority, _text(run, right, rows[1] - 2, 30, days)])


def temporary(person: Person, run: Run, rng: Random) -> str:
    """The page of a temporary card's side with the holder's nine items: no title, a portrait without colour."""
    labels = (
        ("name", 52, 40, "姓 名"), ("sex", 52, 96, "性 别"), ("ethnicity", 240, 96, "民 族"), ("birth", 52, 150, "出 生"),
        ("", 246, 150, "年"), ("", 324, 150, "月"), ("", 402, 150, "日"), ("address", 52, 206, "住 址"), ("number", 52, 350, "公民身份号码"),
    )  # fmt: skip
    grey = f'<div style="filter:grayscale(1);position:absolute;left:110px;top:-20px;transform-origin:545px 88px;transform:scale(.76)">{portrait(rng, person.sex)}</div>'
    parts = [waves(rng, run.hue, rng.uniform(0.3, 0.6)), _labels(run, labels), grey]
    return "".join(
        [*parts, _values(person, run, rng, (34, 94, 148, 204, 345), 40), _issue(person, run, 52, 206, (414, 468))]
    )


def temporary_title(run: Run, rng: Random) -> str:
    """The page of a temporary card's other side: the title in two lines, and a wall of plain strokes under it."""
    hills = " ".join(
        f"{x},{430 - 60 * abs(math.sin(x / 130 + 0.4)) - rng.uniform(0, 16):.0f}" for x in range(0, 857, 24)
    )
    wall = f'<svg style="position:absolute;left:0;top:0" width=856 height=540><polyline points="{hills}" fill=none stroke="#8a6642" stroke-width=9 /><polyline points="{hills}" fill=none stroke="#a98457" stroke-width=22 stroke-dasharray="12 9" opacity=.6 /></svg>'
    black = "color:#1b1b1b;letter-spacing:"
    title = _text(run, 206, 120, 48, "中华人民共和国", extra=black + "12px") + _text(
        run, 172, 206, 60, "临时居民身份证", extra=black + "14px"
    )
    return waves(rng, run.hue, rng.uniform(0.3, 0.6)) + wall + title
