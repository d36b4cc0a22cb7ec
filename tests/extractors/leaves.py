"""Leaves made by hand, as a text layer, a recogniser or a sheet would give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.model import Box, Grid, Opened, Page, Region, Source, Word

WIDE = 1080.0


def word(x: float, y: float, text: str, size: float = 40.0, confidence: float = 0.98) -> Word:
    width = sum(size if ord(char) > 0x2E80 else size * 0.55 for char in text)
    return Word(text, Box(x, y - size / 2, x + width, y + size / 2), confidence)


def screen(*rows: Sequence[tuple[float, str]], method: Literal["ocr", "text"] = "ocr", step: float = 100.0) -> Region:
    """A page of lines; each line holds its pieces with the x at which they begin."""
    words = [word(x, 60 + step * n, text) for n, row in enumerate(rows) for x, text in row]
    page = Page("screen.png", 1, WIDE, 120 + step * len(rows), "px")
    return Region(page, page.width, page.height, tuple(words), method)


def sheet(*rows: Sequence[str], name: str = "收入") -> Grid:
    wide = max(map(len, rows))
    return Grid("book.xlsx", name, tuple((*row, *[""] * (wide - len(row))) for row in rows))


def opened(*leaves: Region | Grid) -> Opened:
    kind: Literal["spreadsheet", "image"] = "spreadsheet" if isinstance(leaves[0], Grid) else "image"
    pages = tuple(leaf.page for leaf in leaves if isinstance(leaf, Region))
    return Opened(Source("screen.png", kind, "0" * 64, b""), pages, tuple(leaves))
