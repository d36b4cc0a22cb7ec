"""Tesseract with its simplified Chinese model, a full engine of its own: `PREREVIEW_OCR=tesseract`.

It wants upright print: a page that lies on its side is tried a quarter turned. It is a program beside ours, asked once per line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import cv2
import numpy as np
import pytesseract
from PIL import Image

from pipeline.model import Box, Pixels, Word
from pipeline.ocr import Quad, Recogniser, RecogniserError, threads
from pipeline.ocr._lines import read_found
from pipeline.text import normalise

LANGUAGE = "chi_sim"
_REMEDY = "install it (Debian: apt-get install tesseract-ocr tesseract-ocr-chi-sim) or set PREREVIEW_OCR=rapidocr"
_LINE = "--psm 7"
_SPARSE = "--psm 11"  # text anywhere, in no order
_FEW = 3  # lines; with fewer a page may be lying on its side
_HEIGHT = 64  # of a line as it is handed over: Tesseract reads best at 30 to 40 pixels to a character


@dataclass(frozen=True)
class _Piece:
    """A word as Tesseract gives it; `line` is the same for the words of one line."""

    text: str
    box: Box
    confidence: float
    line: tuple[int, int, int]


class Tesseract:
    """Tesseract, one process of it per line read; as many at a time as there are threads allowed."""

    name = "tesseract"

    def __init__(self, version: str) -> None:
        self.version = version

    def find(self, pixels: Pixels) -> tuple[Quad, ...]:
        """Where lines are; see `Recogniser`."""
        found = _lines(_pieces(pixels, _SPARSE))
        if len(found) >= _FEW:
            return tuple(found)
        wide = pixels.shape[1]
        sideways = _lines(_pieces(np.ascontiguousarray(np.rot90(pixels)), _SPARSE))
        if len(sideways) <= len(found):
            return tuple(found)
        return tuple(np.column_stack([wide - quad[:, 1], quad[:, 0]]) for quad in sideways)

    def read_lines(self, crops: Sequence[Pixels]) -> tuple[Word, ...]:
        """What lines say; see `Recogniser`."""
        with ThreadPoolExecutor(threads()) as pool:
            return tuple(pool.map(self.read_line, crops))

    def read_line(self, pixels: Pixels) -> Word:
        """What one line says; see `Recogniser`."""
        high, wide = pixels.shape[:2]
        scale = _HEIGHT / max(high, 1)
        sized = cv2.resize(pixels, (max(round(wide * scale), 8), _HEIGHT), interpolation=cv2.INTER_CUBIC)
        framed = cv2.copyMakeBorder(sized, 12, 12, 12, 12, cv2.BORDER_REPLICATE)
        pieces = _pieces(np.asarray(framed, dtype=np.uint8), _LINE)
        return _joined(pieces, scale, Box(0.0, 0.0, float(wide), float(high)))

    def read(self, pixels: Pixels) -> tuple[Word, ...]:
        """The lines of an upright picture; see `Recogniser`."""
        return read_found(self, pixels, self.find(pixels))


def _pieces(pixels: Pixels, mode: str) -> list[_Piece]:
    image = Image.fromarray(np.ascontiguousarray(pixels[:, :, ::-1]))
    told = pytesseract.image_to_data(image, lang=LANGUAGE, config=mode, output_type=pytesseract.Output.DICT)
    pieces = []
    for i, text in enumerate(told["text"]):
        if text.strip() and float(told["conf"][i]) >= 0:
            left, top = float(told["left"][i]), float(told["top"][i])
            box = Box(left, top, left + float(told["width"][i]), top + float(told["height"][i]))
            line = (told["block_num"][i], told["par_num"][i], told["line_num"][i])
            pieces.append(_Piece(normalise(text.strip()), box, float(told["conf"][i]) / 100, line))
    return pieces


def _lines(pieces: Sequence[_Piece]) -> list[Quad]:
    boxes: dict[tuple[int, int, int], Box] = {}
    for piece in pieces:
        if piece.confidence > 0.3:
            boxes[piece.line] = boxes[piece.line].union(piece.box) if piece.line in boxes else piece.box
    return [_grown(box) for box in boxes.values() if box.width > 6 and box.height > 6]


def _grown(box: Box) -> Quad:
    """A box with a little room around the ink, which both engines read better with."""
    room = box.height * 0.12
    left, top, right, bottom = box.left - room, box.top - room, box.right + room, box.bottom + room
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], dtype=np.float64)


def _joined(pieces: Sequence[_Piece], scale: float, box: Box) -> Word:
    """A line of words as one, without the spaces that Tesseract puts between Chinese characters."""
    text, edges, weights = "", [], []
    for piece in pieces:
        gap = bool(text) and not (_chinese(text[-1]) or _chinese(piece.text[0]))
        left, right = (piece.box.left - 12) / scale, (piece.box.right - 12) / scale
        if gap:
            edges.append(left)
        step = (right - left) / len(piece.text)
        edges += [left + step * i for i in range(len(piece.text))]
        text += (" " if gap else "") + piece.text
        weights += [piece.confidence] * len(piece.text)
        last = right
    if not text:
        return Word("", box, 0.0)
    return Word(text, box, float(np.mean(weights)), (*edges, last))


def _chinese(char: str) -> bool:
    return re.match(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]", char) is not None


def load() -> Recogniser:
    """The engine; RecogniserError, with what to do, where the program or its Chinese model is missing."""
    try:
        version = str(pytesseract.get_tesseract_version())
        languages = pytesseract.get_languages()
    except (pytesseract.TesseractNotFoundError, pytesseract.TesseractError) as error:
        raise RecogniserError(f"Tesseract cannot be started: {_REMEDY}") from error
    if LANGUAGE not in languages:
        raise RecogniserError(f"Tesseract has no model {LANGUAGE}: {_REMEDY}")
    return Tesseract(version)
