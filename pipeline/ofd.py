"""OFD (GB/T 33190), the layout format of Chinese invoices, proofs and statements: its text and tables with their places.

Pages are read as those of a PDF are: the text that they hold, or, where a page is a picture, that picture recognised. Nothing draws
glyphs, so a page of text has no picture of itself.
"""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from xml.etree.ElementTree import Element

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from pipeline import hidden, straighten
from pipeline.hidden import Cover, Hidden
from pipeline.lines import joined
from pipeline.model import Box, Fault, Opened, Page, Pixels, Problem, Region, Source, Transform
from pipeline.ocr import Recogniser
from pipeline.ofd_ink import MM, Fill, Ink, Matrix, Picture, TooMuch, chained, gather
from pipeline.ofd_package import Broken, Locked, Package, TooLarge, numbers, package, resolved, text_of
from pipeline.ofd_seals import seals
from pipeline.text import normalise
from pipeline.text_layer import Characters, Flags, cleaned, legible, mapped, region

_DAMAGED = "OFD 文件已损坏或不完整，打不开，请重新下载或导出后再上传原文件，也可以导出为 PDF 上传"
_LOCKED = "OFD 文件设置了密码，目前无法打开，请用 OFD 阅读器去掉密码，或另存为 PDF 后再上传"
_HUGE = "OFD 文件展开后过大，没有读取，请只导出需要的月份，或分成几个文件后再上传"
_PAGE_DAMAGED = "第 {} 页的内容缺失或已损坏，请重新导出后上传，也可以导出为 PDF 上传"
_PAGE_UNREAD = "第 {} 页的文字无法识别，请在导出时选择 PDF 格式，或用 OFD 阅读器另存为 PDF 后再上传"
_A4 = (0.0, 0.0, 210.0, 297.0)
_FEW = 60  # characters; a page of print has more
_LARGE = 0.5  # of a page, that a picture covers which is the page


def open_ofd(source: Source, recogniser: Recogniser) -> Opened:
    """The pages of an OFD file as regions, in points. What cannot be read is among the problems."""
    try:
        with package(source.data) as opened:
            return _read(source, _book(opened), recogniser)
    except Locked:
        return _failed(source, Fault.ENCRYPTED, _LOCKED)
    except TooLarge:
        return _failed(source, Fault.OVER_LIMIT, _HUGE)
    except Broken:
        return _failed(source, Fault.UNREADABLE, _DAMAGED)


def page_count(data: bytes) -> int:
    """How many pages an OFD file has. Raises `Locked`, `TooLarge`, or `Broken` where it is no readable OFD."""
    with package(data) as opened:
        return len(_book(opened).leaves)


def draw(data: bytes, page: int) -> Pixels:
    """A page (counted from 1) that is a picture, as displayed; LookupError where there is none such, or it is text."""
    try:
        with package(data) as opened:
            book = _book(opened)
            if not 1 <= page <= len(book.leaves):
                raise LookupError(f"there is no page {page}")
            ink, sheet = _inked(book, book.leaves[page - 1]), _sheet(book, book.leaves[page - 1], "", page)
            pixels = _pictured(book, ink, sheet) if _is_picture(ink, sheet) else None
    except (Broken, Locked, TooLarge, TooMuch) as error:
        raise LookupError(f"page {page} cannot be drawn") from error
    if pixels is None:
        raise LookupError(f"page {page} is no picture")
    return pixels


def _failed(source: Source, fault: Fault, detail: str) -> Opened:
    return Opened(source, (), (), problems=(Problem(source.file, fault, detail),))


# ---------------------------------------------------------------- the file


@dataclass(frozen=True)
class _Leaf:
    """A page as the document lists it: its number there, its file, and the size that it has unless it tells its own."""

    id: str
    path: str
    box: Sequence[float]


@dataclass
class _Book:
    """The documents of a file: pages in order, templates, annotations and resources by their numbers."""

    package: Package
    leaves: list[_Leaf] = field(default_factory=list)
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)
    notes: dict[str, list[str]] = field(default_factory=dict)
    media: dict[str, str] = field(default_factory=dict)
    units: dict[str, Element] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)
    pages: dict[str, Element] = field(default_factory=dict)


