"""The flat card, drawn by a browser page: what a perfect scanner would see, and where each value stands on it.

A card is 856 x 540 CSS pixels (ten to the millimetre). The emblem and the portrait are plain shapes that say 样本.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from random import Random
from typing import Any

import numpy as np

from .browser import new_page, shot
from .people import Person

WIDTH, HEIGHT, SCALE = 856, 540, 2.0

_FACES = (
    "'WenQuanYi Zen Hei'", "'WenQuanYi Zen Hei'", "'WenQuanYi Micro Hei'", "'WenQuanYi Micro Hei'", "'AR PL SungtiL GB','WenQuanYi Zen Hei'",
    "'LXGW WenKai','WenQuanYi Zen Hei'", "'AR PL UMing CN'",
)  # fmt: skip
_DIGITS = ("'OCR B'", "'OCR B'", "'OCR B'", "'Inconsolata'", "'FreeMono'")

# Labels in the second language of an autonomous region, above the Chinese ones.
_SECOND = {
    "uyghur": {"name": "ئىسمى", "sex": "جىنسى", "ethnicity": "مىللىتى", "birth": "تۇغۇلغان ۋاقتى", "address": "تۇرالغۇسى", "number": "كىملىك نومۇرى"},
    "zhuang": {"name": "Mingzcoh", "sex": "Singqbied", "ethnicity": "Minzcuz", "birth": "Ngoenzseng", "address": "Dieg youq", "number": "Gunghminz Sinhfwn Hauhmaj"},
}  # fmt: skip

_PAGE = """<!doctype html><meta charset=utf-8><style>
*{margin:0;padding:0;box-sizing:border-box} body{background:#fff;width:856px}
.card{position:relative;width:856px;height:540px;overflow:hidden}
.card svg.bg{position:absolute;inset:0}
.card span,.card div.t{position:absolute;white-space:nowrap;line-height:1.18}
</style><div id=front class=card></div><div id=back class=card></div>
<script>function put(side, html){const host=document.getElementById(side); host.innerHTML=html;
 const out={}; for(const e of host.querySelectorAll('[data-f]')){const range=document.createRange(); range.selectNodeContents(e);
 const r=range.getBoundingClientRect(), h=host.getBoundingClientRect(), k=e.dataset.f, b=[r.left-h.left,r.top-h.top,r.right-h.left,r.bottom-h.top], o=out[k];
 out[k]=o?[Math.min(o[0],b[0]),Math.min(o[1],b[1]),Math.max(o[2],b[2]),Math.max(o[3],b[3])]:b;} return out;}</script>"""


@dataclass(frozen=True)
class Flat:
    """A flat side: `pixels` (1080 x 1712, blue-green-red), and the box of each value in those pixels."""

    side: str
    pixels: np.ndarray
    boxes: dict[str, tuple[float, float, float, float]]


class Press:
    """Prints flat cards, one after another, on one browser page."""

    def __init__(self, browser: Any) -> None:
        self._page = new_page(browser, WIDTH, 2 * HEIGHT, SCALE)
        self._page.set_content(_PAGE)

    def side(self, side: str, html: str) -> Flat:
        """Draw one side."""
        rects = self._page.evaluate(f"put({json.dumps(side)}, {json.dumps(html)})")
        top = 0 if side == "front" else HEIGHT
        pixels = shot(self._page, clip={"x": 0, "y": top, "width": WIDTH, "height": HEIGHT})
        boxes = {name: tuple(v * SCALE for v in rect) for name, rect in rects.items()}
        return Flat(side, pixels, boxes)  # type: ignore[arg-type]

    def both(self, person: Person, rng: Random) -> tuple[Flat, Flat]:
        """Both sides of a person's card, of one print run."""
        run = print_run(person, rng)
        return self.side("front", front(person, run, rng)), self.side("back", back(person, run, rng))


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


_HUES = (("#f7e9ea", "#e6f0f6", "#f4efe0"), ("#eaf3f3", "#f6e6ea", "#eef2fa"), ("#f3eef6", "#e9f4ee", "#fbf0e8"), ("#eef4fa", "#faeff2", "#edf3ea"))  # fmt: skip


def print_run(person: Person, rng: Random) -> Run:
    """A print run; the card of an autonomous region has a second language."""
    second = {"维吾尔": "uyghur", "哈萨克": "uyghur"}.get(person.ethnicity)
    if person.id_number.startswith("45") and rng.random() < 0.7:
        second = "zhuang"
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
    )


def _waves(rng: Random, hue: tuple[str, str, str], strength: float) -> str:
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


