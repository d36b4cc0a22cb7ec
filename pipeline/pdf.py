"""PDF: the text layer of each page as words; a page whose text layer cannot be used is drawn and recognised."""

from __future__ import annotations

from pipeline.model import Opened, Pixels, Source
from pipeline.ocr import Recogniser


class Locked(Exception):
    """A PDF that no password given opens."""


def open_pdf(source: Source, recogniser: Recogniser) -> Opened:
    """The pages of a PDF as regions. A file that cannot be read gives an `Opened` without pages, with its problem."""
    raise NotImplementedError


def unlock(data: bytes, passwords: tuple[str, ...]) -> bytes:
    """The same PDF without encryption (unchanged where it has none, or the empty password opens it).

    Raises `Locked` where no password opens it, ValueError where it is no readable PDF.
    """
    raise NotImplementedError


def draw(data: bytes, page: int, dpi: float) -> Pixels:
    """A page (counted from 1) drawn as displayed. Raises ValueError where the file or the page cannot be read."""
    raise NotImplementedError
