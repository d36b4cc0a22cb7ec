import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from pipeline.model import Box, Fault, Pixels, Source, Word
from pipeline.ocr import Quad
from pipeline.pictures import MOST_PIXELS, open_picture, upright


class Silent:
    """A recogniser that finds nothing."""

    name, version = "silent", "0"

    def find(self, pixels: Pixels) -> tuple[Quad, ...]:
        return ()

    def read_lines(self, crops: object) -> tuple[Word, ...]:
        return ()

    def read_line(self, pixels: Pixels) -> Word:
        return Word("", Box(0, 0, 1, 1), 0.0)

    def read(self, pixels: Pixels) -> tuple[Word, ...]:
        return ()


def _source(data: bytes) -> Source:
    return Source("a.jpg", "image", "0" * 64, data)


def _saved(image: Image.Image, kind: str, **more: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **more)
    return buffer.getvalue()


PLAIN = Image.new("RGB", (60, 40), (10, 120, 230))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF"])
def test_every_format_is_opened(kind: str) -> None:
    opened = open_picture(_source(_saved(PLAIN, kind)), Silent())
    assert [(p.width, p.height, p.unit) for p in opened.pages] == [(60, 40, "px")]
    assert opened.problems == ()
    blue, green, red = upright(opened.source, 1)[20, 30]
    assert abs(int(blue) - 230) < 12
    assert abs(int(green) - 120) < 12
    assert abs(int(red) - 10) < 12


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "LA", "RGBA", "P", "I;16"])
def test_every_mode_becomes_three_channels(mode: str) -> None:
    if mode == "I;16":
        image = Image.fromarray(np.linspace(0, 65535, 2400).reshape(40, 60).astype(np.uint16))
    else:
        image = PLAIN.convert(mode)
    data = _saved(image, "TIFF" if mode == "CMYK" else "PNG")
    shown = upright(_source(data), 1)
    assert shown.shape == (40, 60, 3)
    assert shown.dtype == np.uint8
    if mode == "I;16":
        assert shown[0, 0, 0] == 0
        assert shown[-1, -1, 0] == 255


PHONE = (Path(__file__).parent / "phone.heic").read_bytes()  # 96 x 64, white, red at the left top


def test_a_photo_of_an_iphone_is_opened_as_displayed_and_tells_its_camera() -> None:
    opened = open_picture(_source(PHONE), Silent())
    assert opened.problems == ()
    assert "exif_camera" in opened.traits
    shown = upright(_source(PHONE), 1)
    assert shown.shape == (64, 96, 3)
    assert np.abs(shown[5, 5].astype(int) - (0, 0, 255)).max() < 12
    assert shown[5, -5].min() > 240


def test_a_cut_off_photo_of_an_iphone_is_a_problem() -> None:
    opened = open_picture(_source(PHONE[:-60]), Silent())
    assert [p.fault for p in opened.problems] == [Fault.UNREADABLE]


def test_colours_of_a_printer_and_of_sixteen_bits_are_those_seen() -> None:
    inks = Image.new("CMYK", (60, 40), (200, 20, 30, 10))
    red, green, blue = inks.convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    shown = upright(_source(_saved(inks, "JPEG")), 1)  # Pillow writes it inverted, as Adobe does
    assert np.abs(shown[20, 30].astype(int) - (blue, green, red)).max() < 6
    deep = np.arange(40 * 60 * 3, dtype=np.uint16).reshape(40, 60, 3) * 9
    coded = cv2.imencode(".png", deep)[1].tobytes()
    assert np.array_equal(upright(_source(coded), 1), (deep >> 8).astype(np.uint8))


