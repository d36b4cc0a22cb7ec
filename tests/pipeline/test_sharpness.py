"""Blur as a share of the card's width, whatever the picture's size, its contrast and its noise."""

import cv2
import numpy as np
import pytest
from drawn import back, front

from pipeline.model import Pixels
from pipeline.quality import MOST_BLURRED
from pipeline.sharpness import blur


def at(wide: int, pixels: Pixels) -> Pixels:
    size = (wide, round(wide * pixels.shape[0] / pixels.shape[1]))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def soft(pixels: Pixels, share: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * pixels.shape[1]), dtype=np.uint8)


def moved(pixels: Pixels, share: float, degrees: float) -> Pixels:
    """Moved along a line while the picture was taken."""
    length = round(share * pixels.shape[1])
    kernel = np.zeros((2 * length + 1, 2 * length + 1), np.float32)
    reach = length / 2 * np.array([np.cos(np.radians(degrees)), np.sin(np.radians(degrees))])
    one, other = (tuple(np.round(length + way * reach).astype(int).tolist()) for way in (-1, 1))
    cv2.line(kernel, one, other, 1.0, 1)
    return np.asarray(cv2.filter2D(pixels, -1, kernel / kernel.sum()), dtype=np.uint8)


def measured(pixels: Pixels) -> float:
    found = blur(pixels)
    assert found is not None
    return found


@pytest.mark.parametrize("wide", [480, 1012, 2000])
@pytest.mark.parametrize("card", [front(), back()], ids=["front", "back"])
def test_a_good_picture_is_sharp_at_any_size(card: Pixels, wide: int) -> None:
    assert measured(soft(at(wide, card), 0.0012)) < 0.9 * MOST_BLURRED


@pytest.mark.parametrize("wide", [640, 1012, 2000])
@pytest.mark.parametrize("card", [front(), back()], ids=["front", "back"])
def test_out_of_focus(card: Pixels, wide: int) -> None:
    assert measured(soft(at(wide, card), 0.0042)) > MOST_BLURRED


@pytest.mark.parametrize("degrees", [0, 30, 45, 90, 150])
def test_a_hand_that_moved_in_any_direction(degrees: float) -> None:
    assert measured(moved(front(), 0.02, degrees)) > MOST_BLURRED


def test_neither_contrast_nor_noise_is_blur() -> None:
    pale = front() * 0.25 + 120 + np.random.default_rng(3).normal(0, 3, front().shape)
    assert measured(np.asarray(pale, dtype=np.uint8)) < MOST_BLURRED


def test_it_cannot_be_told_of_a_sliver() -> None:
    seen = np.zeros((40, 64), dtype=np.bool_)
    seen[:, :8] = True
    assert blur(front(), seen) is None
