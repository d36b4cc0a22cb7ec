"""Pictures: JPEG, PNG, WebP, HEIC, TIFF of one or several pages, BMP, GIF, AVIF; decoded as displayed, within limits, and read.

Whatever is wrong with a file becomes a problem with a sentence for the applicant; nothing is raised for a file's content.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import pi_heif
from PIL import ExifTags, Image, ImageOps

from pipeline.model import Fault, Opened, Page, Pixels, Problem, Region, Source
from pipeline.ocr import Recogniser
from pipeline.sheets import CARD_ASPECT
from pipeline.straighten import regions

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF")
MOST_PIXELS = 80_000_000  # of one page
MOST_PAGES = 100  # of one TIFF
WORKING_PIXELS = (
    16_000_000  # what is larger is read on a reduced copy: print on it is still many times as large as need be
)
SCANNED = (150, 1200)  # dots per inch
CUT_TO_SHAPE = 0.005  # of the shape's own ratio: 16:10, which screens and cameras do have, is twice as far off

_DAMAGED = "图片损坏或不完整，无法打开，请重新拍摄或重新导出后上传"
_TOO_LARGE = "图片尺寸过大（超过 8000 万像素），没有读取，请用普通模式重新拍摄或缩小后上传"
_TOO_MANY = f"图片文件超过 {MOST_PAGES} 页，后面的没有读取，请拆分后上传"
_CAUGHT = (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, OverflowError, struct.error)
"""What Pillow raises for damaged content; MemoryError and the like are not the file's fault."""

pi_heif.register_heif_opener(
    thumbnails=False
)  # the picture as displayed: its quarter turns and mirroring are undone by the decoder


@dataclass(frozen=True)
class _Frame:
    """A page decoded: its pixels, perhaps reduced, and its size as displayed."""

    number: int
    wide: int
    high: int
    pixels: Pixels


def open_picture(source: Source, recogniser: Recogniser) -> Opened:
    """The pages of a picture file and what can be read on them; whatever cannot be is among the problems."""
    pages: list[Page] = []
    leaves: list[Region] = []
    problems: list[Problem] = []
    traits: Mapping[str, str] = {}
    for found in _frames(source):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        image, number = found
        frame = _decoded(source, image, number)
        if isinstance(frame, Problem):
            problems.append(frame)
            continue
        page = Page(source.file, number, float(frame.wide), float(frame.high), "px")
        traits = traits or _traits(image, frame)
        found_on_it = regions(page, frame.pixels, recogniser)
        pages.append(found_on_it[0].page)
        leaves += found_on_it
    return Opened(source, tuple(pages), tuple(leaves), traits, tuple(problems))


def upright(source: Source, page: int) -> Pixels:
    """A page of a picture file as displayed, at its own size; LookupError where it has no such page or cannot be decoded."""
    for found in _frames(source):
        if not isinstance(found, Problem) and found[1] == page:
            try:
                return _to_pixels(ImageOps.exif_transpose(found[0]))
            except _CAUGHT as error:
                raise LookupError(f"page {page} of {source.file} cannot be decoded") from error
    raise LookupError(f"{source.file} has no page {page}")


# ---------------------------------------------------------------- decoding


def _frames(source: Source) -> Iterator[tuple[Image.Image, int] | Problem]:
    """The pages of a file, opened but not decoded, each with its number; or what is wrong."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(source.data), formats=FORMATS)
    except Image.DecompressionBombError:
        yield Problem(source.file, Fault.OVER_LIMIT, _TOO_LARGE)
        return
    except _CAUGHT:
        yield Problem(source.file, Fault.UNREADABLE, _DAMAGED)
        return
    if image.format != "TIFF":
        yield image, 1
        return
    yield from _tiff_pages(source, image)


def _tiff_pages(source: Source, image: Image.Image) -> Iterator[tuple[Image.Image, int] | Problem]:
    number = 0
    for index in range(MOST_PAGES * 2):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                image.seek(index)
        except EOFError:
            return
        except _CAUGHT:
            yield Problem(source.file, Fault.UNREADABLE, _DAMAGED, number + 1)
            return
        if _is_preview(image):
            continue
        number += 1
        if number > MOST_PAGES:
            yield Problem(source.file, Fault.OVER_LIMIT, _TOO_MANY)
            return
        yield image, number


def _is_preview(image: Image.Image) -> bool:
    """A reduced copy of another page, which some cameras and scanners put into a TIFF."""
    return bool(int(getattr(image, "tag_v2", {}).get(254, 0)) & 1)


def _decoded(source: Source, image: Image.Image, number: int) -> _Frame | Problem:
    page = number if image.format == "TIFF" else None
    wide, high = image.size
    if wide * high > MOST_PIXELS:
        return Problem(source.file, Fault.OVER_LIMIT, _TOO_LARGE, page)
    if min(wide, high) < 2:
        return Problem(source.file, Fault.UNREADABLE, _DAMAGED, page)
    try:
        if _orientation(image) >= 5:
            wide, high = high, wide
        _draft(image)
        pixels = _reduced(_to_pixels(ImageOps.exif_transpose(image)))
    except _CAUGHT:
        return Problem(source.file, Fault.UNREADABLE, _DAMAGED, page)
    return _Frame(number, wide, high, pixels)


def _orientation(image: Image.Image) -> int:
    found = image.getexif().get(ExifTags.Base.Orientation, 1)
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _draft(image: Image.Image) -> None:
    """Have a large JPEG decoded at half, a quarter or an eighth: a 48 megapixel photo then takes little memory and time."""
    wide, high = image.size
    if image.format in ("JPEG", "MPO") and wide * high > 2 * WORKING_PIXELS:
        part = (WORKING_PIXELS / 2 / (wide * high)) ** 0.5
        image.draft(None, (int(wide * part), int(high * part)))


def _reduced(pixels: Pixels) -> Pixels:
    high, wide = pixels.shape[:2]
    if wide * high <= WORKING_PIXELS:
        return pixels
    part = (WORKING_PIXELS / (wide * high)) ** 0.5
    return np.asarray(cv2.resize(pixels, None, fx=part, fy=part, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _to_pixels(image: Image.Image) -> Pixels:
    """Three channels of eight bits, on white where the picture is transparent."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _from_deep(image)
    if "transparency" in image.info or "A" in image.getbands():
        clear = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    return np.ascontiguousarray(np.asarray(image.convert("RGB"))[:, :, ::-1])