def test_a_broken_exif_does_not_hide_the_picture() -> None:
    data = _saved(PLAIN, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\x01\x12\0\x03\xff" * 3)
    opened = open_picture(_source(data), Silent())
    assert opened.problems == ()
    assert opened.leaves


def test_what_is_transparent_is_white() -> None:
    assert upright(_source(_saved(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG")), 1).min() == 255


def test_a_page_is_as_displayed_with_its_orientation_undone() -> None:
    image = Image.new("RGB", (60, 40), "white")
    image.paste((255, 0, 0), (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: what is stored at the left top is shown at the right top
    data = _saved(image, "PNG", exif=exif)
    opened = open_picture(_source(data), Silent())
    assert (opened.pages[0].width, opened.pages[0].height) == (40, 60)
    assert upright(_source(data), 1)[5, 35].tolist() == [0, 0, 255]


def test_a_tiff_of_several_pages() -> None:
    data = _saved(PLAIN, "TIFF", save_all=True, append_images=[PLAIN.resize((30, 20)), PLAIN])
    opened = open_picture(_source(data), Silent())
    assert [(p.number, p.width) for p in opened.pages] == [(1, 60), (2, 30), (3, 60)]
    assert upright(_source(data), 2).shape == (20, 30, 3)
    with pytest.raises(LookupError):
        upright(_source(data), 4)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"hello", _saved(Image.effect_noise((400, 400), 60), "JPEG")[:9000]]
)
def test_what_is_empty_or_cut_off_is_a_problem_and_no_exception(data: bytes) -> None:
    opened = open_picture(_source(data), Silent())
    assert [p.fault for p in opened.problems] == [Fault.UNREADABLE]
    assert opened.leaves == ()


def test_a_decompression_bomb_is_over_the_limit() -> None:
    side = int(MOST_PIXELS**0.5) + 10
    opened = open_picture(_source(_saved(Image.new("1", (side, side)), "PNG")), Silent())
    assert [p.fault for p in opened.problems] == [Fault.OVER_LIMIT]


def test_a_huge_photo_keeps_its_size_as_displayed() -> None:
    data = _saved(Image.new("L", (8000, 6000), 200), "JPEG", quality=20)
    opened = open_picture(_source(data), Silent())
    region = opened.leaves[0]
    assert (opened.pages[0].width, opened.pages[0].height) == (8000, 6000)
    assert region.width < 8000
    assert region.place(Box(0, 0, region.width, region.height)).box == Box(0, 0, 8000, 6000)


def test_traits_tell_a_camera_and_a_screenshot() -> None:
    exif = Image.Exif()
    exif[0x0110] = "PHONE"
    assert "exif_camera" in open_picture(_source(_saved(PLAIN, "JPEG", exif=exif)), Silent()).traits
    assert "screenshot" in open_picture(_source(_saved(Image.new("RGB", (720, 1500), "white"), "PNG")), Silent()).traits
    assert open_picture(_source(_saved(Image.effect_noise((720, 1500), 50), "PNG")), Silent()).traits == {}


SPECKLED = Image.effect_noise((600, 420), 50)


@pytest.mark.parametrize(
    ("image", "told", "scanned"),
    [
        (SPECKLED, {"dpi": (300, 300)}, True),
        (SPECKLED, {"dpi": (72, 72)}, False),
        (SPECKLED, {"dpi": (96, 96)}, False),
        (SPECKLED, {}, False),
        (SPECKLED.resize((1012, 638)), {}, True),  # a card cut out
        (SPECKLED.resize((1280, 800)), {}, False),  # 16:10
        (SPECKLED.resize((720, 1500)), {"dpi": (300, 300)}, False),  # a phone's screen
    ],
)
def test_a_scan_is_told_by_its_resolution_or_its_shape(
    image: Image.Image, told: dict[str, object], scanned: bool
) -> None:
    traits = open_picture(_source(_saved(image, "JPEG", **told)), Silent()).traits
    assert ("scan" in traits) is scanned


def test_a_camera_is_believed_before_a_resolution() -> None:
    exif = Image.Exif()
    exif[0x0110] = "PHONE"
    traits = open_picture(_source(_saved(SPECKLED, "JPEG", exif=exif, dpi=(300, 300))), Silent()).traits
    assert "scan" not in traits
