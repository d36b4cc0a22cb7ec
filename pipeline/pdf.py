"""PDF: the text layer of each page as words; a page whose text layer cannot be used is drawn and recognised.

PDFium is not thread-safe, so one lock guards every call. Characters come out of it one by one with their boxes; everything behind
that is arithmetic on whole pages, since a statement of three years has some hundred thousand characters.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import RLock
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from pipeline import straighten
from pipeline.model import Box, Fault, Opened, Page, Pixels, Problem, Region, Source, Transform, Word
from pipeline.ocr import Recogniser
from pipeline.text import normalise

DPI = 200.0
TITLE = 12.0  # points; smaller text is no watermark across the page
MOST_PIXELS = 40_000_000  # of a page drawn; a larger one is drawn at fewer dots per inch
_LOCK = RLock()

Numbers = NDArray[np.float64]


class Locked(Exception):
    """A PDF that no password given opens."""


# ---------------------------------------------------------------- the file


def open_pdf(source: Source, recogniser: Recogniser) -> Opened:
    """The pages of a PDF as regions. A file that cannot be read gives an `Opened` without pages, with its problem."""
    try:
        with _opened(source.data) as document:
            if _is_cut_off(source.data) or not len(document):
                return _failed(source, Fault.UNREADABLE, _DAMAGED)
            return _read(source, document, recogniser)
    except Locked:
        return _failed(source, Fault.ENCRYPTED, "文件设有打开密码，请提供密码，或重新导出不带密码的文件")
    except ValueError:
        return _failed(source, Fault.UNREADABLE, _DAMAGED)


_DAMAGED = "文件已损坏或不完整，打不开，请重新下载或导出后再上传原文件"


def unlock(data: bytes, passwords: tuple[str, ...]) -> bytes:
    """The same PDF without encryption (unchanged where it has none).

    Raises `Locked` where neither the empty password nor one of those given opens it, ValueError where it is no readable PDF.
    """
    if not _is_encrypted(data):
        return data
    for password in ("", *passwords):
        try:
            with _opened(data, password) as document:
                plain = io.BytesIO()
                document.save(plain, flags=pdfium.FPDF_REMOVE_SECURITY)
                return plain.getvalue()
        except Locked:
            continue
    raise Locked


def page_count(data: bytes) -> int:
    """How many pages a PDF without a password has; ValueError where it is no readable PDF."""
    with _opened(data) as document:
        return len(document)


def draw(data: bytes, page: int, dpi: float) -> Pixels:
    """A page (counted from 1) drawn as displayed. Raises ValueError where the file or the page cannot be read."""
    with _opened(data) as document:
        try:
            return _drawn(document[page - 1], dpi)
        except (IndexError, pypdfium2.PdfiumError) as error:
            raise ValueError(f"page {page} cannot be drawn") from error


@contextmanager
def _opened(data: bytes, password: str = "") -> Iterator[Any]:
    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(data, password=password or None)
        except pypdfium2.PdfiumError as error:
            if error.err_code == pdfium.FPDF_ERR_PASSWORD:
                raise Locked from None
            raise ValueError("no readable PDF") from None
        try:
            yield document
        finally:
            document.close()


def _is_encrypted(data: bytes) -> bool:
    try:
        with _opened(data) as document:
            return bool(pdfium.FPDF_GetSecurityHandlerRevision(document) != -1)
    except Locked:
        return True


def _is_cut_off(data: bytes) -> bool:
    """Whether the end is missing: PDFium rebuilds such a file from what is left, and pages would be lost unseen."""
    tail = data[-4096:]
    return b"%%EOF" not in tail and b"startxref" not in tail


def _failed(source: Source, fault: Fault, detail: str) -> Opened:
    return Opened(source, (), (), problems=(Problem(source.file, fault, detail),))


def _read(source: Source, document: Any, recogniser: Recogniser) -> Opened:
    pages: list[Page] = []
    leaves: list[Region] = []
    problems: list[Problem] = []
    drawn = 0
    for number in range(1, len(document) + 1):
        try:
            page, regions = _read_page(source, document, number, recogniser)
        except pypdfium2.PdfiumError:
            problems.append(Problem(source.file, Fault.UNREADABLE, f"第 {number} 页已损坏，请重新导出后上传", number))
            continue
        pages.append(page)
        leaves.extend(regions)
        drawn += any(region.method == "ocr" for region in regions)
    traits = dict(_traits(document)) | ({"scan": "yes"} if drawn and drawn == len(pages) else {})
    return Opened(source, tuple(pages), tuple(leaves), traits, tuple(problems))


def _read_page(source: Source, document: Any, number: int, recogniser: Recogniser) -> tuple[Page, tuple[Region, ...]]:
    pdf_page = document[number - 1]
    try:
        width, height = pdf_page.get_size()
        page = Page(source.file, number, float(width), float(height), "pt")
        layer = _text_layer(pdf_page, page)
        if _is_usable(layer, pdf_page, page):
            return page, (_region(source, pdf_page, page, layer),)
        found = straighten.regions(page, _drawn(pdf_page, DPI), recogniser)
        return found[0].page, found
    finally:
        pdf_page.close()


def _drawn(pdf_page: Any, dpi: float) -> Pixels:
    width, height = pdf_page.get_size()
    fitting = (MOST_PIXELS / max(width * height, 1.0)) ** 0.5
    bitmap = pdf_page.render(scale=min(dpi / 72, fitting), rev_byteorder=False)
    picture: Pixels = bitmap.to_numpy()[:, :, :3].copy()
    bitmap.close()
    return picture


# ---------------------------------------------------------------- what the file tells of itself


def _traits(document: Any) -> Mapping[str, str]:
    found = document.get_metadata_dict(skip_empty=True)
    traits = {key.lower(): normalise(found[key]) for key in ("Producer", "Creator", "Title") if key in found}
    if _is_signed(document):
        traits["signed"] = "yes"
    ends = pdfium.FPDF_GetTrailerEnds(document, None, 0)
    if ends > 1:
        traits["updates"] = str(ends - 1)
    if _file_id(document, pdfium.FILEIDTYPE_PERMANENT) != _file_id(document, pdfium.FILEIDTYPE_CHANGING):
        traits["ids_differ"] = "yes"
    return traits


def _is_signed(document: Any) -> bool:
    """Whether it carries a signature over a range of bytes, which a form's empty signature field does not."""
    for index in range(max(pdfium.FPDF_GetSignatureCount(document), 0)):
        signature = pdfium.FPDF_GetSignatureObject(document, index)
        if pdfium.FPDFSignatureObj_GetByteRange(signature, None, 0) >= 4:
            return True
    return False


