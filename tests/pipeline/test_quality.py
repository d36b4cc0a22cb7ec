"""Faults of one card's picture, spoilt in each way; its words stay those of the good picture, as the measures take them."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest
from drawn import front, on_table

from pipeline.model import Box, Page, Pixels, Region
from pipeline.ocr import recogniser
from pipeline.quality import SMALLEST, faults
from pipeline.straighten import regions

Spoil = Callable[[Pixels], Pixels]


@pytest.fixture(scope="module")
def card() -> Region:
    pixels = on_table(front())
    (region,) = regions(Page("a.jpg", 1, pixels.shape[1], pixels.shape[0], "px"), pixels, recogniser())
    return region


def kinds(region: Region, fields: tuple[Box, ...] = ()) -> list[str]:
    return [fault.kind for fault in faults(region, fields)]


def spoilt(card: Region, spoil: Spoil) -> Region:
    assert card.pixels
    pixels = spoil(card.pixels())
    return replace(card, pixels=lambda: pixels)


def to_bytes(pixels: np.ndarray) -> Pixels:
    return np.asarray(np.clip(pixels, 0, 255), dtype=np.uint8)


def soft(sigma: float) -> Spoil:
    return lambda pixels: to_bytes(cv2.GaussianBlur(pixels, (0, 0), sigma))


def moved(length: int, *, down: bool) -> Spoil:
    kernel = np.full((length, 1) if down else (1, length), 1 / length, np.float32)
    return lambda pixels: to_bytes(cv2.filter2D(pixels, -1, kernel))


def light(share: float) -> Spoil:
    return lambda pixels: to_bytes(pixels * share)


def under_a_lamp(pixels: Pixels) -> Pixels:
    """Warm light that falls off to one side."""
    falling = 1 - 0.35 * np.arange(pixels.shape[1])[None, :, None] / pixels.shape[1]
    return to_bytes(pixels * np.array([0.7, 0.88, 1.0]) * falling)


def grey(pixels: Pixels) -> Pixels:
    return to_bytes(np.repeat(pixels.mean(axis=2, keepdims=True), 3, axis=2))


def grey_under_a_lamp(pixels: Pixels) -> Pixels:
    return under_a_lamp(grey(pixels))


def dots(period: float, depth: float) -> Spoil:
    def spoil(pixels: Pixels) -> Pixels:
        y, x = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
        wave = np.cos(2 * np.pi * (x + 0.05 * y) / period) + np.cos(2 * np.pi * (y - 0.05 * x) / period)
        return to_bytes(pixels * (1 + depth * wave)[..., None])

    return spoil


def chat(pixels: Pixels) -> Pixels:
    small = cv2.resize(pixels, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    _, sent = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 45])
    return to_bytes(cv2.resize(cv2.imdecode(sent, 1), pixels.shape[1::-1]))


def noisy(pixels: Pixels) -> Pixels:
    return to_bytes(pixels + np.random.default_rng(1).normal(0, 4, pixels.shape))


def spot(x: int, y: int) -> Spoil:
    def spoil(pixels: Pixels) -> Pixels:
        lamp = np.zeros(pixels.shape[:2], np.float32)
        cv2.ellipse(lamp, (x, y), (120, 45), 0, 0, 360, 1.0, -1)
        return to_bytes(pixels + cv2.GaussianBlur(lamp, (0, 0), 7)[..., None] * 420)

    return spoil


@pytest.mark.parametrize("spoil", [soft(0.5), chat, noisy, light(0.6), under_a_lamp])
def test_a_good_picture_has_no_fault(card: Region, spoil: Spoil) -> None:
    assert kinds(spoilt(card, spoil)) == []


@pytest.mark.parametrize(
    ("kind", "spoil"),
    [
        ("blurred", soft(4.5)),
        ("blurred", moved(15, down=False)),
        ("blurred", moved(15, down=True)),
        ("dark", light(0.25)),
        ("photocopy", grey),
        ("photocopy", grey_under_a_lamp),
        ("recapture", dots(4.2, 0.12)),
        ("recapture", dots(6.0, 0.1)),
    ],
)
def test_each_fault_is_told_alone(card: Region, kind: str, spoil: Spoil) -> None:
    assert kinds(spoilt(card, spoil)) == [kind]


NUMBER = (Box(400, 660, 1100, 740),)  # where the card has its number


def test_a_lamp_matters_where_it_covers_a_value(card: Region) -> None:
    assert kinds(spoilt(card, spot(800, 700)), NUMBER) == ["glare"]
    assert kinds(spoilt(card, spot(800, 150)), NUMBER) == []


def finger(pixels: Pixels) -> Pixels:
    """From the lower rim over the number, in the colour of skin."""
    shown = pixels.copy()
    cv2.line(shown, (700, pixels.shape[0]), (640, 640), (120, 150, 205), 130, cv2.LINE_AA)
    return shown


def shaded(pixels: Pixels) -> Pixels:
    """A hard shadow over the number: it has the paper's own colour."""
    share = np.ones((*pixels.shape[:2], 1))
    cv2.line(share, (700, pixels.shape[0]), (640, 640), (0.6,), 130)
    return to_bytes(pixels * share)


def test_a_finger_matters_where_it_covers_a_value(card: Region) -> None:
    assert kinds(spoilt(card, finger), NUMBER) == ["covered"]
    assert kinds(spoilt(card, finger), (Box(230, 80, 500, 140),)) == []
    assert kinds(spoilt(card, shaded), NUMBER) == []


def test_of_faults_that_come_together_the_cause_is_told(card: Region) -> None:
    tiny = at(spoilt(card, soft(4.5)), 0.9 * SMALLEST / card.width, 1.2)
    assert kinds(tiny) == ["small"]
    assert kinds(spoilt(card, lambda pixels: light(0.2)(soft(4.5)(grey(pixels))))) == ["dark"]


def test_a_sheet_whose_corners_lie_beyond_the_picture_is_cropped(card: Region) -> None:
    blank = replace(card, words=(), card=True)
    assert kinds(at(blank, 1.0, 0.9)) == ["cropped"]
    assert kinds(at(blank, 1.0, 1.0)) == []


def at(card: Region, scale: float, right: float) -> Region:
    """The card at another size on the picture, its left top corner at the picture's, and so much of the picture to its right."""
    to_page = np.diag([scale, scale, 1.0])
    page = Page("a.jpg", 1, scale * card.width * right, scale * card.height * 1.2, "px")
    return replace(card, page=page, to_page=to_page)


def test_a_card_of_too_few_pixels(card: Region) -> None:
    assert kinds(at(card, 0.9 * SMALLEST / card.width, 1.2)) == ["small"]
    assert kinds(at(card, 1.3 * SMALLEST / card.width, 1.2)) == []


def test_a_card_that_goes_on_beyond_the_picture(card: Region) -> None:
    assert kinds(at(card, 1.0, 0.8)) == ["cropped"]
    assert kinds(at(card, 1.0, 1.0)) == []


def test_a_region_without_a_picture_is_not_judged(card: Region) -> None:
    assert faults(replace(card, pixels=None)) == ()
