"""Pages whose text layer is not what they show: covered, white, garbled, outlines, somebody else's recognition."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from statement_pages import FONT

from pipeline import pdf
from pipeline.hidden import Hidden
from pipeline.hidden import read as hidden_text
from pipeline.model import Opened, Region, Source, Word


class Blind:
    """A recogniser that sees nothing and counts how often it was asked."""

    name, version = "blind", "0"

    def __init__(self) -> None:
        self.asked = 0

    def find(self, pixels: object) -> tuple[object, ...]:
        self.asked += 1
        return ()

    def read_lines(self, crops: object) -> tuple[Word, ...]:
        return ()

    def read_line(self, pixels: object) -> Word:
        raise AssertionError("there is no line")

    def read(self, pixels: object) -> tuple[Word, ...]:
        return ()


LINES = [f"2026-03-{n:02d} 消费 -{n}2.50 余额 {n},987.50" for n in range(1, 11)]
MANY = [line + "交易摘要说明文字对方户名" for line in LINES]


def page(
    before: Callable[[Canvas], None] | None = None, after: Callable[[Canvas], None] | None = None, lines=LINES
) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(400, 300))
    if before:
        before(canvas)
    canvas.setFont(FONT, 10)
    canvas.setFillGray(0)
    for n, line in enumerate(lines):
        canvas.drawString(30, 260 - 20 * n, line)
    if after:
        after(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def opened(data: bytes) -> Opened:
    return pdf.open_pdf(Source("a.pdf", "pdf", "", data), Blind())  # type: ignore[arg-type]


def text(data: bytes) -> str:
    (leaf,) = opened(data).leaves
    assert isinstance(leaf, Region)
    return " ".join(word.text for word in leaf.words)


def told(data: bytes) -> tuple[Hidden, ...]:
    return hidden_text(opened(data).traits)


def methods(data: bytes) -> list[str]:
    return [leaf.method for leaf in opened(data).leaves if isinstance(leaf, Region)]


PLAIN = text(page())

# ---------------------------------------------------------------- painted over


def over(colour: float = 1.0, words: str = "-99.00", alpha: float = 1.0) -> Callable[[Canvas], None]:
    def paint(canvas: Canvas) -> None:
        canvas.setFillGray(colour, alpha)
        canvas.rect(105, 237, 30, 12, stroke=0, fill=1)
        canvas.setFillGray(0, 1)
        canvas.setFont(FONT, 10)
        canvas.drawString(106, 240, words)

    return paint


def test_text_under_a_box_is_not_read_and_is_told() -> None:
    data = page(after=over())
    assert "-99.00" in text(data)
    assert "-22.50" not in text(data)
    (place,) = told(data)
    assert (place.page, place.under, place.replaced) == (1, "box", True)
    assert "2.50" in place.text
    assert 50 < place.box.top < 60


def test_text_under_a_box_without_another_in_its_place() -> None:
    (place,) = told(page(after=over(words="")))
    assert not place.replaced


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (lambda c: (c.setFillGray(0.9), c.rect(20, 20, 360, 270, stroke=0, fill=1)), None),  # a ground
        (None, lambda c: c.rect(105, 237, 30, 12, stroke=1, fill=0)),  # a frame
        (None, over(words="", alpha=0.3)),  # a marker pen
        (None, lambda c: (c.setFillGray(1), c.rect(30, 30, 300, 5, stroke=0, fill=1))),  # beside the text
    ],
)
def test_what_hides_nothing_is_no_cover(before, after) -> None:
    data = page(before, after)
    assert text(data) == PLAIN
    assert told(data) == ()


def test_rows_with_their_grounds_one_after_the_other() -> None:
    def rows(canvas: Canvas) -> None:
        canvas.setFont(FONT, 10)
        for n, line in enumerate(LINES):
            canvas.setFillGray(0.95 if n % 2 else 1)
            canvas.rect(20, 256 - 20 * n, 360, 20, stroke=0, fill=1)
            canvas.setFillGray(0)
            canvas.drawString(30, 260 - 20 * n, line)

    data = page(rows, lines=[])
    assert text(data) == PLAIN
    assert told(data) == ()


def picture(mode: str, colour: tuple[int, ...], size: tuple[int, int] = (60, 24)) -> ImageReader:
    image = Image.new(mode, size, colour)
    if mode == "RGBA":
        ImageDraw.Draw(image).ellipse((2, 2, size[0] - 3, size[1] - 3), outline=(220, 0, 0, 255))
    return ImageReader(image)


def test_a_picture_hides_and_a_seal_lets_through() -> None:
    def cover(canvas: Canvas) -> None:
        canvas.drawImage(picture("RGB", (255, 255, 255)), 105, 237, 30, 12)
        canvas.drawString(106, 240, "-99.00")

    (place,) = told(page(after=cover))
    assert (place.under, place.replaced) == ("picture", True)
    sealed = page(after=lambda c: c.drawImage(picture("RGBA", (0, 0, 0, 0)), 105, 237, 30, 12, mask="auto"))
    assert text(sealed) == PLAIN
    assert told(sealed) == ()


def test_white_text_is_not_read_unless_its_ground_is_dark() -> None:
    def white(canvas: Canvas) -> None:
        canvas.setFillGray(1)
        canvas.drawString(30, 30, "sealPos 88.00")

    data = page(after=white)
    assert text(data) == PLAIN
    (place,) = told(data)
    assert (place.under, place.replaced) == ("white", False)

    def head(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0, 0.2, 0.5)
        canvas.rect(20, 25, 200, 20, stroke=0, fill=1)
        canvas.setFillGray(1)
        canvas.drawString(30, 30, "合计 88.00")

    assert text(page(after=head)) == PLAIN + " 合计 88.00"
    assert told(page(after=head)) == ()


def test_a_note_written_over_text() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(page())) as file:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[95, 236, 128, 252], Contents="-99.00"
        )
        file.pages[0].obj.Annots = pikepdf.Array([file.make_indirect(note)])
        file.save(out)
    assert "-22.50" not in text(out.getvalue())
    (place,) = told(out.getvalue())
    assert (place.under, place.text) == ("note", "-22.50")


# ---------------------------------------------------------------- not to be used


def scan() -> ImageReader:
    rng = np.random.default_rng(1)
    return ImageReader(Image.fromarray(rng.integers(200, 255, (600, 800, 3), np.uint8)))


def test_somebody_elses_recognition_under_or_over_a_scan_is_not_believed() -> None:
    def unseen(canvas: Canvas) -> None:
        canvas.drawImage(scan(), 0, 0, 400, 300)
        words = canvas.beginText(30, 260)
        words.setFont(FONT, 10)
        words.setTextRenderMode(3)
        for line in LINES:
            words.textLine(line)
        canvas.drawText(words)

    assert methods(page(unseen, lines=[])) == ["ocr"]
    under = page(after=lambda c: c.drawImage(scan(), 0, 0, 400, 300))
    assert methods(under) == ["ocr"]
    assert told(under) == ()


def test_a_scan_with_a_printed_foot_is_a_scan_and_a_page_on_a_picture_is_text() -> None:
    def printed(grey: int) -> ImageReader:
        image = Image.new("L", (800, 600), 250)
        pen = ImageDraw.Draw(image)
        for n in range(28):
            pen.text(
                (40, 20 + 20 * n),
                "2026-03-01 0123456789 -12.50 987.50 0123456789 0123456789 0123456789 01234567",
                fill=grey,
            )
        return ImageReader(image)

    foot = [f"本回单由海港银行系统打印，仅供参考，第{n}页" for n in range(4)]
    scanned = page(lambda c: c.drawImage(printed(20), 0, 0, 400, 300), lines=foot)
    assert methods(scanned) == ["ocr"]
    ground = page(lambda c: c.drawImage(printed(235), 0, 0, 400, 300))
    assert methods(ground) == ["text"]


def remapped(data: bytes, table: Callable[[int], int]) -> bytes:
    """The file with a font that says of its characters what they are not."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as file:
        for font in file.pages[0].Resources.Font.values():
            if font.get("/Subtype") == "/Type0":
                codes = sorted({ord(c) for line in MANY for c in line})
                pairs = "\n".join(f"<{code:04x}> <{table(code):04x}>" for code in codes)
                cmap = f"/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\nendcmap end"
                font.ToUnicode = file.make_stream(cmap.encode())
        file.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "table",
    [
        lambda code: 0xE000 + code % 500,  # private codes
        lambda code: 0x0D00 + code % 100,  # scripts that no bank prints
        lambda code: code if code < 0x80 else 0x4E00 + code * 7919 % 20000,  # ideographs at random
        lambda code: 0,
    ],
)
def test_a_font_that_lies_sends_its_page_to_recognition(table) -> None:
    assert methods(remapped(page(lines=MANY), table)) == ["ocr"]
    assert methods(remapped(page(lines=MANY), lambda code: code)) == ["text"]