def _file_id(document: Any, kind: int) -> bytes:
    size = pdfium.FPDF_GetFileIdentifier(document, kind, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDF_GetFileIdentifier(document, kind, buffer, size)
    return buffer.raw


# ---------------------------------------------------------------- the text layer of a page


@dataclass(frozen=True)
class _Layer:
    """The characters that are printed on a page, in the order of its content; boxes are left, top, right, bottom as displayed.

    `run` numbers the text objects, `em` is the size of each character's font, `parted` is true where white space stands before it.
    """

    codes: NDArray[np.uint32]
    boxes: Numbers
    run: NDArray[np.int64]
    em: Numbers
    parted: NDArray[np.bool_]
    turn: int  # quarter turns, clockwise, that the text is turned on the page
    tilted: bool  # most of the text stands askew: the page was drawn for the eye, not for reading

    def only(self, keep: NDArray[np.bool_]) -> _Layer:
        """The layer with some characters only."""
        return _Layer(
            self.codes[keep], self.boxes[keep], self.run[keep], self.em[keep], self.parted[keep], self.turn, self.tilted
        )


def _text_layer(pdf_page: Any, page: Page) -> _Layer:
    text_page = pdfium.FPDFText_LoadPage(pdf_page)
    try:
        codes, rects, objects = _characters(text_page)
        runs = _runs(text_page, objects)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return _cleaned(codes, rects, runs, _display(pdf_page, page), page)


def _plain(function: Any, result: Any, *arguments: Any) -> Any:
    """The same C function with plain integers for pointers, which costs half as much a call; there are millions."""
    return ctypes.PYFUNCTYPE(result, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_unicode_of = _plain(pdfium.FPDFText_GetUnicode, ctypes.c_uint, ctypes.c_void_p, ctypes.c_int)
_box_of = _plain(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_object_of = _plain(pdfium.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)


def _characters(text_page: Any) -> tuple[NDArray[np.uint32], Numbers, NDArray[np.int64]]:
    """Code, box (left, top, right, bottom in the page's own coordinates) and text object of every character."""
    count = max(pdfium.FPDFText_CountChars(text_page), 0)
    rects = np.zeros((count, 4), np.float32)
    page, base = ctypes.cast(text_page, ctypes.c_void_p).value, rects.ctypes.data
    codes = np.fromiter((_unicode_of(page, i) for i in range(count)), np.uint32, count)
    objects = np.fromiter((_object_of(page, i) or 0 for i in range(count)), np.int64, count)
    for index in range(count):
        _box_of(page, index, base + 16 * index)
    return codes, rects.astype(np.float64), objects


@dataclass(frozen=True)
class _Runs:
    """For every character: the number of its text object, and of that object its direction, size, and whether it is seen."""

    number: NDArray[np.int64]
    direction: Numbers
    em: Numbers
    seen: NDArray[np.bool_]
    pale: NDArray[np.bool_]


def _runs(text_page: Any, objects: NDArray[np.int64]) -> _Runs:
    unique, first, number = np.unique(objects, return_index=True, return_inverse=True)
    facts = np.array([_run(text_page, int(index), bool(pointer)) for pointer, index in zip(unique, first, strict=True)])
    facts = facts.reshape(-1, 5)[number]
    return _Runs(number, facts[:, :2], facts[:, 2], facts[:, 3] > 0, facts[:, 4] > 0)


def _run(text_page: Any, index: int, real: bool) -> tuple[float, float, float, float, float]:
    """Direction (x, y), size, seen (0 or 1) and pale (0 or 1) of the text object that a character is of."""
    matrix = pdfium.FS_MATRIX()
    if not real or not pdfium.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix)):
        return 1.0, 0.0, 0.0, 0.0, 0.0
    em = pdfium.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(text_page, index))
    seen = mode not in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
    return matrix.a, matrix.b, em, float(seen), float(em > TITLE and _is_pale(text_page, index))