def _book(opened: Package) -> _Book:
    if "encryptions.xml" in opened.files:
        raise Locked
    book = _Book(opened)
    for body in opened.xml("ofd.xml").findall("DocBody"):
        root = resolved("", text_of(body, "DocRoot"))
        _take_document(book, root, opened.xml(root))
        _take_facts(book, body)
    return book


def _take_document(book: _Book, path: str, document: Element) -> None:
    common = document.find("CommonData")
    area = _area(common.find("PageArea") if common is not None else None) or _A4
    for page in document.iterfind("Pages/Page"):
        book.leaves.append(_Leaf(page.get("ID", ""), resolved(path, page.get("BaseLoc", "")), area))
    for template in document.iterfind("CommonData/TemplatePage"):
        order = template.get("ZOrder", "Background")
        book.templates[template.get("ID", "")] = resolved(path, template.get("BaseLoc", "")), order
    for kind in ("PublicRes", "DocumentRes"):
        for resource in document.iterfind(f"CommonData/{kind}"):
            _take_resources(book, resolved(path, resource.text or ""))
    for location in document.iterfind("Annotations"):
        _take_notes(book, resolved(path, location.text or ""))


def _area(element: Element | None) -> Sequence[float] | None:
    """The box of a page, in millimetres; None where it tells none that a page can have."""
    for name in ("PhysicalBox", "ApplicationBox"):
        box = numbers(text_of(element, name), 4)
        if box and 1 < box[2] < 20_000 and 1 < box[3] < 20_000:
            return box
    return None


def _take_facts(book: _Book, body: Element) -> None:
    """Who made it, and what its seals say; the names are those of a PDF's facts."""
    for name, trait in (("Title", "title"), ("Creator", "creator")):
        if found := normalise(text_of(body, f"DocInfo/{name}")):
            book.traits[trait] = found
    if signatures := text_of(body, "Signatures"):
        book.traits |= seals(book.package, resolved("", signatures))


def _take_resources(book: _Book, path: str) -> None:
    try:
        found = book.package.xml(path)
    except Broken:
        return  # what needs them says so itself
    folder = resolved(path, found.get("BaseLoc", "") + "/x")
    for medium in found.iterfind("MultiMedias/MultiMedia"):
        location = text_of(medium, "MediaFile")
        places = resolved(folder, location), resolved(path, location)
        book.media[medium.get("ID", "")] = next((p for p in places if p.lower() in book.package.files), places[0])
    for unit in found.iterfind("CompositeGraphicUnits/CompositeGraphicUnit"):
        content = unit.find("Content")
        if content is not None:
            book.units[unit.get("ID", "")] = content


def _take_notes(book: _Book, path: str) -> None:
    try:
        for page in book.package.xml(path).findall("Page"):
            book.notes.setdefault(page.get("PageID", ""), []).append(resolved(path, text_of(page, "FileLoc")))
    except Broken:
        return


# ---------------------------------------------------------------- its pages


def _read(source: Source, book: _Book, recogniser: Recogniser) -> Opened:
    pages: list[Page] = []
    leaves: list[Region] = []
    problems: list[Problem] = []
    unseen: list[Hidden] = []
    for number, leaf in enumerate(book.leaves, 1):
        try:
            page, regions, not_shown = _read_page(source, book, leaf, number, recogniser)
        except (Broken, TooMuch):
            problems.append(Problem(source.file, Fault.UNREADABLE, _PAGE_DAMAGED.format(number), number))
            continue
        if not regions:
            problems.append(Problem(source.file, Fault.UNREADABLE, _PAGE_UNREAD.format(number), number))
            continue
        pages.append(page)
        leaves.extend(regions)
        unseen.extend(not_shown)
    if not book.leaves:
        return _failed(source, Fault.UNREADABLE, _DAMAGED)
    scanned = bool(leaves) and all(leaf.method == "ocr" for leaf in leaves)
    traits = {**book.traits, **({"scan": "yes"} if scanned else {}), **hidden.told(unseen)}
    return Opened(source, tuple(pages), tuple(leaves), traits, tuple(problems))


