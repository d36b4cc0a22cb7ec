"""Opening: each kind goes to its opener, and a page can be drawn for a person to look at."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from pipeline.model import Grid, Region, Source, Word
from pipeline.ocr import Quad
from pipeline.opening import open_source, picture


class Blind:
    """A recogniser that sees nothing, and fails where it should not have been asked."""

    name, version = "blind", "0"

    def __init__(self, may_be_asked: bool = True) -> None:
        self.may_be_asked = may_be_asked

    def find(self, pixels: object) -> tuple[Quad, ...]:
        assert self.may_be_asked
        return ()

    def read_lines(self, crops: object) -> tuple[Word, ...]:
        return ()

    def read_line(self, pixels: object) -> Word:
        raise AssertionError("there is no line")

    def read(self, pixels: object) -> tuple[Word, ...]:
        assert self.may_be_asked
        return ()


def source(kind: str, data: bytes) -> Source:
    return Source(f"file.{kind}", kind, "0" * 64, data)  # type: ignore[arg-type]


def pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200))
    canvas.drawString(20, 100, "2026-03-01 8,012.00 and enough text to be a text layer")
    canvas.save()
    return out.getvalue()


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (400, 300), "white").save(out, "PNG")
    return out.getvalue()


def workbook() -> bytes:
    book = Workbook()
    book.create_sheet("流水").append(["日期", "金额"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_text_layer_is_read_without_recognition() -> None:
    opened = open_source(source("pdf", pdf()), Blind(may_be_asked=False))
    (leaf,) = opened.leaves
    assert isinstance(leaf, Region)
    assert leaf.method == "text"


def test_a_table_needs_no_recognition() -> None:
    for kind, data in (("spreadsheet", workbook()), ("csv", "日期,金额\n".encode("gbk"))):
        (leaf,) = open_source(source(kind, data), Blind(may_be_asked=False)).leaves
        assert isinstance(leaf, Grid)
        assert leaf.rows[0] == ("日期", "金额")


def test_a_picture_has_one_page_of_its_own_size() -> None:
    (page,) = open_source(source("image", photo()), Blind()).pages
    assert (page.width, page.height, page.unit) == (400, 300, "px")


def test_pages_are_drawn_as_displayed() -> None:
    assert picture(source("pdf", pdf()), 1, dpi=144).shape == (400, 600, 3)
    assert picture(source("image", photo()), 1).shape == (300, 400, 3)
    assert picture(source("image", photo()), 1, turn=1).shape == (400, 300, 3)


@pytest.mark.parametrize(("kind", "data", "page"), [("image", photo(), 2), ("pdf", pdf(), 2), ("csv", b"a,b", 1)])
def test_a_page_that_is_not_there(kind: str, data: bytes, page: int) -> None:
    with pytest.raises(LookupError):
        picture(source(kind, data), page)


@pytest.mark.parametrize("kind", ["pdf", "image", "spreadsheet"])
def test_damaged_content_is_a_problem_and_no_crash(kind: str) -> None:
    opened = open_source(source(kind, b"\x89PNG\r\n\x1a\n" + b"nonsense" * 20), Blind())
    assert not opened.leaves
    assert opened.problems[0].detail
