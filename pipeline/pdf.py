"""PDF: the text layer of each page as words; a page whose text layer cannot be used is drawn and recognised.

PDFium is not thread-safe, so one lock guards every call.
"""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from threading import RLock
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from pipeline import hidden, straighten
from pipeline.hidden import Cover, Hidden
from pipeline.model import Box, Fault, Opened, Page, Pixels, Problem, Region, Source, Transform
from pipeline.ocr import Recogniser
from pipeline.pdf_pieces import MOST_PIECES, Pieces, opaque, pieces, unclipped
from pipeline.pdf_pieces import characters as characters_of
from pipeline.pdf_pieces import rules as rules_of
from pipeline.text import normalise
from pipeline.text_layer import Characters, Flags, Layer, cleaned, legible, mapped, region

DPI = 200.0
MOST_PIXELS = 40_000_000  # of a page drawn; a larger one is drawn at fewer dots per inch
_LOCK = RLock()


class Locked(Exception):
    """A PDF that no password given opens."""


# ---------------------------------------------------------------- the file


def open_pdf(source: Source, recogniser: Recogniser) -> Opened:
    """The pages of a PDF as regions. A file that cannot be read gives an `Opened` without pages, with its problem."""
    try:
        with opened(source.data) as document:
            if _is_cut_off(source.data) or not len(document):
                return _failed(source, Fault.UNREADABLE, _DAMAGED)
            return _read(source, document, recogniser)
    except Locked:
        return _failed(source, Fault.ENCRYPTED, "文件设有打开密码，请提供密码，或重新导出不带密码的文件")
    except ValueError:
        return _failed(source, Fault.UNREADABLE, _DAMAGED)


_DAMAGED = "文件已损坏或不完整，打不开，请重新下载或导出后再上传原文件"


def unlock(data: bytes, passwords: tuple[str, ...]) -> tuple[bytes, str]:
    """The same PDF without encryption (unchanged where it has none), and the password that opened it.

    Raises `Locked` where neither the empty password nor one of those given opens it, ValueError where it is no readable PDF.
    """
    if not _is_encrypted(data):
        return data, ""
    for password in ("", *passwords):
        try:
            with opened(data, password) as document:
                plain = io.BytesIO()
                document.save(plain, flags=pdfium.FPDF_REMOVE_SECURITY)
                return plain.getvalue(), password
        except Locked:
            continue
    raise Locked


def page_count(data: bytes) -> int:
    """How many pages a PDF without a password has; ValueError where it is no readable PDF."""
    with opened(data) as document:
        return len(document)


def draw(data: bytes, page: int, dpi: float) -> Pixels:
    """A page (counted from 1) drawn as displayed. Raises ValueError where the file or the page cannot be read."""
    with opened(data) as document:
        try:
            return _drawn(document[page - 1], dpi)
        except (IndexError, pypdfium2.PdfiumError) as error:
            raise ValueError(f"page {page} cannot be drawn") from error


@contextmanager
def opened(data: bytes, password: str = "") -> Iterator[Any]:
    """A PDF open in PDFium, under its lock. Raises `Locked`, or ValueError where it is no readable PDF."""
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
        with opened(data) as document:
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
    unseen: list[Hidden] = []
    for number in range(1, len(document) + 1):
        try:
            found = _read_page(source, document, number, recogniser)
        except pypdfium2.PdfiumError:
            problems.append(Problem(source.file, Fault.UNREADABLE, f"第 {number} 页已损坏，请重新导出后上传", number))
            continue
        pages.append(found.page)
        leaves.extend(found.leaves)
        unseen.extend(found.hidden)
    scanned = bool(leaves) and all(leaf.method == "ocr" for leaf in leaves)
    traits = {**_traits(document), **dict(source.facts), **({"scan": "yes"} if scanned else {}), **hidden.told(unseen)}
    return Opened(source, tuple(pages), tuple(leaves), traits, tuple(problems))


@dataclass(frozen=True)
class _Read:
    """A page, what can be read on it, and the text that it does not show."""

    page: Page
    leaves: tuple[Region, ...]
    hidden: tuple[Hidden, ...]


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
    return {key.lower(): normalise(found[key]) for key in ("Producer", "Creator", "Title") if key in found}


# ---------------------------------------------------------------- a page


