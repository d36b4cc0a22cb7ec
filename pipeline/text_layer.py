"""The characters that a page prints, whatever format told them, and the words that they make.

Everything here is arithmetic on whole pages at once, since a statement of three years has some hundred thousand characters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from pipeline.model import Box, Page, Pixels, Region, Transform, Word
from pipeline.text import normalise

TITLE = 12.0  # points; smaller text is no watermark across the page

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Characters:
    """Every character of a page in the order of its content; boxes are left, top, right, bottom in points, as displayed.

    `run` numbers the text objects; `direction` is where the text runs to, as displayed; `em` is the size of the font; `seen` is
    false for what is never painted; `pale` is true for light or translucent text.
    """

    codes: NDArray[np.uint32]
    boxes: Numbers
    run: NDArray[np.int64]
    direction: Numbers
    em: Numbers
    seen: Flags
    pale: Flags


@dataclass(frozen=True)
class Layer:
    """The characters that are printed on a page for reading, in the order of its content.

    `parted` is true where white space stands before a character.
    """

    codes: NDArray[np.uint32]
    boxes: Numbers
    run: NDArray[np.int64]
    em: Numbers
    parted: Flags
    turn: int = 0  # quarter turns, clockwise, that the text is turned on the page
    tilted: bool = False  # most of the text stands askew: the page was drawn for the eye, not for reading

    def only(self, keep: Flags) -> Layer:
        """The layer with some characters only."""
        return Layer(
            self.codes[keep], self.boxes[keep], self.run[keep], self.em[keep], self.parted[keep], self.turn, self.tilted
        )


# ---------------------------------------------------------------- what is printed for reading

_BLANKS = np.zeros(0x20000, bool)
_BLANKS[[*range(1, 0x21), 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x200B, 0xFEFF]] = True
_HYPHENS = (2, 0xFFFE)  # PDFium's marks for a hyphen that ends a line


def cleaned(found: Characters, page: Page) -> Layer:
    """Without spaces, and nothing unseen, off the page, askew, drawn twice, or big and pale across the page."""
    codes = np.where((found.codes == _HYPHENS[0]) | (found.codes == _HYPHENS[1]), ord("-"), found.codes)
    blank = _BLANKS[np.minimum(codes, 0x1FFFF)]
    boxes = found.boxes
    turns = np.degrees(np.arctan2(found.direction[:, 1], found.direction[:, 0])) / 90
    near = np.round(turns)
    upright = np.abs(turns - near) < 0.03
    inside = (boxes[:, 2] > 0) & (boxes[:, 0] < page.width) & (boxes[:, 3] > 0) & (boxes[:, 1] < page.height)
    printed = ~blank & found.seen & inside
    turn = _commonest(near[printed & upright].astype(int) % 4)
    usual = float(np.median(found.em[printed])) if printed.any() else 0.0
    watermark = found.pale & (found.em > max(TITLE, 1.5 * usual))
    keep = printed & upright & (near.astype(int) % 4 == turn) & ~watermark
    parted = np.concatenate([[False], blank[:-1]]) if len(blank) else blank
    tilted = bool((printed & ~upright).sum() > (printed & upright).sum())
    return _once(Layer(codes, boxes, found.run, found.em, parted, turn, tilted).only(keep))


def _commonest(values: NDArray[np.int64]) -> int:
    return int(np.bincount(values).argmax()) if len(values) else 0


_PLACE_BITS = 21  # of a field's number; together with a code they are one whole number
_PLACE_MASK = (1 << _PLACE_BITS) - 1


def _once(layer: Layer) -> Layer:
    """Without the second of two equal characters that stand within a fifth of their size: fake bold, or text drawn twice."""
    keep = np.ones(len(layer.codes), bool)
    near = np.maximum(layer.em, 1.0) * 0.2
    middle = (layer.boxes[:, :2] + layer.boxes[:, 2:]) / 2
    codes = layer.codes.astype(np.int64) << _PLACE_BITS * 2
    for shift in (0.0, 0.5):  # two grids, so that a pair on the border of one lies inside a field of the other
        field = np.floor(middle / (2 * near[:, None]) + shift).astype(np.int64) & _PLACE_MASK
        place = codes | field[:, 0] << _PLACE_BITS | field[:, 1]
        order = np.argsort(place, kind="stable")  # the first of a pair stays the first
        same = np.flatnonzero(place[order][1:] == place[order][:-1])
        first, second = order[same], order[same + 1]
        close = (np.abs(middle[second] - middle[first]) < near[second, None]).all(axis=1)
        keep[second[close & (layer.codes[first] == layer.codes[second])]] = False
    return layer.only(keep)


# ---------------------------------------------------------------- is it what the page shows?

_EXPECTED = np.zeros(0x20000, bool)
for _first, _last in (
    (0x20, 0x7E), (0xA1, 0xFF), (0x2000, 0x206F), (0x20A0, 0x20CF), (0x2100, 0x22FF), (0x2460, 0x26FF), (0x2E80, 0x312F),
    (0x3200, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
):  # fmt: skip
    _EXPECTED[_first : _last + 1] = True

# The 3,755 ideographs of GB 2312's first level: what is printed in Chinese consists of these nearly wholly, while a font whose
# table of characters is wrong gives ideographs from anywhere among 20,000.
_COMMON = np.zeros(0x20000, bool)
_COMMON[
    [ord(c) for c in bytes(b for a in range(0xB0, 0xD8) for d in range(0xA1, 0xFF) for b in (a, d)).decode("gb2312", "ignore")]
] = True  # fmt: skip
_ENOUGH = 20  # ideographs to judge by
_MOSTLY = 0.6


def legible(layer: Layer) -> bool:
    """Whether its characters make text: not of scripts that no such paper is in, of private codes, or of ideographs at random."""
    count = len(layer.codes)
    codes = np.minimum(layer.codes, 0x1FFFF)
    cjk = int(((codes >= 0x2E80) & (codes < 0xA000)).sum())
    odd = int((~_EXPECTED[codes] & (layer.codes < 0x20000)).sum())
    digits = int(((codes >= 0x30) & (codes <= 0x39)).sum())
    garbled = (odd > 5 and odd > cjk / 2) or odd > count * 0.25
    wordless = count >= 40 and cjk == 0 and digits == 0
    ideographs = (codes >= 0x4E00) & (codes < 0xA000)
    known = int(_COMMON[codes].sum())
    scrambled = int(ideographs.sum()) >= _ENOUGH and known < _MOSTLY * int(ideographs.sum())
    return not garbled and not wordless and not scrambled


# ---------------------------------------------------------------- words


def region(
    page: Page,
    layer: Layer,
    rules: Callable[[Transform], tuple[Box, ...]],
    pixels: Callable[[int], Pixels] | None = None,
    scale: float = 1.0,
) -> Region:
    """The page as a region in which its text stands upright.

    `rules`, given the way from the displayed page to the region, tells the printed lines; `pixels`, given the text's quarter turns, draws
    the region, `scale` pixels to a point.
    """
    straight = _upright(layer, page)
    wide = page.width, page.height
    width, height = wide if layer.turn % 2 == 0 else wide[::-1]
    return Region(
        page=page,
        width=width,
        height=height,
        words=_words(layer, mapped(layer.boxes, straight)),
        method="text",
        to_page=None if layer.turn == 0 else np.asarray(np.linalg.inv(straight), np.float64),
        pixels=partial(pixels, layer.turn) if pixels else None,
        scale=scale,
        rules=rules(straight),
    )


def mapped(rects: Numbers, matrix: Transform) -> Numbers:
    """The bounds of rectangles after an affine map."""
    if matrix[0, 1] == 0 == matrix[1, 0]:  # the usual case, and half the work
        ends = np.stack([rects[:, :2], rects[:, 2:]]) * (matrix[0, 0], matrix[1, 1]) + matrix[:2, 2]
    else:
        corners = np.stack([rects[:, [0, 1]], rects[:, [2, 3]], rects[:, [0, 3]], rects[:, [2, 1]]])
        ends = corners @ matrix[:2, :2].T + matrix[:2, 2]
    return np.hstack([ends.min(axis=0), ends.max(axis=0)])


def _upright(layer: Layer, page: Page) -> Transform:
    """From the page to the region in which the text stands upright."""
    turns = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, 1, 0), (-1, 0, page.width)),
        2: ((-1, 0, page.width), (0, -1, page.height)),
        3: ((0, -1, page.height), (1, 0, 0)),
    }
    return np.array([*turns[layer.turn], (0, 0, 1)], float)


def _words(layer: Layer, boxes: Numbers) -> tuple[Word, ...]:
    """Runs of characters that touch, in the order of the content; white space and a new text object at a gap part them."""
    count = len(layer.codes)
    if not count:
        return ()
    left, top, right, bottom = boxes.T
    em = np.maximum(layer.em, 1.0)
    gap = (left[1:] - right[:-1]) / em[1:]
    lower = np.abs((top + bottom)[1:] - (top + bottom)[:-1]) / 2 > 0.3 * em[1:]
    other = layer.run[1:] != layer.run[:-1]
    breaks = layer.parted[1:] | lower | (gap > 0.35) | (gap < -0.5) | (other & (np.abs(gap) > 0.1))
    starts = np.concatenate([[0], np.flatnonzero(breaks) + 1])
    bounds = np.column_stack(
        [
            np.minimum.reduceat(left, starts),
            np.minimum.reduceat(top, starts),
            np.maximum.reduceat(right, starts),
            np.maximum.reduceat(bottom, starts),
        ]
    ).tolist()
    unique, which = np.unique(layer.codes, return_inverse=True)
    plain = np.array([ord(_char(code)) for code in unique.tolist()], np.uint32)
    text = plain[which].tobytes().decode("utf-32-le")
    lefts, rights = left.tolist(), right.tolist()
    first = starts.tolist()
    return tuple(
        [
            Word(text[a:b], Box(*bound), 1.0, (*lefts[a:b], rights[b - 1]))
            for a, b, bound in zip(first, [*first[1:], count], bounds, strict=True)
        ]
    )


_SEEN: dict[int, str] = {}


def _char(code: int) -> str:
    """A character as `normalise` has it, where that leaves it one character (edges are counted by characters)."""
    char = _SEEN.get(code)
    if char is None:
        plain = "\ufffd" if code == 0 or 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code)
        better = normalise(plain)
        char = better if len(better) == 1 and better != " " else plain
        _SEEN[code] = char
    return char
