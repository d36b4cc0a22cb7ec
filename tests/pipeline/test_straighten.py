import cv2
import numpy as np
import pytest
from drawn import HEIGHT, WIDTH, back, front, on_table

from pipeline.model import Page, Pixels, Region
from pipeline.ocr import recogniser
from pipeline.straighten import regions


def _regions(pixels: Pixels) -> tuple[Region, ...]:
    page = Page("a.jpg", 1, pixels.shape[1], pixels.shape[0], "px")
    return regions(page, pixels, recogniser())


def _texts(region: Region) -> list[str]:
    return [word.text for word in region.words]


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_a_card_is_laid_flat_whichever_way_the_picture_is_turned(quarter: int) -> None:
    pixels = np.ascontiguousarray(np.rot90(on_table(front()), quarter))
    (region,) = _regions(pixels)
    assert "王建国" in _texts(region)
    assert "浙江省杭州市西湖区文三路" in _texts(region)


@pytest.mark.parametrize("quarter", [0, 1, 2, 3])
def test_boxes_and_size_are_those_of_the_page_turned_upright(quarter: int) -> None:
    upright = on_table(front())
    (region,) = _regions(np.ascontiguousarray(np.rot90(upright, quarter)))  # counter-clockwise
    assert region.page.turn == quarter
    assert (region.page.width, region.page.height) == (1600, 1200)
    (wanted,) = _regions(upright)
    boxes = [
        next(r.place(word.box).box for word in r.words if word.text == "浙江省杭州市西湖区文三路")
        for r in (region, wanted)
    ]
    edges = np.array([[b.left, b.top, b.right, b.bottom] for b in boxes if b])
    assert np.abs(edges[0] - edges[1]).max() < 12


def test_a_page_turned_back_lies_as_its_regions_say() -> None:
    pixels = np.ascontiguousarray(np.rot90(np.pad(on_table(front()), ((0, 0), (0, 300), (0, 0))), 1))
    (region,) = _regions(pixels)
    shown = np.rot90(pixels, -region.page.turn)
    assert shown.shape[:2] == (region.page.height, region.page.width)
    box = region.place(next(word.box for word in region.words if word.text == "王建国")).box
    assert box is not None
    spot = shown[int(box.top) : int(box.bottom), int(box.left) : int(box.right)]
    assert spot.min() < 80 < 200 < spot.max()  # ink on the card's paper


def test_a_mirrored_picture_and_one_without_text_are_not_turned() -> None:
    (mirrored,) = _regions(np.ascontiguousarray(on_table(front())[:, ::-1]))
    (blank,) = _regions(np.full((300, 400, 3), 90, np.uint8))
    assert (mirrored.page.turn, blank.page.turn) == (0, 0)


def test_a_box_comes_back_to_where_the_word_is_on_the_picture() -> None:
    corners = ((230, 210), (1350, 260), (1320, 960), (260, 930))
    (region,) = _regions(on_table(front(), corners))
    name = next(word for word in region.words if word.text == "王建国")
    box = region.place(name.box).box
    assert box is not None
    source = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    drawn_at = cv2.perspectiveTransform(np.array([[[187, 74], [303, 74], [303, 112], [187, 112]]], np.float32), matrix)[
        0
    ]
    (left, top), (right, bottom) = drawn_at.min(axis=0), drawn_at.max(axis=0)
    room = 22  # a line is found with some room around its ink
    assert left - room < box.left < left + 4
    assert top - room < box.top < top + 4
    assert right - 4 < box.right < right + room
    assert bottom - 4 < box.bottom < bottom + room


def test_a_picture_from_a_mirroring_camera_is_mirrored_back() -> None:
    (region,) = _regions(np.ascontiguousarray(on_table(front())[:, ::-1]))
    assert "王建国" in _texts(region)


def test_both_sides_on_one_sheet_are_two_regions() -> None:
    sheet = np.full((2339, 1654, 3), 255, np.uint8)
    sheet[300:938, 320:1332] = front()
    sheet[1200:1838, 320:1332] = back()
    one, two = _regions(sheet)
    assert "王建国" in _texts(one)
    assert "居民身份证" in _texts(two)


def test_a_card_on_a_ground_of_its_own_colour_is_found_by_its_print() -> None:
    ground = np.full((1200, 1600, 3), (244, 240, 236), np.uint8)
    (region,) = _regions(on_table(front(), ground=ground))
    assert "王建国" in _texts(region)


def test_a_picture_without_text_is_one_region_without_words() -> None:
    (region,) = _regions(np.full((300, 400, 3), 90, np.uint8))
    assert region.words == ()
    assert (region.width, region.height) == (400, 300)