def embedded() -> str:
    """A font that is in the file, as reportlab knows it; samples/ makes it."""
    sys.path.insert(0, str(Path(__file__).parents[2] / "samples"))
    try:
        import _fonts
    finally:
        sys.path.pop(0)
    name: str = _fonts.pdf("sans")
    return name


def test_a_font_that_says_nothing_of_its_characters_sends_its_page_to_recognition() -> None:
    def rows(canvas: Canvas) -> None:
        canvas.setFont(embedded(), 10)
        for n, line in enumerate(LINES):
            canvas.drawString(30, 260 - 20 * n, line)

    whole = page(rows, lines=[])
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole)) as file:
        for font in file.pages[0].Resources.Font.values():
            if "/ToUnicode" in font:
                del font["/ToUnicode"]
        file.save(out)
    assert text(whole) == PLAIN
    assert methods(out.getvalue()) == ["ocr"]  # digits and dates are right in it, and every word of Chinese is lost


def test_print_drawn_as_outlines_is_recognised() -> None:
    def outlines(canvas: Canvas) -> None:
        for n in range(300):
            x, y = 30 + n % 30 * 11, 250 - n // 30 * 20
            path = canvas.beginPath()
            path.moveTo(x, y)
            for k in range(6):
                path.curveTo(x + k, y + 2, x + k + 1, y + 6, x + 8 - k, y + 8 - k)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)

    assert methods(page(outlines, lines=["第1页"])) == ["ocr"]


def test_text_off_the_page_and_askew_is_not_read() -> None:
    def stray(canvas: Canvas) -> None:
        canvas.drawString(30, -40, "88.00")
        canvas.drawString(900, 100, "88.00")
        canvas.saveState()
        canvas.translate(100, 100)
        canvas.rotate(30)
        canvas.drawString(0, 0, "88.00")
        canvas.restoreState()

    assert text(page(stray)) == PLAIN


def test_one_garbled_page_leaves_the_others_as_they_are() -> None:
    good, bad = page(), remapped(page(lines=LINES), lambda code: 0xE000 + code % 500)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(good)) as file, pikepdf.open(io.BytesIO(bad)) as other:
        file.pages.extend(other.pages)
        file.save(out)
    found = opened(out.getvalue())
    assert [(leaf.page.number, leaf.method) for leaf in found.leaves if isinstance(leaf, Region)] == [
        (1, "text"),
        (2, "ocr"),
    ]
    assert "scan" not in found.traits
