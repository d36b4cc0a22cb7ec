"""Made-up cards, drawn just well enough to try the recognition on; the samples proper are drawn elsewhere, in another way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from pipeline.model import Pixels

FONT = str(Path(pylopdf_fonts_zh_cn.__file__).parent / "NotoSansSC-Regular.otf")
WIDTH, HEIGHT = 1012, 638
FRONT = {
    "name": "王建国", "sex": "男", "ethnicity": "汉", "birth": ("1990", "3", "7"),
    "address": ("浙江省杭州市西湖区文三路", "样本小区8幢2单元301室"), "number": "33010619900307001X",
}  # fmt: skip
BACK = {"authority": "杭州市公安局西湖分局", "term": "2016.03.01-2026.03.01"}
BLUE, INK = (30, 90, 160), (25, 25, 25)


def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


def front(values: Mapping[str, object] = FRONT) -> Pixels:
    v = {**FRONT, **values}
    image = Image.new("RGB", (WIDTH, HEIGHT), (236, 240, 244))
    draw = ImageDraw.Draw(image)
    for y in range(0, HEIGHT, 14):
        draw.arc((-200, y - 100, WIDTH + 200, y + 100), 0, 180, fill=(222, 230, 238))
    put = draw.text
    put((60, 68), "姓名", BLUE, font(30)), put((185, 62), str(v["name"]), INK, font(40))
    put((60, 146), "性别", BLUE, font(30)), put((185, 144), str(v["sex"]), INK, font(34))
    put((300, 146), "民族", BLUE, font(30)), put((400, 144), str(v["ethnicity"]), INK, font(34))
    put((60, 222), "出生", BLUE, font(30))
    year, month, day = v["birth"]  # type: ignore[misc]
    put((185, 220), year, INK, font(34)), put((290, 222), "年", BLUE, font(30))
    put((345, 220), month, INK, font(34)), put((400, 222), "月", BLUE, font(30))
    put((445, 220), day, INK, font(34)), put((500, 222), "日", BLUE, font(30))
    put((60, 302), "住址", BLUE, font(30))
    for i, line in enumerate(v["address"]):  # type: ignore[arg-type, var-annotated]
        put((185, 300 + 48 * i), line, INK, font(34))
    draw.rectangle((660, 80, 940, 430), fill=(205, 214, 226))
    draw.ellipse((735, 130, 865, 290), fill=(225, 190, 165))
    draw.ellipse((695, 290, 905, 560), fill=(70, 80, 100))
    draw.rectangle((660, 431, 940, 565), fill=(236, 240, 244))
    put((60, 540), "公民身份号码", BLUE, font(30)), put((330, 534), _spaced(str(v["number"])), INK, font(42))
    return _pixels(image)


def _spaced(text: str) -> str:
    return "\u200a".join(text)


def back(values: Mapping[str, object] = BACK) -> Pixels:
    v = {**BACK, **values}
    image = Image.new("RGB", (WIDTH, HEIGHT), (238, 240, 240))
    draw = ImageDraw.Draw(image)
    for x in range(0, WIDTH, 18):
        draw.arc((x - 300, -100, x + 300, HEIGHT + 100), 0, 180, fill=(226, 234, 230))
    draw.ellipse((70, 60, 240, 230), fill=(200, 40, 40))
    draw.text((330, 60), "中华人民共和国", INK, font(66))
    draw.text((320, 160), "居民身份证", INK, font(96))
    draw.text((250, 460), "签发机关", BLUE, font(30)), draw.text((420, 456), str(v["authority"]), INK, font(36))
    draw.text((250, 540), "有效期限", BLUE, font(30)), draw.text((420, 536), str(v["term"]), INK, font(36))
    return _pixels(image)


def _pixels(image: Image.Image) -> Pixels:
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def on_table(
    card: Pixels,
    corners: Sequence[tuple[float, float]] = ((230, 210), (1350, 260), (1320, 960), (260, 930)),
    size: tuple[int, int] = (1600, 1200),
    ground: Pixels | None = None,
) -> Pixels:
    """A card lying on a table, its corners (left top first, clockwise) where told."""
    high, wide = card.shape[:2]
    rng = np.random.default_rng(7)
    if ground is None:
        ground = np.full((size[1], size[0], 3), (62, 88, 120), np.uint8)
    noisy = np.clip(ground.astype(np.int16) + rng.normal(0, 6, ground.shape), 0, 255).astype(np.uint8)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    laid = cv2.warpPerspective(card, matrix, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((high, wide), 255, np.uint8), matrix, size)[..., None] / 255.0
    return np.asarray(laid * mask + noisy * (1 - mask), dtype=np.uint8)
