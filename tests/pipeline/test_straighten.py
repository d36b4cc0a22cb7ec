import cv2
import numpy as np
import pytest
from drawn import HEIGHT, WIDTH, back, font, front, on_table
from PIL import Image, ImageDraw

from pipeline.landmarks import height_by_print
from pipeline.model import Box, Page, Pixels, Region, Word
from pipeline.ocr import recogniser
from pipeline.sheets import overlap
from pipeline.straighten import is_page, regions


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


def _newspaper() -> Pixels:
    image = Image.new("RGB", (1600, 1200), (226, 222, 214))
    draw = ImageDraw.Draw(image)
    for y in range(0, 1200, 34):
        draw.text((0, y), "全市公积金贷款政策进一步优化调整借款人应当如实提供收入" * 3, (60, 60, 60), font(24))
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


@pytest.mark.parametrize("quarter", [0, 1])
def test_a_card_on_a_newspaper_is_found_and_lies_along_its_edges(quarter: int) -> None:
    corners = np.array([(330, 300), (1250, 240), (1290, 830), (300, 880)], float)
    pixels = np.ascontiguousarray(np.rot90(on_table(front(), tuple(map(tuple, corners)), ground=_newspaper()), quarter))
    (card,) = [region for region in _regions(pixels) if region.card]
    assert "王建国" in _texts(card)
    assert _astray(card, corners) < 0.02 * 920


def test_a_card_on_which_nothing_can_be_read_is_kept_for_what_it_looks_like() -> None:
    soft = cv2.GaussianBlur(on_table(front()), (0, 0), 14)
    assert [region.card for region in _regions(soft)] == [True]


def test_a_ruled_table_across_a_landscape_page_is_no_card() -> None:
    image = Image.new("RGB", (1754, 1240), "white")
    draw = ImageDraw.Draw(image)
    for row in range(22):
        draw.line((120, 160 + 44 * row, 1634, 160 + 44 * row), (0, 0, 0), 2)
        for column in range(6):
            draw.text((130 + 252 * column, 168 + 44 * row), f"2026-03-{row + 1:02} {column}", (20, 20, 20), font(22))
    for column in range(7):
        draw.line((120 + 252 * column, 160, 120 + 252 * column, 160 + 44 * 21), (0, 0, 0), 2)
    (region,) = _regions(np.ascontiguousarray(np.asarray(image)))
    assert not region.card


def _letter(rows: int, size: int) -> Pixels:
    """A sheet of paper, upright, with a title and so many lines of print of so many pixels."""
    image = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(image)
    draw.text((460, 140), "工作收入证明", (20, 20, 20), font(48))
    for row in range(rows):
        draw.text(
            (150, 300 + 2 * size * row),
            "兹证明王建国先生自二〇二一年三月起在本公司任职"[: 20 + row % 3],
            (20, 20, 20),
            font(size),
        )
    return np.ascontiguousarray(np.asarray(image)[:, :, ::-1])


def _lying(paper: Pixels, quarter: int) -> Pixels:
    """A sheet of paper on a dark table, a little askew, turned by quarters."""
    high, wide = paper.shape[:2]
    corners = np.array([(120, 110), (wide + 70, 90), (wide + 110, high + 60), (60, high + 90)], np.float32)
    own = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    scene = np.full((high + 180, wide + 180, 3), (70, 96, 128), np.uint8)
    warp = cv2.getPerspectiveTransform(own, corners)
    cv2.warpPerspective(
        paper, warp, scene.shape[1::-1], dst=scene, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_TRANSPARENT
    )
    return np.ascontiguousarray(np.rot90(scene, quarter))


@pytest.mark.parametrize(("rows", "size"), [(4, 30), (9, 36), (20, 22)])
@pytest.mark.parametrize("quarter", [0, 1])
def test_a_letter_on_a_table_is_a_page_and_read_whole(rows: int, size: int, quarter: int) -> None:
    (region,) = _regions(_lying(_letter(rows, size), quarter))
    assert not region.card
    assert "工作收入证明" in _texts(region)
    assert region.height > region.width


def test_low_print_across_a_sheet_is_a_page_s_and_high_print_a_card_s() -> None:
    sheet = np.array([[100, 100], [1380, 100], [1380, 1005], [100, 1005]], float)

    def print_of(height: float) -> list[np.ndarray]:
        return [
            np.array([[200, y], [900, y], [900, y + height], [200, y + height]], float) for y in (200, 400, 600, 800)
        ]

    assert is_page(sheet, print_of(20))
    assert not is_page(sheet, print_of(48))
    assert not is_page(sheet, [])


def test_half_of_a_card_is_placed_by_the_pieces_of_words_that_are_left_of_its_title() -> None:
    corners = ((1010, 500), (1910, 560), (1880, 1130), (980, 1070))
    (region,) = _regions(on_table(back(), corners))
    assert region.card
    assert region.to_page is not None
    right = region.to_page @ (region.width, region.height / 2, 1.0)
    assert right[0] / right[2] == pytest.approx(1895, abs=60)  # of a picture 1600 wide


@pytest.mark.parametrize("level", [0.05, 0.08])
def test_a_card_in_the_dark_is_found_and_read_and_its_picture_stays_dark(level: float) -> None:
    noise = np.random.default_rng(3).normal(0, 0.6, (1200, 1600, 3))
    (region,) = _regions(np.clip(np.rint(on_table(front()) * level + noise), 0, 255).astype(np.uint8))
    assert region.card
    assert "王建国" in _texts(region)
    assert region.pixels is not None
    assert np.percentile(region.pixels(), 90) < 25


@pytest.mark.parametrize("sigma", [18, 26])
def test_a_card_that_is_a_blur_is_found_and_not_mirrored(sigma: int) -> None:
    (region,) = _regions(cv2.GaussianBlur(on_table(front()), (0, 0), sigma))
    assert region.card
    assert region.to_page is not None
    assert np.linalg.det(region.to_page[:2, :2]) > 0  # it shows the card as it was pictured, whichever way up


def test_sheets_that_nearly_coincide_overlap() -> None:
    one = np.array([[72, 137], [863, 148], [864, 624], [78, 621]], float)
    other = np.array([[72, 129], [873, 138], [874, 653], [79, 662]], float)
    assert overlap(one, other)
    assert not overlap(one, other + np.array([900, 0]))


@pytest.mark.parametrize("stretched", [1.0, 1.25])
def test_the_rows_of_a_card_tell_where_it_ends_though_its_sheet_does_not_hold_all_of_it(stretched: float) -> None:
    rows = {"姓名": 0.145, "性别": 0.255, "出生": 0.37, "住址": 0.50}
    words = [Word(text, Box(77, 807 * y * stretched - 20, 154, 807 * y * stretched + 20)) for text, y in rows.items()]
    height = height_by_print(words)
    assert height is not None
    assert height == pytest.approx((0, 807 * stretched), abs=2)
    assert height_by_print(words[:2]) is None


def _astray(region: Region, corners: np.ndarray) -> float:
    """How far the farthest corner of a region lies from where it should, in pixels of its upright page."""
    assert region.to_page is not None
    own = np.array([[0, 0], [region.width, 0], [region.width, region.height], [0, region.height]], np.float32)
    placed = cv2.perspectiveTransform(own[None], region.to_page)[0]
    return float(np.linalg.norm(placed - corners, axis=1).max())