def _read_page(
    source: Source, book: _Book, leaf: _Leaf, number: int, recogniser: Recogniser
) -> tuple[Page, tuple[Region, ...], tuple[Hidden, ...]]:
    """A page, what can be read on it (nothing where its text is no text), and the text that it does not show."""
    ink, page = _inked(book, leaf), _sheet(book, leaf, source.file, number)
    characters, unseen = _shown(ink, number)
    layer = cleaned(characters, page)
    if _is_picture(ink, page) or ink.curves > max(len(layer.codes), _FEW):
        pixels = _pictured(book, ink, page)
        regions = straighten.regions(page, pixels, recogniser) if pixels is not None else ()
        return (regions[0].page if regions else page), regions, ()
    if len(layer.codes) and (layer.tilted or not legible(layer)):
        return page, (), ()
    return page, (region(page, layer, partial(_rules, ink.lines)),), unseen


def _tree(book: _Book, leaf: _Leaf) -> Element:
    """The page's own file; the last one read is kept, since it is asked for its size and for its content."""
    if leaf.path not in book.pages:
        book.pages = {leaf.path: book.package.xml(leaf.path)}
    return book.pages[leaf.path]


def _sheet(book: _Book, leaf: _Leaf, file: str, number: int) -> Page:
    _, _, wide, high = _area(_tree(book, leaf).find("Area")) or leaf.box
    return Page(file, number, wide * MM, high * MM, "pt")


def _inked(book: _Book, leaf: _Leaf) -> Ink:
    """A page as it is painted: templates behind, its content, templates in front, annotations."""
    tree = _tree(book, leaf)
    for resource in tree.iterfind("PageRes"):
        _take_resources(book, resolved(leaf.path, resource.text or ""))
    left, top, _, _ = _area(tree.find("Area")) or leaf.box
    matrix: Matrix = (MM, 0.0, 0.0, MM, -left * MM, -top * MM)
    ink = Ink(book.units)
    behind, before = _templates(book, tree)
    for content in (*behind, *tree.findall("Content"), *before):
        gather(ink, content, matrix)
    for appearance in _appearances(book, leaf.id):
        box = numbers(appearance.get("Boundary"), 4) or (0.0, 0.0, 0.0, 0.0)
        gather(ink, appearance, chained((1, 0, 0, 1, box[0], box[1]), matrix))
    return ink


def _templates(book: _Book, tree: Element) -> tuple[list[Element], list[Element]]:
    behind: list[Element] = []
    before: list[Element] = []
    for used in tree.findall("Template"):
        path, order = book.templates.get(used.get("TemplateID", ""), ("", ""))
        if path:
            order = used.get("ZOrder") or order
            (before if order == "Foreground" else behind).extend(book.package.xml(path).findall("Content"))
    return behind, before


def _appearances(book: _Book, page: str) -> Iterator[Element]:
    """What annotations paint on a page, watermarks apart."""
    for path in book.notes.get(page, ()):
        try:
            tree = book.package.xml(path)
        except Broken:
            continue
        for note in tree.iter("Annot"):
            shown = note.get("Visible", "true").lower() not in ("false", "0")
            if shown and note.get("Type") != "Watermark":
                yield from note.findall("Appearance")


def _rules(lines: Sequence[tuple[float, float, float, float]], to_region: Transform) -> tuple[Box, ...]:
    if not lines or len(lines) > _MOST_LINES:
        return ()
    return joined(mapped(np.array(lines), to_region))


_MOST_LINES = 6000  # a drawing, not a table


# ---------------------------------------------------------------- text that is not shown


