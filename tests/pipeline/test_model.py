import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Box, Grid, Page, Region

PAGE = Page("a.jpg", 1, 1000, 800, "px")


def test_a_region_places_its_boxes_on_the_page():
    shift = np.array([[1, 0, 100], [0, 1, 50], [0, 0, 1]], dtype=float)
    region = Region(PAGE, 200, 100, (), "ocr", to_page=shift)
    assert region.place(Box(10, 20, 30, 40)).box == Box(110, 70, 130, 90)


def test_a_tilted_box_becomes_its_bounds():
    quarter = np.array([[0, -1, 500], [1, 0, 100], [0, 0, 1]], dtype=float)
    assert Region(PAGE, 200, 100, (), "ocr", to_page=quarter).place(Box(0, 0, 50, 10)).box == Box(490, 100, 500, 150)


@given(st.tuples(*[st.floats(-5000, 5000)] * 4))
def test_a_place_never_leaves_the_page(sides):
    left, right = sorted(sides[:2])
    top, bottom = sorted(sides[2:])
    box = Region(PAGE, 1000, 800, (), "text").place(Box(left, top, right, bottom)).box
    assert box is not None
    assert box.left >= 0
    assert box.top >= 0
    assert box.right <= 1000
    assert box.bottom <= 800


@pytest.mark.parametrize(
    ("row", "column", "cell"),
    [(0, 0, "A1"), (4, 2, "C5"), (0, 25, "Z1"), (9, 26, "AA10"), (0, 701, "ZZ1"), (0, 702, "AAA1")],
)
def test_cell_names(row, column, cell):
    assert Grid("a.xlsx", "Sheet1", ()).place(row, column).cell == cell