def _is_pale(text_page: Any, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text_page, index, red, green, blue, alpha):
        return False
    light = (0.299 * red.value + 0.587 * green.value + 0.114 * blue.value) / 255
    return alpha.value < 128 or light > 0.6


def _display(pdf_page: Any, page: Page) -> Transform:
    """From the page's own coordinates to points from the top-left corner as displayed: crop box and rotation applied."""
    fine = 1000
    x, y = ctypes.c_int(), ctypes.c_int()
    points = []
    for user in ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0)):
        size = int(page.width * fine), int(page.height * fine)
        pdfium.FPDF_PageToDevice(pdf_page, 0, 0, *size, 0, *user, ctypes.byref(x), ctypes.byref(y))
        points.append((x.value / fine, y.value / fine))
    origin, right, up = map(np.array, points)
    to_display = np.eye(3)
    to_display[:2, 0], to_display[:2, 1], to_display[:2, 2] = (right - origin) / 100, (up - origin) / 100, origin
    return to_display


def _cleaned(codes: NDArray[np.uint32], rects: Numbers, runs: _Runs, display: Transform, page: Page) -> _Layer:
    """What is printed for reading: no spaces, nothing unseen, off the page, askew, or drawn big and pale across it."""
    codes = np.where((codes == 2) | (codes == 0xFFFE), ord("-"), codes)  # PDFium's mark for a hyphen that ends a line
    blank = np.isin(codes, _BLANKS) | ((codes < 0x20) & (codes > 0))
    boxes = _mapped(rects, display)
    turns = np.degrees(np.arctan2(*(runs.direction @ display[:2, :2].T).T[::-1])) / 90
    near = np.round(turns)
    upright = np.abs(turns - near) < 0.03
    inside = (boxes[:, 2] > 0) & (boxes[:, 0] < page.width) & (boxes[:, 3] > 0) & (boxes[:, 1] < page.height)
    printed = ~blank & runs.seen & inside
    turn = _commonest(near[printed & upright].astype(int) % 4)
    usual = float(np.median(runs.em[printed])) if printed.any() else 0.0
    watermark = runs.pale & (runs.em > 1.5 * usual)
    keep = printed & upright & (near.astype(int) % 4 == turn) & ~watermark
    parted = np.concatenate([[False], blank[:-1]]) if len(blank) else blank
    layer = _Layer(
        codes, boxes, runs.number, runs.em, parted, turn, bool((printed & ~upright).sum() > (printed & upright).sum())
    )
    return _once(layer.only(keep))