def _shown(ink: Ink, number: int) -> tuple[Characters, tuple[Hidden, ...]]:
    characters = ink.characters()
    if not ink.codes:
        return characters, ()
    order, white = ink.painted_when()
    covers = [Cover(f.box, f.order, "box", partial(_whole, f.box)) for f in ink.fills if f.opaque]
    lost, told = hidden.under_covers(characters, order, covers, number)
    characters = hidden.without(characters, lost)
    invisible = white & characters.seen & (characters.codes > 0x20) & ~_on_dark(characters, order, ink.fills)
    if not invisible.any() or any(
        _area_of(p) > 0 for p in ink.pictures
    ):  # what a picture behind white text is, nobody draws
        return characters, told
    return hidden.without(characters, invisible), (*told, *hidden.on_white(characters, invisible, number))


def _whole(box: Box, _: Box) -> Box:
    return box


def _on_dark(characters: Characters, order: NDArray[np.int64], fills: Sequence[Fill]) -> Flags:
    """Which characters stand on a coloured box."""
    dark = np.zeros(len(characters.codes), bool)
    x = (characters.boxes[:, 0] + characters.boxes[:, 2]) / 2
    y = (characters.boxes[:, 1] + characters.boxes[:, 3]) / 2
    for fill in fills:
        box = fill.box
        on = (order > fill.order) & (x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)
        dark[on] = fill.light < 0.85
    return dark


# ---------------------------------------------------------------- pages that are pictures

_DPI = (150.0, 300.0)
_MOST_PIXELS = 40_000_000


def _area_of(picture: Picture) -> float:
    a, b, c, d, _, _ = picture.matrix
    return abs(a * d - b * c)


def _is_picture(ink: Ink, page: Page) -> bool:
    return len(ink.codes) < _FEW and any(_area_of(p) > _LARGE * page.width * page.height for p in ink.pictures)


def _pictured(book: _Book, ink: Ink, page: Page) -> Pixels | None:
    """The pictures of a page laid on white; None where one that matters cannot be decoded, or there is none."""
    decoded = [(p, _decoded(book, p)) for p in ink.pictures]
    large = [(p, pixels) for p, pixels in decoded if _area_of(p) > 0.02 * page.width * page.height]
    if not large or any(pixels is None for _, pixels in large):
        return None
    dots = max(_dots(p, pixels) for p, pixels in large if pixels is not None)
    most = math.sqrt(_MOST_PIXELS / (page.width * page.height))
    scale = min(min(max(dots, _DPI[0] / 72), _DPI[1] / 72), most)
    sheet = np.full((max(1, round(page.height * scale)), max(1, round(page.width * scale)), 3), 255, np.uint8)
    for picture, pixels in decoded:
        if pixels is not None:
            sheet = _laid(sheet, pixels, picture.matrix, scale)
    return sheet


def _dots(picture: Picture, pixels: Pixels) -> float:
    """How many of its pixels lie on a point of the page."""
    across = math.hypot(picture.matrix[0], picture.matrix[1])
    return float(pixels.shape[1]) / max(across, 1e-6)


def _decoded(book: _Book, picture: Picture) -> Pixels | None:
    """A picture with its alpha, blue first; None where it is missing, damaged, too large or of a format that is not read."""
    path = book.media.get(picture.resource)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(book.package.read(path or "")), formats=_FORMATS)
            if image.width * image.height > _MOST_PIXELS:
                return None
            return np.ascontiguousarray(np.asarray(image.convert("RGBA"))[:, :, [2, 1, 0, 3]])
    except (Broken, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError):
        return None


_FORMATS = ("JPEG", "PNG", "BMP", "TIFF", "GIF")


def _laid(sheet: Pixels, pixels: Pixels, matrix: Matrix, scale: float) -> Pixels:
    high, wide = pixels.shape[:2]
    a, b, c, d, e, f = (value * scale for value in matrix)
    to_sheet = np.array([[a / wide, c / high, e], [b / wide, d / high, f]])
    moved = cv2.warpAffine(pixels, to_sheet, (sheet.shape[1], sheet.shape[0]), flags=cv2.INTER_LINEAR)
    alpha = moved[:, :, 3:].astype(np.float32) / 255
    return np.asarray(moved[:, :, :3] * alpha + sheet * (1 - alpha), np.uint8)