def _from_deep(image: Image.Image) -> Pixels:
    """A grey picture of 16 or 32 bits: by its own range, since twelve bits may sit in sixteen."""
    deep = np.asarray(image, dtype=np.float32)
    top = 65535.0 if image.mode.startswith("I;16") and float(deep.max()) > 4095 else float(np.nanmax(deep))
    low = min(0.0, float(np.nanmin(deep)))
    grey = np.nan_to_num((deep - low) / max(top - low, 1e-6) * 255).clip(0, 255).astype(np.uint8)
    return np.ascontiguousarray(np.repeat(grey[:, :, None], 3, axis=2))


# ---------------------------------------------------------------- what the file tells of itself


def _traits(image: Image.Image, frame: _Frame) -> Mapping[str, str]:
    exif = image.getexif()
    camera = " ".join(str(exif.get(tag, "")).strip("\0 ") for tag in (ExifTags.Base.Make, ExifTags.Base.Model)).strip()
    if camera or exif.get_ifd(ExifTags.IFD.Exif).get(ExifTags.Base.ExposureTime):
        return {"exif_camera": camera or "camera"}
    if _is_screenshot(frame.pixels):
        return {"screenshot": f"{frame.wide}x{frame.high}"}
    if image.format == "TIFF" or image.mode == "1" or _is_scan(image, frame):
        return {"scan": str(image.format).lower()}
    return {}


def _is_scan(image: Image.Image, frame: _Frame) -> bool:
    """By a scanner's resolution, by a cut to the very shape of a card, which no sensor has, or by the scanner's lid around it."""
    if not _is_phone_shaped(frame.wide, frame.high) and _has_scan_resolution(image):
        return True
    shape = max(frame.wide, frame.high) / min(frame.wide, frame.high)
    return abs(shape / CARD_ASPECT - 1) < CUT_TO_SHAPE or _has_scan_margin(frame.pixels)


def _has_scan_resolution(image: Image.Image) -> bool:
    """Whether the file tells dots per inch as scanners set them; cameras and programs write 72 or 96, or none."""
    told = image.info.get("dpi")
    return isinstance(told, tuple) and all(SCANNED[0] <= float(one) <= SCANNED[1] for one in told)


def _is_screenshot(pixels: Pixels) -> bool:
    """As tall as a phone's screen or taller, with large areas of exactly one colour, which no camera gives."""
    high, wide = pixels.shape[:2]
    if not _is_phone_shaped(wide, high):
        return False
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.int16)
    level = (np.abs(np.diff(grey, axis=0))[:, :-1] <= 1) & (np.abs(np.diff(grey, axis=1))[:-1] <= 1)
    return float(level.mean()) > 0.72


def _is_phone_shaped(wide: int, high: int) -> bool:
    return 320 <= wide <= 1700 and high >= 1.55 * wide


def _has_scan_margin(pixels: Pixels) -> bool:
    """All around almost white and even, as a scanner's lid makes it."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    deep = max(2, min(grey.shape) // 60)
    rim = [grey[:deep].ravel(), grey[-deep:].ravel(), grey[:, :deep].ravel(), grey[:, -deep:].ravel()]
    return all(float(np.median(side)) >= 235 and float(side.std()) < 10 for side in rim)