def _read_page(source: Source, document: Any, number: int, recogniser: Recogniser) -> _Read:
    pdf_page = document[number - 1]
    try:
        width, height = pdf_page.get_size()
        page = Page(source.file, number, float(width), float(height), "pt")
        display = _display(pdf_page, page)
        found = pieces(pdf_page)
        characters, unseen = _shown(document, pdf_page, page, found, display)
        layer = cleaned(characters, page)
        if _is_usable(layer, found, page) and not _is_scan_with_notes(pdf_page, layer, found, page):
            lines = partial(rules_of, found)
            drawing = partial(_pixels, source.data, page.number)
            leaf = region(page, layer, lambda to_region: lines(to_region @ display), drawing, DPI / 72)
            return _Read(page, (leaf,), unseen)
        regions = straighten.regions(page, _drawn(pdf_page, DPI), recogniser)
        return _Read(regions[0].page, regions, ())
    finally:
        pdf_page.close()


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


def _pixels(data: bytes, number: int, turn: int) -> Pixels:
    return np.ascontiguousarray(np.rot90(draw(data, number, DPI), turn))


_FEW = 60  # characters; a page of print has more, a scan with a printed foot has fewer


def _is_usable(layer: Layer, found: Pieces, page: Page) -> bool:
    """Whether the text layer is what the page shows. A page with neither text nor anything painted is usable, and blank."""
    count = len(layer.codes)
    if layer.tilted or found.curves > max(count, _FEW):  # print drawn as outlines
        return False
    if count < _FEW and any(_share(box, page) > _MOST_OF_IT for box, _, _ in found.pictures):
        return False
    return legible(layer) if count else not found.count


_MOST_OF_IT = 0.5
_SOME = 600  # characters; a page of a statement has more
_INK, _MUCH_INK, _INK_DPI = 130, 0.004, 150


def _is_scan_with_notes(pdf_page: Any, layer: Layer, found: Pieces, page: Page) -> bool:
    """Whether a picture of the page holds more print than the text on it: a head, a foot or a mark was printed on a scan."""
    if len(layer.codes) > _SOME or not any(_share(box, page) > _MOST_OF_IT for box, _, _ in found.pictures):
        return False
    dark = _drawn(pdf_page, _INK_DPI).max(axis=2) < _INK  # a red seal and a pale ground are not
    scale, all_ink = dark.shape[1] / page.width, int(dark.sum())
    for left, top, right, bottom in (layer.boxes * scale).tolist():
        dark[max(int(top) - 1, 0) : int(bottom) + 2, max(int(left) - 1, 0) : int(right) + 2] = False
    rest = int(dark.sum())
    return rest > _MUCH_INK * dark.size and rest > all_ink - rest


def _share(box: Box, page: Page) -> float:
    return abs(box.width * box.height) / max(page.width * page.height, 1.0)


# ---------------------------------------------------------------- text that is not shown


def _shown(
    document: Any, pdf_page: Any, page: Page, found: Pieces, display: Transform
) -> tuple[Characters, tuple[Hidden, ...]]:
    """The characters of a page, those that are painted over or white on white marked as unseen, and what these say."""
    printed = characters_of(pdf_page, display)
    covers = _covers(document, pdf_page, found, display)
    characters = printed.characters
    told: tuple[Hidden, ...] = ()
    if covers and len(characters.codes):
        unique, number = np.unique(printed.objects, return_inverse=True)
        order = np.array([found.order.get(piece, 0) for piece in unique.tolist()])[number]
        lost, told = hidden.under_covers(characters, order, covers, page.number)
        characters = hidden.without(characters, lost)
    if notes := _notes(pdf_page, display):
        last = np.zeros(len(characters.codes), np.int64)
        lost, under_notes = hidden.under_covers(characters, last, notes, page.number)
        characters, told = hidden.without(characters, lost), (*told, *under_notes)
    return _without_white(pdf_page, characters, printed.white, page, told)


