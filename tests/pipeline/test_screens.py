"""A screen's dots in a picture of a card, and patterns that are no screen's."""

import cv2
import numpy as np
import pytest
from drawn import back, front

from pipeline.model import Pixels
from pipeline.quality import COLOUR_BANDS, PATTERN
from pipeline.screens import colour_bands, pattern


def grainy(pixels: np.ndarray) -> Pixels:
    """As a sensor gives it: a little soft, a little noisy."""
    soft = cv2.GaussianBlur(pixels.astype(np.float32), (0, 0), 0.7)
    return np.asarray(np.clip(soft + np.random.default_rng(2).normal(0, 3, soft.shape), 0, 255), dtype=np.uint8)


def striped(pixels: Pixels, period: float, depth: float, *, lag: float) -> Pixels:
    """Under stripes whose colours follow one another by so much of a period."""
    y, x = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
    waves = [1 + depth * np.cos(2 * np.pi * ((x + 0.06 * y) / period + lag * channel)) for channel in range(3)]
    return grainy(pixels * np.dstack(waves))


@pytest.mark.parametrize("period", [2.7, 5.0, 14.0, 33.0])
def test_colours_that_follow_one_another(period: float) -> None:
    assert colour_bands(striped(front(), period, 0.12, lag=1 / 3)) > COLOUR_BANDS


@pytest.mark.parametrize("period", [5.0, 14.0, 33.0])
def test_a_printed_pattern_has_its_colours_in_step(period: float) -> None:
    assert colour_bands(striped(front(), period, 0.12, lag=0.0)) < COLOUR_BANDS


@pytest.mark.parametrize("card", [front(), back()], ids=["front", "back"])
def test_a_good_picture_shows_neither(card: Pixels) -> None:
    pixels = grainy(card)
    assert colour_bands(pixels) < COLOUR_BANDS
    assert pattern(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32)) < PATTERN


def test_a_pattern_of_one_colour_is_told_by_its_regularity() -> None:
    pixels = striped(front(), 4.2, 0.12, lag=0.0)
    assert pattern(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY).astype(np.float32)) > PATTERN


def test_what_lies_beyond_the_picture_does_not_count() -> None:
    pixels, seen = grainy(front()), np.ones((40, 64), dtype=np.bool_)
    pixels[:, 500:] = striped(front(), 6.0, 0.3, lag=1 / 3)[:, 500:]
    seen[:, 31:] = False
    assert colour_bands(pixels, seen) < COLOUR_BANDS < colour_bands(pixels)


def test_a_picture_smaller_than_a_tile() -> None:
    assert colour_bands(np.zeros((40, 60, 3), np.uint8)) == 0.0
    assert pattern(np.zeros((40, 60), np.float32)) == 0.0
