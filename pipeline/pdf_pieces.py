"""What PDFium tells of a page: its characters one by one, its lines, and the boxes and pictures that may hide text.

PDFium is asked some hundred thousand times for a long statement, so its functions are called here with plain integers for pointers and
with one buffer for their answers. Every call is made under the lock of `pipeline.pdf`.
"""

from __future__ import annotations

import ctypes
import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from pipeline.lines import THIN, joined
from pipeline.model import Box, Transform
from pipeline.text_layer import Characters, Flags, Numbers, mapped

MOST_PIECES = 60_000
MOST_LINES = 3000  # a drawing, not a table
_DEEP = 4  # drawings within drawings


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function with plain integers for pointers, which costs half as much a call; there are millions."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_POINTER, _INT = ctypes.c_void_p, ctypes.c_int
_unicode_of = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _POINTER, _INT)
_text_of = _plain(pdfium.FPDFText_GetText, _INT, _POINTER, _INT, _INT, _POINTER)
_box_of = _plain(pdfium.FPDFText_GetLooseCharBox, _INT, _POINTER, _INT, _POINTER)
_is_unmapped = _plain(pdfium.FPDFText_HasUnicodeMapError, _INT, _POINTER, _INT)
_object_of = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_size_t, _POINTER, _INT)  # 0 for none
_matrix_of = _plain(pdfium.FPDFPageObj_GetMatrix, _INT, _POINTER, _POINTER)
_text_matrix_of = _plain(pdfium.FPDFText_GetMatrix, _INT, _POINTER, _INT, _POINTER)
_size_of = _plain(pdfium.FPDFTextObj_GetFontSize, _INT, _POINTER, _POINTER)
_mode_of = _plain(pdfium.FPDFTextObj_GetTextRenderMode, _INT, _POINTER)
_fill_of = _plain(pdfium.FPDFPageObj_GetFillColor, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
_type_of = _plain(pdfium.FPDFPageObj_GetType, _INT, _POINTER)
_bounds_of = _plain(pdfium.FPDFPageObj_GetBounds, _INT, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
_segments_of = _plain(pdfium.FPDFPath_CountSegments, _INT, _POINTER)
_drawn_as = _plain(pdfium.FPDFPath_GetDrawMode, _INT, _POINTER, _POINTER, _POINTER)
_on_page = _plain(pdfium.FPDFPage_GetObject, _POINTER, _POINTER, _INT)
_in_form = _plain(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_ulong)


def address(handle: Any) -> int:
    """A handle of PDFium as a plain integer."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


# ---------------------------------------------------------------- characters


@dataclass(frozen=True)
class Printed:
    """The characters of a page, the text object of each (its address), and which are so light that they are white on white."""

    characters: Characters
    objects: NDArray[np.int64]
    white: Flags


def characters(pdf_page: Any, display: Transform) -> Printed:
    """Every character of a page; `display` leads from the page's own coordinates to those as displayed."""
    text_page = pdfium.FPDFText_LoadPage(pdf_page)
    try:
        codes, rects, objects = _one_by_one(address(text_page), max(pdfium.FPDFText_CountChars(text_page), 0))
        unique, first, number = np.unique(objects, return_index=True, return_inverse=True)
        facts = _of_runs(address(text_page), unique, first)[number]
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    direction = facts[:, :2] @ display[:2, :2].T
    found = Characters(
        codes, mapped(rects, display), number, direction, facts[:, 2], facts[:, 3] > 0, facts[:, 4] > _PALE
    )
    return Printed(found, objects, facts[:, 4] > _WHITE)


def _one_by_one(page: int, count: int) -> tuple[NDArray[np.uint32], Numbers, NDArray[np.int64]]:
    """Code, box (left, top, right, bottom in the page's own coordinates) and text object of every character."""
    rects = np.zeros((count, 4), np.float32)
    base = rects.ctypes.data
    codes = _codes(page, count)
    objects = np.fromiter(map(_object_of, repeat(page), range(count)), np.int64, count)
    deque(
        map(_box_of, repeat(page), range(count), range(base, base + 16 * count, 16)), maxlen=0
    )  # calls, kept by nobody
    codes[_unmapped(page, codes)] = 0
    return codes, rects.astype(np.float64), objects


def _codes(page: int, count: int) -> NDArray[np.uint32]:
    """The code of every character: of the whole page at once where its text is one unit of UTF-16 a character, else one by one."""
    text = np.zeros(count + 1, np.uint16)
    written = _text_of(page, 0, count, text.ctypes.data) - 1
    codes = text[:count]
    if written == count and codes.all() and not ((codes >= 0xD800) & (codes < 0xE000)).any():
        return codes.astype(np.uint32)
    return np.fromiter(map(_unicode_of, repeat(page), range(count)), np.uint32, count)


def _unmapped(page: int, codes: NDArray[np.uint32]) -> list[int]:
    """The characters of which their font does not say what they are: PDFium then gives their number in the font instead.

    All are asked only where one is so among the first of each code, since that is what hardly any file has.
    """
    first = np.unique(codes, return_index=True)[1].tolist()
    if not any(_is_unmapped(page, index) == 1 for index in first):
        return []
    return [index for index in range(len(codes)) if _is_unmapped(page, index) == 1]


_PALE, _WHITE = 0.6, 0.97
_UNSEEN = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_STROKED = pdfium.FPDF_TEXTRENDERMODE_STROKE


def _of_runs(page: int, objects: NDArray[np.int64], first: NDArray[np.int64]) -> Numbers:
    """Of every text object: direction (x, y), size, seen (0 or 1), lightness (0 to 1)."""
    matrix, size = (ctypes.c_float * 6)(), (ctypes.c_float * 1)()
    colour = (ctypes.c_uint * 4)()
    at, size_at = ctypes.addressof(matrix), ctypes.addressof(size)
    red = ctypes.addressof(colour)
    facts = np.zeros((len(objects), 5))
    facts[:, 0] = 1.0
    for row, (piece, index) in enumerate(zip(objects.tolist(), first.tolist(), strict=True)):
        if not piece or not _text_matrix_of(page, index, at) or not _size_of(piece, size_at):
            continue
        mode = _mode_of(piece)
        light, seen = 0.0, mode not in _UNSEEN
        if mode != _STROKED and _fill_of(piece, red, red + 4, red + 8, red + 12):
            light = (0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]) / 255
            seen = seen and colour[3] > 0
            light = max(light, _PALE + 0.01) if colour[3] < 128 else light
        facts[row] = matrix[0], matrix[1], size[0] * math.hypot(matrix[2], matrix[3]), seen, light
    return facts


# ---------------------------------------------------------------- what else is painted


@dataclass
class Pieces:
    """What a page paints beside its text, while it is gathered. Boxes are in the page's own coordinates.

    `order` is, for every text object (by its address), how many pieces were painted before it. `fills` and `pictures` are
    (left, bottom, right, top, order) with the piece; `curves` counts the outlines that look like glyphs.
    """

    order: dict[int, int] = field(default_factory=dict)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    fills: list[tuple[Box, int, int]] = field(default_factory=list)
    pictures: list[tuple[Box, int, int]] = field(default_factory=list)
    curves: int = 0
    count: int = 0


def pieces(pdf_page: Any) -> Pieces:
    """Everything that a page paints, drawings within drawings included."""
    found = Pieces()
    _gather(found, address(pdf_page), _on_page, pdfium.FPDFPage_CountObjects(pdf_page), None, 0)
    return found


def _gather(found: Pieces, parent: int, child: Any, count: int, matrix: Transform | None, deep: int) -> None:
    inside = [piece for piece in map(child, repeat(parent), range(min(count, MOST_PIECES - found.count))) if piece]
    before = found.count
    for number, (piece, kind) in enumerate(zip(inside, map(_type_of, inside), strict=True), before):
        found.count = max(found.count, number) + 1
        if kind == _TEXT:
            found.order[piece] = found.count
        elif kind == _FORM:
            if deep < _DEEP:
                inner = _matrix(piece) if matrix is None else matrix @ _matrix(piece)
                held = pdfium.FPDFFormObj_CountObjects(_handle(piece))
                _gather(found, piece, _in_form, max(held, 0), inner, deep + 1)
        elif kind in (_PATH, _IMAGE):
            _take(found, piece, kind, matrix)


_TEXT, _FORM = pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_FORM
_PATH, _IMAGE = pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE


def _handle(piece: int) -> Any:
    return ctypes.cast(piece, pdfium.FPDF_PAGEOBJECT)


def _matrix(piece: int) -> Transform:
    six = (ctypes.c_float * 6)(1, 0, 0, 1, 0, 0)
    _matrix_of(piece, ctypes.addressof(six))
    return np.array([[six[0], six[2], six[4]], [six[1], six[3], six[5]], [0, 0, 1]])


_FOUR = (ctypes.c_float * 4)()
_AT = [ctypes.addressof(_FOUR) + 4 * n for n in range(4)]


def _take(found: Pieces, piece: int, kind: int, matrix: Transform | None) -> None:
    if not _bounds_of(piece, *_AT):
        return
    x0, y0, x1, y1 = _FOUR
    if kind == _IMAGE:
        found.pictures.append((Box(*_moved([(x0, y0, x1, y1)], matrix)[0]), found.count, piece))
    elif x1 - x0 < THIN or y1 - y0 < THIN:
        found.lines += _moved([(x0, y0, x1, y1)], matrix)
    else:
        _take_shape(found, piece, (x0, y0, x1, y1), matrix)


def _moved(rects: list[Any], matrix: Transform | None) -> list[Any]:
    return rects if matrix is None or not rects else mapped(np.array(rects, float), matrix).tolist()


_BOX = 6  # segments of a path that is a box
_FILL, _STROKE = (ctypes.c_int * 1)(), (ctypes.c_int * 1)()


def _is_filled(piece: int) -> bool:
    """Whether a path is filled."""
    return bool(_drawn_as(piece, ctypes.addressof(_FILL), ctypes.addressof(_STROKE))) and _FILL[0] != 0


_GLYPH = 60.0  # points; an outline that is larger is no glyph


def _take_shape(found: Pieces, piece: int, bounds: tuple[float, ...], matrix: Transform | None) -> None:
    """A box: its four sides, and its fill; another path: its straight pieces, or a glyph's outline."""
    segments = _segments_of(piece)
    if segments <= _BOX:
        x0, y0, x1, y1 = bounds
        found.lines += _moved([(x0, y0, x0, y1), (x1, y0, x1, y1), (x0, y0, x1, y0), (x0, y1, x1, y1)], matrix)
        if _is_filled(piece):
            found.fills.append((Box(*_moved([bounds], matrix)[0]), found.count, piece))
    elif segments <= MOST_LINES:
        straight, curved = _straight(piece, segments)
        found.lines += _moved(straight, matrix)
        small = max(bounds[2] - bounds[0], bounds[3] - bounds[1]) < _GLYPH
        found.curves += (1 if small else segments // 40) if curved else 0
    else:
        found.curves += segments // 40  # the outlines of many glyphs in one path


def _straight(piece: int, segments: int) -> tuple[list[tuple[float, float, float, float]], bool]:
    """The straight pieces of a path, level and upright ones, and whether it has a curve."""
    matrix, handle = _matrix(piece), _handle(piece)
    x, y = ctypes.c_float(), ctypes.c_float()
    found, before, curved = [], (0.0, 0.0), False
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(handle, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        right, down, _ = (matrix @ (x.value, y.value, 1.0)).tolist()
        kind = pdfium.FPDFPathSegment_GetType(segment)
        curved = curved or kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if kind == pdfium.FPDF_SEGMENT_LINETO:
            found.append((min(before[0], right), min(before[1], down), max(before[0], right), max(before[1], down)))
        before = right, down
    return found, curved


def rules(found: Pieces, to_region: Transform) -> tuple[Box, ...]:
    """The thin horizontal and vertical lines, and the sides of the boxes, that paths draw; none of what is a drawing."""
    if not found.lines or len(found.lines) > MOST_LINES:
        return ()
    return joined(mapped(np.array(found.lines), to_region))


# ---------------------------------------------------------------- what hides text


def opaque(piece: int) -> bool:
    """Whether the colour that a box is filled with lets nothing shine through."""
    colour = (ctypes.c_uint * 4)()
    at = ctypes.addressof(colour)
    told = _fill_of(piece, at, at + 4, at + 8, at + 12)
    return bool(told) and colour[3] == 255 and not pdfium.FPDFPageObj_HasTransparency(_handle(piece))


def unclipped(piece: int, box: Box) -> Box | None:
    """What is left of a piece inside the path that it is clipped by; None where nothing is."""
    clip = pdfium.FPDFPageObj_GetClipPath(_handle(piece))
    for path in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        points = list(_points(clip, path))
        if points:
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = Box(max(box.left, min(xs)), max(box.top, min(ys)), min(box.right, max(xs)), min(box.bottom, max(ys)))
    return box if box.width > 0 and box.height > 0 else None


def _points(clip: Any, path: int) -> Iterator[tuple[float, float]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(max(pdfium.FPDFClipPath_CountPathSegments(clip, path), 0), 200)):
        pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, path, index), x, y)
        yield x.value, y.value
