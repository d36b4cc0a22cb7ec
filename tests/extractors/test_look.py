"""The side of a card by its looks: cards laid flat, spoilt so that nothing on them can be read, and other papers of their size."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from drawn import HEIGHT, WIDTH, back, font, front
from PIL import Image, ImageDraw

from extractors._look import side_by_look
from pipeline.model import Page, Pixels, Region

Spoil = Callable[[Pixels], Pixels]


def sheet(pixels: Pixels, shown: float = 1.0) -> Region:
    """A card laid flat, of whose width so much is on the picture."""
    high, wide = pixels.shape[:2]
    page = Page("a.jpg", 1, shown * wide, float(high), "px")
    return Region(page, float(wide), float(high), (), "ocr", np.eye(3), lambda: pixels, card=True)


def to_bytes(pixels: np.ndarray) -> Pixels:
    return np.asarray(np.clip(pixels, 0, 255), dtype=np.uint8)


def blurred(pixels: Pixels) -> Pixels:
    return to_bytes(cv2.GaussianBlur(pixels, (0, 0), 9))


def dark(pixels: Pixels) -> Pixels:
    return to_bytes(pixels * 0.15 + np.random.default_rng(1).normal(0, 2, pixels.shape))


def small(pixels: Pixels) -> Pixels:
    return to_bytes(cv2.resize(cv2.resize(pixels, (160, 101), interpolation=cv2.INTER_AREA), pixels.shape[1::-1]))


def askew(pixels: Pixels) -> Pixels:
    high, wide = pixels.shape[:2]
    found = np.array([[14, -9], [wide + 11, 12], [wide - 16, high + 9], [-12, high - 11]], np.float32)
    own = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(found, own)
    return to_bytes(cv2.warpPerspective(pixels, matrix, (wide, high), borderMode=cv2.BORDER_REPLICATE))


def warm(pixels: Pixels) -> Pixels:
    return to_bytes(pixels * np.array([0.7, 0.88, 1.0]))


def grey(pixels: Pixels) -> Pixels:
    return to_bytes(np.repeat(pixels.mean(axis=2, keepdims=True), 3, axis=2))


def in_half_shade(pixels: Pixels) -> Pixels:
    shade = np.where(np.arange(pixels.shape[1]) > 0.6 * pixels.shape[1], 0.55, 1.0)
    return to_bytes(pixels * cv2.GaussianBlur(shade[None, :].astype(np.float32), (0, 0), 9)[:, :, None])


SPOILT = (blurred, dark, small, askew, warm, grey, in_half_shade)


@pytest.mark.parametrize("spoil", SPOILT)
@pytest.mark.parametrize(("side", "draw"), [("front", front), ("back", back)])
def test_a_side_is_told_though_nothing_on_it_can_be_read(side: str, draw: Callable[[], Pixels], spoil: Spoil) -> None:
    found = side_by_look(sheet(spoil(draw())))
    assert found is not None
    assert (found.side, found.upside_down) == (side, False)
    assert 0.5 < found.certainty <= 1


@pytest.mark.parametrize(("side", "draw"), [("front", front), ("back", back)])
def test_a_card_on_its_head(side: str, draw: Callable[[], Pixels]) -> None:
    found = side_by_look(sheet(to_bytes(blurred(draw())[::-1, ::-1])))
    assert found is not None
    assert (found.side, found.upside_down) == (side, True)


def test_a_card_that_goes_on_beyond_the_picture() -> None:
    pixels = front()
    found = side_by_look(sheet(to_bytes(pixels * (np.arange(WIDTH) < 0.75 * WIDTH)[None, :, None]), shown=0.75))
    assert found is not None
    assert found.side == "front"


def drawn(*lines: tuple[float, float, int, str], ground: tuple[int, int, int] = (236, 240, 244)) -> Pixels:
    """A card with lines of text at these places, in fractions of its width and height, and a portrait to the right."""
    image = Image.new("RGB", (WIDTH, HEIGHT), ground)
    pen = ImageDraw.Draw(image)
    for x, y, size, text in lines:
        pen.text((x * WIDTH, y * HEIGHT), text, (25, 25, 25), font(size), anchor="lm")
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


OTHERS = {
    "driving licence": drawn(
        (0.2, 0.09, 46, "中华人民共和国机动车驾驶证"), (0.1, 0.25, 40, "证号 330106199003070014"), (0.1, 0.36, 34, "姓名 王建国 性别 男"),
        (0.1, 0.46, 34, "住址 浙江省杭州市西湖区文三路样本小区"), (0.42, 0.57, 34, "出生日期 1990-03-07"), (0.42, 0.66, 34, "初次领证日期 2014-05-06"),
        (0.42, 0.75, 34, "准驾车型 C1"), (0.1, 0.93, 34, "有效期限 2020-05-06 至 2030-05-06"),
    ),
    "passport": drawn(
        (0.05, 0.07, 36, "护照 PASSPORT   P  CHN  E12345678"), (0.34, 0.2, 30, "王建国 WANG JIANGUO"), (0.34, 0.32, 30, "男/M 中国/CHINESE"),
        (0.34, 0.44, 30, "07 3月/MAR 1990"), (0.34, 0.56, 30, "浙江/ZHEJIANG"), (0.04, 0.83, 38, "P<CHNWANG<<JIANGUO<<<<<<<<<<<<<<<<<<<<"),
        (0.04, 0.92, 38, "E123456784CHN9003071M3001012<<<<<<<<02"),
    ),
    "bank card": drawn(
        (0.07, 0.15, 56, "样本银行"), (0.08, 0.6, 60, "6217 0012 1008 8127 718"), (0.1, 0.75, 30, "VALID THRU 08/31"), (0.76, 0.85, 44, "银联"),
        ground=(190, 60, 40),
    ),
    "text": drawn(*((0.06, 0.06 + 0.055 * n, 30, "出卖人与买受人约定本合同一式四份具有同等法律效力") for n in range(16))),
    "blank": drawn(),
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("spoil", [to_bytes, blurred, dark, small])
def test_what_is_no_id_card_is_none(kind: str, spoil: Spoil) -> None:
    assert side_by_look(sheet(spoil(OTHERS[kind]))) is None


def test_a_region_without_a_picture() -> None:
    region = Region(Page("a.pdf", 1, 100.0, 60.0, "pt"), 100.0, 60.0, (), "text")
    assert side_by_look(region) is None
