import math

import numpy as np
import pytest

from pipeline.layout import lines
from pipeline.levelling import levelled
from pipeline.model import Box, Grid, Page, Region, Word

WIDE, HIGH = 1200.0, 1700.0


def bent(tilt: float, curl: float, lean: float = 0.0) -> Region:
    """Twenty-five rows of six words, 34 apart, tilted, with the sheet bulging by `curl` in the middle and its columns leaning."""
    words = []
    for row in range(25):
        for column in range(6):
            x, y = 90 + 180 * column, 200 + 34 * row
            moved = y + math.tan(tilt) * x + curl * math.sin(math.pi * x / WIDE)
            left = x - math.tan(tilt) * y + lean * y * (x / WIDE - 0.5)
            words.append(Word(f"{row}.{column}", Box(left, moved, left + 90, moved + 20)))
    page = Page("a.jpg", 1, WIDE, HIGH, "px")
    return Region(
        page, WIDE, HIGH, tuple(words), "ocr", pixels=lambda: np.full((int(HIGH), int(WIDE), 3), 255, np.uint8)
    )


@pytest.mark.parametrize(
    ("tilt", "curl", "lean"), [(0.02, 0, 0), (-0.03, 0, 0), (0.01, 9, 0), (0, 12, 0.02), (-0.02, -8, -0.03)]
)
def test_words_of_one_row_become_one_line(tilt, curl, lean):
    region = bent(tilt, curl, lean)
    level = levelled(region)
    rows = lines(level)
    assert [line.text for line in rows] == [" ".join(f"{row}.{column}" for column in range(6)) for row in range(25)]
    for column in range(6):
        lefts = [line.words[column].box.left for line in rows]
        assert max(lefts) - min(lefts) < 8


@pytest.mark.parametrize("tilt", [0.02, -0.03])
def test_a_place_on_the_page_is_where_the_word_was(tilt):
    region = bent(tilt, 0)
    for before, after in zip(region.words, levelled(region).words, strict=True):
        was, now = region.place(before.box).box, levelled(region).place(after.box).box
        assert abs(was.centre[0] - now.centre[0]) < 4
        assert abs(was.centre[1] - now.centre[1]) < 4


def test_the_picture_moves_with_the_words():
    region = bent(0.02, 6)
    picture = np.full((int(HIGH), int(WIDE), 3), 255, np.uint8)
    for word in region.words:
        b = word.box
        picture[int(b.top) : int(b.bottom), int(b.left) : int(b.right)] = 0
    level = levelled(Region(region.page, WIDE, HIGH, region.words, "ocr", pixels=lambda: picture))
    drawn = level.pixels()
    for word in level.words:
        x, y = word.box.centre
        assert drawn[int(y), int(x)].max() < 60
        assert drawn[int(y) + 17, int(x)].min() > 200


def test_what_is_level_or_not_recognised_or_small_stays_as_it_is():
    flat = bent(0, 0)
    assert levelled(flat) is flat
    tilted = bent(0.02, 0)
    assert levelled(Region(tilted.page, WIDE, HIGH, tilted.words, "text")).words is tilted.words
    few = Region(tilted.page, WIDE, HIGH, tilted.words[:20], "ocr")
    assert levelled(few) is few
    grid = Grid("a.csv", "a", (("a",),))
    assert levelled(grid) is grid
