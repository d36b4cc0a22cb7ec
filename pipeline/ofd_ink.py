"""What a page of an OFD file paints: text with its places, lines, boxes and pictures, carried to points from the top left.

An object has a Boundary in its parent's coordinates and may have a CTM inside it; a text's characters stand at X, Y and are led on by
DeltaX and DeltaY, where "g 3 4.2" stands for 4.2 three times (GB/T 33190-2016, 8.5 and 11.3).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.etree.ElementTree import Element

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box
from pipeline.ofd_package import numbers
from pipeline.text_layer import Characters, Flags, Numbers

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
"""x' = a x + c y + e, y' = b x + d y + f."""

MM = 72 / 25.4
MOST_CHARACTERS = 200_000  # of one page
MOST_POINTS = 20_000  # of one path
_DEEPEST = 8  # objects within objects
_ASCENT, _DESCENT = 0.86, 0.14  # of a font's size, about its base line


class TooMuch(ValueError):
    """A page with more characters than any page has."""


@dataclass(frozen=True)
class Fill:
    """A box that is painted in one colour; `light` from 0, black, to 1, white."""

    box: Box
    order: int
    light: float
    opaque: bool


@dataclass(frozen=True)
class Picture:
    """A picture: the number of its resource, and the way from the unit square to the page."""

    resource: str
    matrix: Matrix
    order: int


@dataclass
class Ink:
    """A page while it is gathered; a text's character is a row of `marks`, see `characters`."""

    units: Mapping[str, Element]  # drawings that pages share, by their numbers
    codes: list[int] = field(default_factory=list)
    marks: list[tuple[float, ...]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    order: int = 0
    curves: int = 0

    def characters(self) -> Characters:
        """The characters as arrays."""
        facts = self._facts()
        return Characters(
            np.array(self.codes, np.uint32),
            _joined(facts),
            facts[:, 9].astype(np.int64),
            facts[:, 4:6],
            facts[:, 6],
            facts[:, 7] > 0,
            facts[:, 8] > _PALE,
        )

    def painted_when(self) -> tuple[NDArray[np.int64], Flags]:
        """Of each character: how many objects were painted before it, and whether it is white."""
        facts = self._facts()
        return facts[:, 9].astype(np.int64), facts[:, 8] > _WHITE

    def _facts(self) -> Numbers:
        return np.array(self.marks, float).reshape(-1, 10)


def _joined(facts: Numbers) -> Numbers:
    """The boxes of characters, the last of an object reaching to the next object where that plainly goes on with its line."""
    boxes = facts[:, :4].copy()
    step, width = boxes[1:, 0] - boxes[:-1, 0], boxes[:-1, 2] - boxes[:-1, 0]
    level = (np.abs(boxes[1:, 1] - boxes[:-1, 1]) < 0.1 * facts[1:, 6]) & (facts[:-1, 5] == 0) & (facts[:-1, 4] > 0)
    loose = np.where(width > 0.95 * facts[:-1, 6], 1.1, _LOOSE)  # an ideograph's width is no guess
    goes_on = level & (facts[1:, 9] != facts[:-1, 9]) & (step > 0.15 * facts[1:, 6]) & (step <= loose * width)
    boxes[:-1, 2] = np.where(goes_on, boxes[1:, 0], boxes[:-1, 2])
    return boxes


_PALE, _WHITE = 0.6, 0.97
_GRAPHICS = ("TextObject", "PathObject", "ImageObject", "CompositeObject", "PageBlock", "Layer")


def gather(ink: Ink, parent: Element, matrix: Matrix, deep: int = 0) -> None:
    """Everything that an element's objects paint; `matrix` leads from its coordinates to the page. Raises `TooMuch`."""
    for element in parent:
        if element.tag not in _GRAPHICS or element.get("Visible", "true").lower() in ("false", "0"):
            continue
        if element.tag in ("Layer", "PageBlock"):
            if deep < _DEEPEST:
                gather(ink, element, matrix, deep + 1)
            continue
        ink.order += 1
        inner = _within(element, matrix)
        if element.tag == "TextObject":
            _take_text(ink, element, inner)
        elif element.tag == "PathObject":
            _take_path(ink, element, inner)
        elif element.tag == "ImageObject":
            ink.pictures.append(Picture(element.get("ResourceID", ""), inner, ink.order))
        elif deep < _DEEPEST and (unit := ink.units.get(element.get("ResourceID", ""))) is not None:
            gather(ink, unit, inner, deep + 1)


def chained(first: Matrix, then: Matrix) -> Matrix:
    """One map after another."""
    a, b, c, d, e, f = first
    ta, tb, tc, td, te, tf = then
    return (
        ta * a + tc * b, tb * a + td * b, ta * c + tc * d, tb * c + td * d, ta * e + tc * f + te, tb * e + td * f + tf,
    )  # fmt: skip


def _within(element: Element, matrix: Matrix) -> Matrix:
    boundary = numbers(element.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
    placed = chained((1, 0, 0, 1, boundary[0], boundary[1]), matrix)
    ctm = numbers(element.get("CTM"), 6)
    return chained((ctm[0], ctm[1], ctm[2], ctm[3], ctm[4], ctm[5]), placed) if ctm else placed


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def bounds(matrix: Matrix, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
    """The bounds of a rectangle after a map."""
    a, b, c, d, e, f = matrix
    if b == 0 == c and a > 0 < d:
        return a * left + e, d * top + f, a * right + e, d * bottom + f
    xs, ys = zip(*(at(matrix, x, y) for x in (left, right) for y in (top, bottom)), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


# ---------------------------------------------------------------- colour


def _colour(element: Element, name: str) -> tuple[float, int]:
    """Lightness (0 to 1) and alpha (0 to 255) of a colour of an object; black and opaque where it tells none."""
    alpha = _whole(element.get("Alpha"), 255)
    colour = element.find(name)
    if colour is None:
        return 0.0, alpha
    alpha = min(alpha, _whole(colour.get("Alpha"), 255))
    value = numbers(colour.get("Value"))
    if len(value) == 3:
        return (0.299 * value[0] + 0.587 * value[1] + 0.114 * value[2]) / 255, alpha
    if len(value) == 4:  # cyan, magenta, yellow, black
        return max(0.0, 1 - (0.299 * value[0] + 0.587 * value[1] + 0.114 * value[2]) / 255 - value[3] / 255), alpha
    return (value[0] / 255 if value else 0.0), alpha


def _whole(text: str | None, otherwise: int) -> int:
    found = numbers(text, 1)
    return int(found[0]) if found else otherwise


# ---------------------------------------------------------------- text


def _take_text(ink: Ink, element: Element, matrix: Matrix) -> None:
    size = (numbers(element.get("Size"), 1) or (0.0,))[0]
    if size <= 0:
        return
    turned = math.radians(_whole(element.get("CharDirection"), 0))
    heading = (
        matrix[0] * math.cos(turned) + matrix[2] * math.sin(turned),
        matrix[1] * math.cos(turned) + matrix[3] * math.sin(turned),
    )
    light, alpha = _colour(element, "FillColor")
    filled = element.get("Fill", "true").lower() not in ("false", "0")
    em = size * math.hypot(matrix[2], matrix[3])
    light = max(light, _PALE + 0.01) if alpha < 128 else light if filled else 0.0
    facts = (*heading, em, float(alpha > 0), light, float(ink.order))
    wide = size * (numbers(element.get("HScale"), 1) or (1.0,))[0]
    for char, x, y, width in _placed(element, wide):
        ink.codes.append(ord(char))
        ink.marks.append((*bounds(matrix, x, y - _ASCENT * size, x + width, y + _DESCENT * size), *facts))
    if len(ink.codes) > MOST_CHARACTERS:
        raise TooMuch


def _placed(element: Element, wide: float) -> Iterator[tuple[str, float, float, float]]:
    """The characters of a text object: each with its x, the y of its base line, and its width."""
    x = y = 0.0
    for code in element.findall("TextCode"):
        text = code.text or ""
        text = text.strip() if "\n" in text else text
        x = (numbers(code.get("X"), 1) or (x,))[0]
        y = (numbers(code.get("Y"), 1) or (y,))[0]
        own = [_width(char) * wide for char in text]
        told = code.get("DeltaX"), code.get("DeltaY")
        across = _deltas(told[0], len(text)) if any(told) else own
        down = _deltas(told[1], len(text))
        right, lower = x, y
        for char, width, dx, dy in zip(text, own, across, down, strict=False):
            yield char, right, lower, dx if 0 < dx <= _LOOSE * width else width
            right, lower = right + dx, lower + dy


_LOOSE = 1.3  # a step of up to so many widths joins a character to the next
_WIDE, _NARROW = frozenset("MWmw%@&"), frozenset(" .,:;!|'ijl()[]")


def _width(char: str) -> float:
    """About how wide a character is, of its font's size: no font is asked."""
    if ord(char) >= 0x2E80 or char in "—…“”‘’·":
        return 1.0
    if char in _NARROW:
        return 0.4
    return 0.85 if char in _WIDE else 0.65 if char.isupper() else 0.52


def _deltas(text: str | None, count: int) -> Sequence[float]:
    """The steps from each of `count` characters to the next; the last one told goes on, none is told by 0."""
    found: list[float] = []
    parts = iter((text or "").split())
    try:
        for part in parts:
            if part != "g":
                found.append(float(part))
            else:
                times = int(next(parts))
                found += [float(next(parts))] * min(max(times, 0), count)
            if len(found) >= count:
                break
    except (ValueError, StopIteration):
        pass  # what is told up to here holds
    found = [step if abs(step) < 1e6 else 0.0 for step in found]
    return [*found, *[found[-1] if found else 0.0] * (count - len(found))]


# ---------------------------------------------------------------- paths

_POINTS = {"S": 1, "M": 1, "L": 1, "Q": 2, "B": 3}


def _take_path(ink: Ink, element: Element, matrix: Matrix) -> None:
    """A thin path is a line; a box its four sides and its fill; of another the straight pieces are lines."""
    straight, points, curved = _outline(element.findtext("AbbreviatedData") or "", matrix)
    if not points:
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    if min(box.width, box.height) < 2.0:
        ink.lines.append((box.left, box.top, box.right, box.bottom))
        return
    ink.lines += straight
    ink.curves += curved // 8
    level = all(
        min(abs(x - box.left), abs(x - box.right), abs(y - box.top), abs(y - box.bottom)) < 0.5 for x, y in points
    )
    if level and not curved and element.get("Fill", "false").lower() in ("true", "1"):
        light, alpha = _colour(element, "FillColor")
        ink.fills.append(Fill(box, ink.order, light, alpha == 255))


def _outline(
    data: str, matrix: Matrix
) -> tuple[list[tuple[float, float, float, float]], list[tuple[float, float]], int]:
    """The straight pieces of a path, all its points, and how many curves it has."""
    straight: list[tuple[float, float, float, float]] = []
    points: list[tuple[float, float]] = []
    first = here = (0.0, 0.0)
    curves = 0
    parts = iter(data.split()[: 2 * MOST_POINTS])
    try:
        for part in parts:
            if part == "C":
                straight.append(_ends(here, first))
                here = first
                continue
            if part == "A":  # an arc: two radii, an angle, two flags, the end
                for _ in range(5):
                    next(parts)
            count = _POINTS.get(part, 1 if part == "A" else 0)
            for _ in range(count):
                point = at(matrix, _finite(next(parts)), _finite(next(parts)))
                points.append(point)
            if count and part == "L":
                straight.append(_ends(here, points[-1]))
            curves += part in "QBA"
            here = points[-1] if count else here
            first = here if part in "SM" else first
    except (ValueError, StopIteration):
        pass  # what is told up to here holds
    return straight, points, curves


def _finite(text: str) -> float:
    value = float(text)
    if not abs(value) < 1e7:
        raise ValueError("no coordinate")
    return value


def _ends(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[0], other[0]), max(one[1], other[1])