def _covers(document: Any, pdf_page: Any, found: Pieces, display: Transform) -> list[Cover]:
    """What was painted after the first text, in the order of painting; what each hides is asked only where text lies under it."""
    first = min(found.order.values(), default=MOST_PIECES)
    fills = [fill for fill in found.fills if fill[1] > first]
    pictures = [picture for picture in found.pictures[:_MOST_PICTURES] if picture[1] > first]
    covers = [
        Cover(shown, order, "box", partial(_hidden_by_fill, piece, box, display))
        for shown, (box, order, piece) in zip(_displayed(fills, display), fills, strict=True)
    ] + [
        Cover(shown, order, "picture", partial(_hidden_by_picture, document, pdf_page, piece, shown))
        for shown, (_, order, piece) in zip(_displayed(pictures, display), pictures, strict=True)
    ]
    return sorted(covers, key=lambda cover: cover.order)


def _displayed(painted: Sequence[tuple[Box, int, int]], display: Transform) -> list[Box]:
    if not painted:
        return []
    boxes = np.array([(box.left, box.top, box.right, box.bottom) for box, _, _ in painted])
    return [Box(*box) for box in mapped(boxes, display).tolist()]


_MOST_PICTURES = 12


def _notes(pdf_page: Any, display: Transform) -> list[Cover]:
    """Text that a reader's program wrote over the page as an annotation, which is no part of its content."""
    found = []
    for index in range(max(pdfium.FPDFPage_GetAnnotCount(pdf_page), 0)):
        note, rect = pdfium.FPDFPage_GetAnnot(pdf_page, index), pdfium.FS_RECTF()
        shown = not pdfium.FPDFAnnot_GetFlags(note) & (pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW)
        if shown and pdfium.FPDFAnnot_GetSubtype(note) == pdfium.FPDF_ANNOT_FREETEXT:
            pdfium.FPDFAnnot_GetRect(note, rect)
            (box,) = _displayed([(Box(rect.left, rect.bottom, rect.right, rect.top), 1, 0)], display)
            found.append(Cover(box, 1, "note", partial(_all_of_it, box)))
        pdfium.FPDFPage_CloseAnnot(note)
    return found


def _all_of_it(box: Box, _: Box) -> Box:
    return box


def _hidden_by_fill(piece: int, box: Box, display: Transform, _: Box) -> Box | None:
    left = unclipped(piece, box) if opaque(piece) else None
    return _displayed([(left, 0, piece)], display)[0] if left else None


def _hidden_by_picture(document: Any, pdf_page: Any, piece: int, box: Box, text: Box) -> Box | None:
    """The place of the text where the picture is opaque there: a seal lets what is between its lines show."""
    bitmap = pdfium.FPDFImageObj_GetRenderedBitmap(document, pdf_page, ctypes.cast(piece, pdfium.FPDF_PAGEOBJECT))
    if not bitmap:
        return None
    picture = pypdfium2.PdfBitmap.from_raw(bitmap)  # which frees the bitmap when it goes
    pixels = picture.to_numpy()
    if pixels.ndim == 2 or pixels.shape[2] < 4:
        return box
    high, wide = pixels.shape[:2]
    x0, x1 = (int((x - box.left) / max(box.width, 1e-6) * wide) for x in (text.left, text.right))
    y0, y1 = (int((y - box.top) / max(box.height, 1e-6) * high) for y in (text.top, text.bottom))
    alpha = pixels[max(y0, 0) : y1 + 1, max(x0, 0) : x1 + 1, 3]
    return box if alpha.size and alpha.min() == 255 else None


_GROUND_DPI, _CONTRAST = 100, 40


def _without_white(
    pdf_page: Any, characters: Characters, white: Flags, page: Page, told: tuple[Hidden, ...]
) -> tuple[Characters, tuple[Hidden, ...]]:
    """White text is looked at where it stands: on a dark ground it is read like any other."""
    suspects = white & characters.seen & (characters.codes > 0x20)
    if not suspects.any():
        return characters, told
    grey = _drawn(pdf_page, _GROUND_DPI).max(axis=2)
    scale = grey.shape[1] / page.width
    for index in np.flatnonzero(suspects).tolist():
        left, top, right, bottom = (characters.boxes[index] * scale).tolist()
        place = grey[max(int(top), 0) : int(bottom) + 1, max(int(left), 0) : int(right) + 1]
        suspects[index] = not place.size or int(place.min()) > 255 - _CONTRAST
    if not suspects.any():
        return characters, told
    return hidden.without(characters, suspects), (*told, *hidden.on_white(characters, suspects, page.number))