_BLANKS = np.array([0x20, 0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x200B, 0xFEFF], np.uint32)


def _mapped(rects: Numbers, display: Transform) -> Numbers:
    corners = np.stack([rects[:, [0, 1]], rects[:, [2, 3]]])
    moved = corners @ display[:2, :2].T + display[:2, 2]
    return np.hstack([moved.min(axis=0), moved.max(axis=0)])


def _commonest(values: NDArray[np.int64]) -> int:
    return int(np.bincount(values).argmax()) if len(values) else 0


def _once(layer: _Layer) -> _Layer:
    """Without the second of two equal characters that stand within a fifth of their size: fake bold, or text drawn twice."""
    keep = np.ones(len(layer.codes), bool)
    near = np.maximum(layer.em, 1.0) * 0.2
    middle = (layer.boxes[:, :2] + layer.boxes[:, 2:]) / 2
    for shift in (0.0, 0.5):  # two grids, so that a pair on the border of one lies inside a field of the other
        place = np.floor(middle / (2 * near[:, None]) + shift).astype(np.int64)
        order = np.lexsort((np.arange(len(place)), place[:, 1], place[:, 0], layer.codes))
        same = (layer.codes[order][1:] == layer.codes[order][:-1]) & (place[order][1:] == place[order][:-1]).all(axis=1)
        close = (np.abs(middle[order][1:] - middle[order][:-1]) < near[order][1:, None]).all(axis=1)
        keep[order[1:][same & close]] = False
    return layer.only(keep)


# ---------------------------------------------------------------- can it be used?

_EXPECTED = np.zeros(0x20000, bool)
for _first, _last in (
    (0x20, 0x7E), (0xA1, 0xFF), (0x2000, 0x206F), (0x20A0, 0x20CF), (0x2100, 0x22FF), (0x2460, 0x26FF), (0x2E80, 0x312F),
    (0x3200, 0x9FFF), (0xF900, 0xFAFF), (0xFE30, 0xFE4F), (0xFF00, 0xFFEF),
):  # fmt: skip
    _EXPECTED[_first : _last + 1] = True


def _is_usable(layer: _Layer, pdf_page: Any, page: Page) -> bool:
    """Whether the text layer is what the page shows. A page with neither text nor picture is usable, and blank."""
    count = len(layer.codes)
    if layer.tilted:
        return False
    if count < 60 and _pictured(pdf_page, page) > 0.5:
        return False
    if not count:
        return next(iter(pdf_page.get_objects(max_depth=1)), None) is None
    cjk = int(((layer.codes >= 0x2E80) & (layer.codes < 0xA000)).sum())
    odd = int((~_EXPECTED[np.minimum(layer.codes, 0x1FFFF)] & (layer.codes < 0x20000)).sum())
    digits = int(((layer.codes >= 0x30) & (layer.codes <= 0x39)).sum())
    garbled = (odd > 5 and odd > cjk / 2) or odd > count * 0.25
    wordless = count >= 40 and cjk == 0 and digits == 0
    return not garbled and not wordless


def _pictured(pdf_page: Any, page: Page) -> float:
    """The share of the page that its largest picture covers."""
    largest = 0.0
    for piece in pdf_page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = piece.get_bounds()
        largest = max(largest, abs((right - left) * (top - bottom)))
    return largest / max(page.width * page.height, 1.0)


# ---------------------------------------------------------------- words


def _region(source: Source, pdf_page: Any, page: Page, layer: _Layer) -> Region:
    upright = _upright(layer, page)
    boxes = _mapped(layer.boxes, upright)
    wide = page.width, page.height
    width, height = wide if layer.turn % 2 == 0 else wide[::-1]
    rules = _rules(pdf_page, upright @ _display(pdf_page, page))
    return Region(
        page=page,
        width=width,
        height=height,
        words=_words(layer, boxes),
        method="text",
        to_page=None if layer.turn == 0 else np.asarray(np.linalg.inv(upright), np.float64),
        pixels=partial(_pixels, source.data, page.number, layer.turn),
        scale=DPI / 72,
        rules=rules,
    )