def _portrait(rng: Random, sex: str) -> str:
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
    for key, x, y, _ in places:
        if run.second:
            extra = "font-family:'DejaVu Sans','FreeSans'"
            out.append(_text(run, x, y - 17, 14, _SECOND[run.second].get(key, ""), label=True, extra=extra))
    return "".join(out)


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
    birth = person.birth
    labels = (
        ("name", 52, 62, "姓 名"), ("sex", 52, 130, "性 别"), ("ethnicity", 240, 130, "民 族"), ("birth", 52, 196, "出 生"),
        ("", 246, 196, "年"), ("", 324, 196, "月"), ("", 402, 196, "日"), ("address", 52, 264, "住 址"), ("number", 52, 452, "公民身份号码"),
    )  # fmt: skip
    small = len(person.name) > 8
    parts = [_waves(rng, run.hue, rng.uniform(0.25, 0.6)), _labels(run, labels), _portrait(rng, person.sex)]
    parts += [
        _text(
            run,
            146,
            56 if not small else 60,
            37 if not small else 30,
            person.name,
            name="name",
            extra=f"letter-spacing:{rng.choice((0, 2, 5))}px",
        )
    ]
    parts += [
        _text(run, 146, 128, 30, person.sex, name="sex"),
        _text(run, 334, 128, 30, person.ethnicity, name="ethnicity"),
    ]
    parts += [_text(run, 146, 194, 30, f"{birth.year}", name="birth_date", extra="letter-spacing:1.5px")]
    parts += [_text(run, 292 - 9 * len(f"{birth.month}"), 194, 30, f"{birth.month}", name="birth_date")]
    parts += [_text(run, 372 - 9 * len(f"{birth.day}"), 194, 30, f"{birth.day}", name="birth_date")]
    lines = address_lines(person.address)
    parts += [
        _text(run, 146, 260 + 43 * i, 30, line, name="address", extra="letter-spacing:1px")
        for i, line in enumerate(lines)
    ]
    spread = {"'OCR B'": 2.5, "'Inconsolata'": 6.5, "'FreeMono'": 3.0}[run.digits]
    extra = f"font-family:{run.digits};letter-spacing:{spread}px;" + (
        "font-weight:bold" if "Free" in run.digits else ""
    )
    parts.append(_text(run, 278, 447, 37, person.id_number, name="id_number", extra=extra))
    return "".join(parts)


def term(person: Person) -> str:
    """The term as printed."""
    until = f"{person.valid_until:%Y.%m.%d}" if person.valid_until else "长期"
    return f"{person.valid_from:%Y.%m.%d}-{until}"


def back(person: Person, run: Run, rng: Random) -> str:
    """The page of the emblem side (国徽面), with a plain disc in place of the emblem."""
    parts = [_waves(rng, run.hue, rng.uniform(0.25, 0.6))]
    parts.append(
        '<svg style="position:absolute;left:58px;top:48px" width=150 height=160><circle cx=75 cy=78 r=68 fill="#c8372d"/>'
        '<circle cx=75 cy=78 r=52 fill="none" stroke="#f0c84b" stroke-width=7 /><text x=75 y=92 font-size=38 text-anchor=middle fill="#f0c84b">样本</text></svg>'
    )
    title = "color:#1b1b1b;letter-spacing:"
    parts += [
        _text(run, 268, 62, 46, "中华人民共和国", extra=title + "9px"),
        _text(run, 250, 138, 68, "居民身份证", extra=title + "17px"),
    ]
    if run.second:
        native = {
            "uyghur": "جۇڭخۇا خەلق جۇمھۇرىيىتى كىملىكى",
            "zhuang": "Cunghvaz Yinzminz Gunghozgoz Gihminz Sinhfwncing",
        }
        parts.append(
            _text(run, 268, 40, 17, native[run.second], extra="color:#1b1b1b;font-family:'DejaVu Sans','FreeSans'")
        )
    parts += [
        _text(run, 176, 392, 27, "签发机关", label=True, extra="color:#1b1b1b"),
        _text(run, 176, 456, 27, "有效期限", label=True, extra="color:#1b1b1b"),
    ]
    parts += [_text(run, 330, 390, 30, person.authority, name="issuing_authority", extra="letter-spacing:1px")]
    first, last = term(person).split("-")
    parts += [
        _text(
            run,
            330,
            454,
            30,
            f"<b style='font-weight:inherit' data-f=valid_from>{first}</b>-<b style='font-weight:inherit' data-f=valid_until>{last}</b>",
        )
    ]
    return "".join(parts)