def _upright(layer: _Layer, page: Page) -> Transform:
    """From the page to the region in which the text stands upright."""
    turns = {
        0: ((1, 0, 0), (0, 1, 0)),
        1: ((0, 1, 0), (-1, 0, page.width)),
        2: ((-1, 0, page.width), (0, -1, page.height)),
        3: ((0, -1, page.height), (1, 0, 0)),
    }
    return np.array([*turns[layer.turn], (0, 0, 1)], float)


def _pixels(data: bytes, number: int, turn: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(draw(data, number, DPI), turn))


def _words(layer: _Layer, boxes: Numbers) -> tuple[Word, ...]:
    """Runs of characters that touch, in the order of the content; white space and a new text object at a gap part them."""
    count = len(layer.codes)
    if not count:
        return ()
    left, top, right, bottom = boxes.T
    em = np.maximum(layer.em, 1.0)
    gap = (left[1:] - right[:-1]) / em[1:]
    lower = np.abs((top + bottom)[1:] - (top + bottom)[:-1]) / 2 > 0.3 * em[1:]
    other = layer.run[1:] != layer.run[:-1]
    breaks = layer.parted[1:] | lower | (gap > 0.35) | (gap < -0.5) | (other & ((gap > 0.1) | (gap < -0.1)))
    starts = [0, *(np.flatnonzero(breaks) + 1).tolist()]
    text = [_char(code) for code in layer.codes.tolist()]
    lefts, tops, rights, bottoms = left.tolist(), top.tolist(), right.tolist(), bottom.tolist()
    return tuple(
        _word(text[a:b], lefts[a:b], tops[a:b], rights[a:b], bottoms[a:b])
        for a, b in zip(starts, [*starts[1:], count], strict=True)
    )


def _word(text: list[str], lefts: list[float], tops: list[float], rights: list[float], bottoms: list[float]) -> Word:
    box = Box(min(lefts), min(tops), max(rights), max(bottoms))
    return Word("".join(text), box, edges=(*lefts, rights[-1]))


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


# ---------------------------------------------------------------- ruling lines

MOST_PATHS = 3000  # a drawing, not a table


def _rules(pdf_page: Any, display: Transform) -> tuple[Box, ...]:
    """The thin horizontal and vertical lines, and the sides of the boxes, that paths draw."""
    found: list[tuple[float, float, float, float]] = []
    count = min(pdfium.FPDFPage_CountObjects(pdf_page), 20 * MOST_PATHS)
    for index in range(count):
        piece = pdfium.FPDFPage_GetObject(pdf_page, index)
        if pdfium.FPDFPageObj_GetType(piece) == pdfium.FPDF_PAGEOBJ_PATH:
            found.extend(_sides(piece))
            if len(found) > MOST_PATHS:
                return ()
    if not found:
        return ()
    boxes = _mapped(np.array(found), display)
    thin = np.minimum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) < 2.0
    long = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]) > 4.0
    return tuple(Box(*box) for box in boxes[thin & long].tolist())


def _sides(piece: Any) -> list[tuple[float, float, float, float]]:
    """The bounds of a thin path; of a larger one, each of its straight pieces (its own coordinates where it has a matrix)."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium.FPDFPageObj_GetBounds(piece, left, bottom, right, top):
        return []
    x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
    if min(x1 - x0, y1 - y0) < 2.0:
        return [(x0, y0, x1, y1)]
    segments = pdfium.FPDFPath_CountSegments(piece)
    if segments <= 6:  # a box: its four sides
        return [(x0, y0, x0, y1), (x1, y0, x1, y1), (x0, y0, x1, y0), (x0, y1, x1, y1)]
    return _pieces(piece, segments) if segments <= MOST_PATHS else []


def _pieces(piece: Any, segments: int) -> list[tuple[float, float, float, float]]:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(piece, matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    found, before = [], (0.0, 0.0)
    for index in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(piece, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = (
            matrix.a * x.value + matrix.c * y.value + matrix.e,
            matrix.b * x.value + matrix.d * y.value + matrix.f,
        )
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_LINETO:
            found.append(
                (min(before[0], here[0]), min(before[1], here[1]), max(before[0], here[0]), max(before[1], here[1]))
            )
        before = here
    return found
